import RDBFormats
import RDBTestSupport
import Testing

/// What servers do with single commands in their AOF, against ``CommandJudge``.
@Suite(.serialized) struct CommandLoadingServerTests {
  /// Commands that are right, wrong, or have no business in an AOF.
  static let lines = [
    "SET a b", "NOSUCH a", "SET a", "GET", "INCR n surplus", "MULTI", "LPUSH before x", "INCRBY before x", "SET a b BAD", "GET before", "KEYS *",
    "SHUTDOWN NOSAVE", "DEBUG SLEEP 0", "CONFIG SET maxmemory 0", "CONFIG BAD", "CONFIG", "REPLICAOF NO ONE", "REPLICAOF 127.0.0.1 1", "SUBSCRIBE c",
    "UNSUBSCRIBE", "WAIT 0 0", "WAIT 1 0", "WAITAOF 0 0 0", "BLPOP x 0", "AUTH a", "AUTH a b", "HELLO 3", "CLIENT INFO", "CLIENT ID", "MONITOR",
    "PSYNC ? -1", "SAVE", "ACL WHOAMI", "QUIT", "RESET", "EVAL return(1) 0", "FUNCTION FLUSH", "FUNCTION LOAD bad", "EXEC",
    "DISCARD", "WATCH a", "XGROUP BAD a", "XGROUP CREATE x g $", "SELECT 99", "SELECT 1 2", "PFSELFTEST", "HOST: a", "JSON.SET a $ 1", "VADD x",
    "SUBSTR before 0 1", "HEXPIRE h 1 FIELDS 1 f", "MSETEX 1 a b", "XACKDEL x g IDS 1 1-1", "STRALGO LCS", "EXPIRE before 100 NX", "SETRANGE a -1 x",
    "OBJECT BAD a", "SCRIPT FLUSH", "MSET a b c", "HSET h f v g",
  ]

  private func starts(_ kind: ServerKind, _ commands: [[[UInt8]]]) throws -> Bool {
    let aof = commands.flatMap(RESPClient.encode)
    var options = RealServer.Options()
    options.arguments = ["--appendonly", "yes", "--crash-log-enabled", "no"]
    if kind == .redis6_2 {
      options.files["appendonly.aof"] = aof
    } else {
      options.files["appendonlydir/appendonly.aof.1.incr.aof"] = aof
      options.files["appendonlydir/appendonly.aof.manifest"] = [UInt8]("file appendonly.aof.1.incr.aof seq 1 type i\n".utf8)
    }
    switch try RealServer.start(kind, options) {
    case .ended: return false
    case .ready(let server):
      server.stop()
      return true
    }
  }

  @Test(.needsAnyServer, arguments: ServerKind.usable)
  func `a server starts on a command exactly when the judge says so`(kind: ServerKind) throws {
    let judge = CommandJudge(try ServerVersion(kind.name))
    var wrong: [String] = []
    for line in Self.lines {
      let words = CommandWords(line)
      let verdict = judge.judge(words)
      let starts = try starts(kind, ["SELECT 0", "SET before 1"].map(CommandWords.split) + [words.words])
      if starts != verdict.letsServerStart { wrong.append("\(line): the server \(starts ? "starts" : "does not start"), ours \(verdict)") }
    }
    if !wrong.isEmpty { Issue.record("\(kind): \(wrong.count) of \(Self.lines.count)\n\(wrong.joined(separator: "\n"))") }
  }
}
