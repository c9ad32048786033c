/// Why a command did nothing, in the words of the servers.
package struct CommandError: Error, Hashable, Sendable {
  /// The whole line of the reply, without `-` and line end.
  package let text: String

  package init(_ text: String) { self.text = text }

  package static let wrongType = CommandError("WRONGTYPE Operation against a key holding the wrong kind of value")
  package static let syntax = CommandError("ERR syntax error")
  package static let notAnInteger = CommandError("ERR value is not an integer or out of range")
  package static let notA32BitInteger = CommandError("ERR value is out of range, value must between -2147483648 and 2147483647")
  package static let notAFloat = CommandError("ERR value is not a valid float")
  package static let noSuchKey = CommandError("ERR no such key")
  package static let outOfRange = CommandError("ERR index out of range")
  package static let sameObject = CommandError("ERR source and destination objects are the same")
  package static let overflow = CommandError("ERR increment or decrement would overflow")

  /// A time to live that servers refuse, in the words of that command.
  package static func invalidExpire(_ command: String) -> CommandError { CommandError("ERR invalid expire time in '\(command)' command") }
  package static func wrongArity(_ command: String) -> CommandError { CommandError("ERR wrong number of arguments for '\(command)' command") }
  /// What was loaded cannot be decoded.
  package static func damaged(_ why: String) -> CommandError {
    CommandError("ERR the value of this key is damaged in the file it was loaded from (\(why)); `rdbtool check` says where")
  }
}
