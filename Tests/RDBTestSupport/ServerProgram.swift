import Foundation

/// One line of the manifest that `Scripts/install-peers` writes.
package struct ServerProgram: Sendable {
  package let kind: ServerKind
  /// As the server says it: `7.0.15`.
  package let version: String
  package let serverPath: String
  /// The server's own `redis-check-rdb` or `valkey-check-rdb`.
  package let checkerPath: String
  /// What `LD_LIBRARY_PATH` has to be for it to start.
  package let libraryPath: String?
  /// Paths of the modules that belong to it, in the order in which they load.
  package let modules: [String]

  /// The environment to start it in.
  package var environment: [String: String] {
    var environment = ProcessInfo.processInfo.environment
    if let libraryPath { environment["LD_LIBRARY_PATH"] = libraryPath }
    return environment
  }

  /// `.peers/peers.tsv`, or below `$RDBTOOL_PEERS`.
  package static let manifestPath =
    (ProcessInfo.processInfo.environment["RDBTOOL_PEERS"] ?? PackageRoot.path(".peers")) + "/peers.tsv"

  /// Every server of the manifest whose file is there; empty without a manifest.
  package static let installed: [ServerKind: ServerProgram] = {
    guard let text = try? String(contentsOfFile: manifestPath, encoding: .utf8) else { return [:] }
    var found: [ServerKind: ServerProgram] = [:]
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map { $0 == "-" ? "" : String($0) }
      guard fields.count == 6, let kind = ServerKind(rawValue: fields[0]),
        FileManager.default.isExecutableFile(atPath: fields[2])
      else { continue }
      found[kind] = ServerProgram(
        kind: kind, version: fields[1], serverPath: fields[2], checkerPath: fields[3],
        libraryPath: fields[4].isEmpty ? nil : fields[4], modules: fields[5].split(separator: ",").map(String.init))
    }
    return found
  }()
}
