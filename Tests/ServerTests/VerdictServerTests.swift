import RDBFiles
import RDBFormats
import RDBOperations
import RDBTestSupport
import Testing

/// The verdict of `check --for SERVER` against what that server does with the file in the same run.
@Suite(.serialized) struct VerdictServerTests {
  /// Whether the server starts on the file, with the deep check on where it can be.
  private func starts(_ file: CraftedFile, on kind: ServerKind) throws -> Bool {
    switch try RealServer.load(.bytes(file.bytes), into: kind, sanitizes: kind != .valkey9_1) {
    case .loaded: true
    case .refused: false
    // A crash while the keys are read comes after the start.
    case .crashed(_, let log): log.contains("Ready to accept connections")
    }
  }

  @Test(.needsAnyServer, arguments: ServerKind.usable)
  func `check says of every crafted file what the server does`(kind: ServerKind) throws {
    var wrong: [String] = []
    for file in CraftedFile.rows {
      let report = try Checking.check(file.bytes, for: ServerVersion(kind.name))
      let starts = try starts(file, on: kind)
      if (report.verdict != .refused) != starts {
        let errors = report.defects.filter { $0.severity == .error }.map(\.code)
        wrong.append("\(file.name): the server \(starts ? "starts" : "does not start"), the verdict is \(report.verdict.rawValue) \(errors)")
      }
    }
    if !wrong.isEmpty { Issue.record("\(kind): \(wrong.count) of \(CraftedFile.rows.count) differ\n\(wrong.joined(separator: "\n"))") }
  }
}
