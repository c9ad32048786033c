import RDBFormats
import RDBOperations
import RDBTestSupport
import Testing

/// The verdict of `check --for SERVER` on AOFs against what that server does with them in the same run.
@Suite(.serialized) struct AOFVerdictServerTests {
  private enum Outcome: Equatable {
    case ended
    case holds(String)
  }

  private func load(_ row: CraftedAOF, into kind: ServerKind) throws -> Outcome {
    var options = RealServer.Options()
    options.arguments = ["--appendonly", "yes", "--crash-log-enabled", "no"]
    if kind == .redis6_2 {
      options.files["appendonly.aof"] = row.files.first?.bytes ?? []
    } else {
      for file in row.files { options.files["appendonlydir/" + file.name] = file.bytes }
      options.files["appendonlydir/appendonly.aof.manifest"] = row.manifestText
    }
    switch try RealServer.start(kind, options) {
    case .ended: return .ended
    case .ready(let server):
      defer { server.stop() }
      return .holds(try server.digest())
    }
  }

  /// What a server holds that was told what was written.
  private func wanted(_ row: CraftedAOF, _ server: RealServer) throws -> String {
    _ = try server.connect().pipeline(["FLUSHALL", "FUNCTION FLUSH"].map(CommandWords.split) + row.wanted.map(CommandWords.split))
    return try server.digest()
  }

  @Test(.needsAnyServer, arguments: ServerKind.usable)
  func `check says of every crafted AOF what the server does`(kind: ServerKind) throws {
    let version = try ServerVersion(kind.name)
    let writer = try RealServer.running(kind)
    defer { writer.stop() }
    var wrong: [String] = []
    var count = 0
    for row in CraftedAOF.rows where kind != .redis6_2 || row.isOneFile {
      count += 1
      let report = try row.check(for: version, asOneFile: kind == .redis6_2)
      let outcome = try load(row, into: kind)
      let said = report.defects.filter { $0.severity != .note }.map { "\($0.code) at \($0.offset)" }
      switch (report.verdict, outcome) {
      case (.refused, .ended): continue
      case (.sound, .holds(let digest)):
        if digest == (try wanted(row, writer)) { continue }
        wrong.append("\(row): sound \(said), but the server holds something else")
      case (.damaged, .holds(let digest)):
        if row.isTrap { continue }
        if digest != (try wanted(row, writer)) { continue }
        wrong.append("\(row): damaged \(said), but the server holds all of it")
      case (let verdict, let outcome): wrong.append("\(row): \(verdict.rawValue) \(said), the server \(outcome == .ended ? "ends" : "starts")")
      }
    }
    if !wrong.isEmpty { Issue.record("\(kind): \(wrong.count) of \(count) differ\n\(wrong.joined(separator: "\n"))") }
  }
}
