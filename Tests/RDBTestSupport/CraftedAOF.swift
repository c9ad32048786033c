import RDBFiles
package import RDBFormats
package import RDBOperations

/// An AOF made by hand to ask servers one question.
package struct CraftedAOF: Sendable, CustomStringConvertible {
  /// What is in it, as a sentence.
  package let name: String
  /// The files of the set, in the order in which they are loaded, when there is no manifest of its own.
  package var files: [(name: String, bytes: [UInt8])]
  /// The text of the manifest; nil for the one that names the files.
  package var manifest: [UInt8]?
  /// What was written, as command lines: what a server holds after them is what it should hold.
  package var wanted: [String]
  /// Harm that comes after the start, so that the data right behind it shows nothing.
  package var isTrap = false

  package var description: String { name }

  /// The commands in front of and behind what a file asks.
  package static let before = ["SELECT 0", "SET before 1", "RPUSH list a b"]
  package static let after = ["SET after 2", "SADD set x y"]

  /// The framing of commands, one a line.
  package static func encode(_ lines: [String]) -> [UInt8] { lines.flatMap { RESPClient.encode(CommandWords.split($0)) } }

  /// One increment, in which `middle` stands between commands that are well.
  package static func commands(_ name: String, _ middle: [UInt8], wanted: [String] = [], after: [String] = CraftedAOF.after, isTrap: Bool = false) -> CraftedAOF {
    CraftedAOF(
      name: name, files: [("appendonly.aof.1.incr.aof", encode(before) + middle + encode(after))], manifest: nil, wanted: before + wanted + after,
      isTrap: isTrap)
  }

  /// The same with the middle as command lines, which are what was written unless said otherwise.
  package static func lines(_ name: String, _ lines: [String], wanted: [String]? = nil) -> CraftedAOF {
    commands(name, encode(lines), wanted: wanted ?? lines)
  }

  /// A set of files.
  package static func set(_ name: String, _ files: [(String, [UInt8])], manifest: String? = nil, wanted: [String]) -> CraftedAOF {
    CraftedAOF(name: name, files: files, manifest: manifest.map { [UInt8]($0.utf8) }, wanted: wanted)
  }

  /// The text of its manifest.
  package var manifestText: [UInt8] {
    manifest
      ?? files.flatMap { file in
        let parts = file.name.split(separator: ".")
        let sequence = parts.count > 2 ? String(parts[2]) : "1"
        return [UInt8]("file \(file.name) seq \(sequence) type \(file.name.contains(".base.") ? "b" : "i")\n".utf8)
      }
  }

  /// Whether 6.2 can be asked: it has one file.
  package var isOneFile: Bool { files.count == 1 && manifest == nil }

  /// What `check` says of it, for a server.
  package func check(for server: ServerVersion?, asOneFile: Bool) throws -> CheckReport {
    let directory = try TemporaryDirectory("aof")
    var options = CheckOptions(nowMilliseconds: 1_800_000_000_000, temporaryDirectory: TemporaryDirectory.systemPath)
    options.server = server
    let path: String
    if asOneFile, let file = files.first {
      path = try directory.write(file.bytes, to: "appendonly.aof")
    } else {
      for file in files { try directory.write(file.bytes, to: file.name) }
      path = try directory.write(manifestText, to: "appendonly.aof.manifest")
    }
    return try CheckOperation.run(ResolvedSource.resolve(path), as: path, options)
  }
}
