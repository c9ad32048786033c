/// A name after `--for` that is no server we know.
public struct UnknownServerVersion: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was asked for.
  public let name: String

  public var description: String {
    "no server is called \(name); known are \(ServerVersion.known.map(\.name).joined(separator: ", "))"
  }
}
