import Foundation
import Glibc
import RDBFormats
import RDBTestSupport
import Testing

/// What a server holds after loading what `truncate` kept, against redis-check-aof and against what the server held then.
@Suite(.serialized) struct TruncateServerTests {
  static let kinds: [ServerKind] = [.redis7_0, .redis8_2, .valkey9_1].filter(\.isUsable)

  // MARK: History

  /// A server's AOF directory, and its digest at the end of seconds in which it wrote.
  private struct History {
    let folder: TemporaryDirectory
    var digests: [Int64: String] = [:]

    var path: String { folder.path("appendonlydir") }
  }

  private static func words(_ text: String) -> [[UInt8]] { text.split(separator: " ").map { Array($0.utf8) } }

  /// A write, some of them transactions and scripts.
  private static func commands(_ random: inout SeededGenerator) -> [[[UInt8]]] {
    let key = ["s", "n", "l", "t", "h", "z", "x"].map { "\($0)\(random.below(6))" }
    let word = "v\(random.next() >> UInt64(random.below(60)))"
    func simple() -> [[UInt8]] {
      switch random.below(18) {
      case 0: words("SET \(key[0]) \(word) PXAT \(4_000_000_000_000 + random.below(1000))")
      case 1: words("APPEND \(key[0]) \(word)")
      case 2: words("INCRBY \(key[1]) \(random.below(100))")
      case 3: words("RPUSH \(key[2]) \(word) a b")
      case 4: words("LPOP \(key[2])")
      case 5: words("SADD \(key[3]) \(word) x\(random.below(9))")
      case 6: words("SPOP \(key[3])")
      case 7: words("HSET \(key[4]) f\(random.below(5)) \(word)")
      case 8: words("HDEL \(key[4]) f\(random.below(5))")
      case 9: words("ZADD \(key[5]) \(random.below(50)) m\(random.below(9))")
      case 10: words("ZINCRBY \(key[5]) 2 m\(random.below(9))")
      case 11: words("XADD \(key[6]) * f \(word)")
      case 12: words("DEL \(key[random.below(7)])")
      case 13: words("EXPIRE \(key[4]) 100000000")
      case 14: words("SELECT \(random.below(4))")
      case 15: words("GETSET \(key[0]) \(word)")
      case 16: words("RENAME \(key[0]) s\(random.below(6))")
      default: words("SETRANGE \(key[0]) \(random.below(20)) \(word)")
      }
    }
    switch random.below(8) {
    case 0: return [words("MULTI")] + (0..<2 + random.below(4)).map { _ in simple() } + [words("EXEC")]
    case 1: return [[Array("EVAL".utf8), Array("redis.call('incr',KEYS[1]) redis.call('rpush',KEYS[2],'e')".utf8)] + words("2 \(key[1]) \(key[2])")]
    default: return [simple()]
    }
  }

  private static func children(of process: Int32) -> [Int32] {
    let text = (try? String(contentsOfFile: "/proc/\(process)/task/\(process)/children", encoding: .utf8)) ?? ""
    return text.split(separator: " ").compactMap { Int32($0) }
  }

  private static func waitForRewrite(_ client: RESPClient) throws {
    for _ in 0..<600 {
      let info = try client.send("INFO", "persistence").text ?? ""
      if info.contains("aof_rewrite_in_progress:0"), info.contains("aof_rewrite_scheduled:0") { return }
      usleep(20_000)
    }
    throw TestSupportError("a rewrite of the AOF does not end")
  }

  private static func microsecondOfSecond() -> (second: Int64, microsecond: Int64) {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return (Int64(time.tv_sec), Int64(time.tv_nsec) / 1000)
  }

  /// Writes for some seconds, with a rewrite in the middle and one that fails behind it, which leaves two increments.
  private static func record(_ kind: ServerKind, hasRDBBase: Bool, seed: UInt64, seconds: Int = 7) throws -> History {
    var options = RealServer.Options()
    options.arguments = [
      "--appendonly", "yes", "--aof-timestamp-enabled", "yes", "--appendfsync", "always", "--aof-use-rdb-preamble", hasRDBBase ? "yes" : "no",
    ]
    let server = try RealServer.running(kind, options)
    defer { server.stop() }
    let client = try server.connect()
    var random = SeededGenerator(seed: seed)
    var history = History(folder: try TemporaryDirectory("history"))
    var began: Int64 = 0
    for round in 0..<seconds {
      // Away from the ends of a second, so that the server's clock and ours say the same.
      var now = microsecondOfSecond()
      while now.second == began || !(200_000..<300_000).contains(now.microsecond) {
        usleep(5000)
        now = microsecondOfSecond()
      }
      began = now.second
      for _ in 0..<4 { _ = try client.pipeline((0..<25).flatMap { _ in commands(&random) }) }
      if round % 2 == 0 {
        // A key that expires: the server writes the DEL when somebody asks for it.
        try client.send("SET", "gone", "x", "PX", "20")
        usleep(40_000)
        try client.send("GET", "gone")
      }
      let digest = try server.digest()
      let ended = microsecondOfSecond()
      if ended.second == began, ended.microsecond < 950_000 { history.digests[began] = digest }
      if round == 1 {
        try client.send("BGREWRITEAOF")
        try waitForRewrite(client)
      }
      if round == 3 {
        try client.send("CONFIG", "SET", "rdb-key-save-delay", "10000000")
        try client.send("BGREWRITEAOF")
        for _ in 0..<200 where children(of: server.processID).isEmpty { usleep(10_000) }
        for child in children(of: server.processID) { kill(child, SIGKILL) }
        try waitForRewrite(client)
        try client.send("CONFIG", "SET", "rdb-key-save-delay", "0")
      }
    }
    try FileManager.default.copyItem(atPath: server.directory.path("appendonlydir"), toPath: history.path)
    return history
  }

  /// The same commands with a new timestamp every few: many seconds of history without waiting for them.
  private static func stretched(_ history: History, from start: Int64, _ random: inout SeededGenerator) throws -> (History, ClosedRange<Int64>) {
    struct Units: AOFVisitor, ~Copyable {
      var state = AOFTransactionState()
      var pieces: [(annotation: Range<Int>?, command: Range<Int>, isStart: Bool)] = []
      mutating func command(_ command: borrowing AOFCommand) -> Bool {
        let isStart = !state.isOpen
        _ = state.command(command)
        pieces.append((nil, command.offset..<command.endOffset, isStart))
        return true
      }
    }
    let result = History(folder: try TemporaryDirectory("stretched"))
    var clock = start
    let manifest = AOFManifest(parsing: history.folder.bytes("appendonlydir/appendonly.aof.manifest") ?? [])
    try result.folder.write(manifest.text, to: "appendonlydir/appendonly.aof.manifest")
    for entry in manifest.parts {
      let name = "appendonlydir/" + String(decoding: entry.name, as: UTF8.self)
      let bytes = history.folder.bytes(name) ?? []
      if bytes.starts(with: Array("REDIS".utf8)) || bytes.starts(with: Array("VALKEY".utf8)) {
        try result.folder.write(bytes, to: name)
        continue
      }
      var scanner = AOFScanner(MemorySource(bytes))
      var units = Units()
      guard case .complete = scanner.scan(&units) else { throw TestSupportError("\(name) is not whole") }
      var text: [UInt8] = []
      for (index, piece) in units.pieces.enumerated() {
        let isBase = entry.type == .base
        if piece.isStart, isBase ? index == 0 : random.below(6) == 0 {
          clock += Int64(isBase ? 0 : 1 + random.below(3))
          text += Array("#TS:\(clock)\r\n".utf8)
        }
        text += bytes[piece.command]
      }
      try result.folder.write(text, to: name)
    }
    return (result, start...clock)
  }

  // MARK: Comparison

  private static func digest(_ directory: String, _ kind: ServerKind, _ label: String) throws -> String? {
    let outcome = try RealServer.load(.none, into: kind) { options in
      options.arguments = ["--appendonly", "yes"]
      for name in (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? [] {
        options.files["appendonlydir/" + name] = FileManager.default.contents(atPath: directory + "/" + name).map { [UInt8]($0) }
      }
    }
    if outcome.dataset == nil { Issue.record("\(label): \(outcome.log.suffix(600))") }
    return outcome.dataset?.digest
  }

  /// What redis-check-aof makes of it: where it wants later files to be removed by hand, they are.
  ///
  /// - Returns: nil where it cannot.
  private static func stock(_ history: History, _ kind: ServerKind, _ second: Int64) throws -> TemporaryDirectory? {
    let program = try kind.locate()
    let folder = try TemporaryDirectory("stock")
    // The server's program is the checker when it is called so.
    let checker = folder.path(kind == .valkey9_1 ? "valkey-check-aof" : "redis-check-aof")
    try FileManager.default.createSymbolicLink(atPath: checker, withDestinationPath: program.serverPath)
    try FileManager.default.copyItem(atPath: history.path, toPath: folder.path("appendonlydir"))
    let name = "appendonlydir/appendonly.aof.manifest"
    while true {
      let child = try ChildProcess(
        executable: checker, arguments: ["--truncate-to-timestamp", "\(second)", folder.path(name)], environment: program.environment,
        output: folder.path("out"), errorOutput: folder.path("err"))
      if child.wait(seconds: 60)?.ending == .exited(0) { return folder }
      var manifest = AOFManifest(parsing: folder.bytes(name) ?? [])
      guard let last = manifest.entries.last, last.type == .increment else { return nil }
      manifest.entries.removeLast()
      guard !manifest.parts.isEmpty else { return nil }
      try folder.write(manifest.text, to: name)
    }
  }

  private func truncate(_ history: History, _ second: Int64, to out: String) throws -> Toolrun {
    try Toolrun.run(["truncate", history.path, "--to", "\(second)", "-o", out, "--json"])
  }

  @Test(.needsAnyServer, arguments: kinds, [true, false])
  func `what is kept is what redis-check-aof keeps, and what the server held then`(kind: ServerKind, hasRDBBase: Bool) throws {
    let history = try Self.record(kind, hasRDBBase: hasRDBBase, seed: hasRDBBase ? 1 : 2)
    let manifest = AOFManifest(parsing: history.folder.bytes("appendonlydir/appendonly.aof.manifest") ?? [])
    #expect(manifest.increments.count == 2)
    var live = 0
    var compared = 0
    func check(_ history: History, _ second: Int64, _ expected: String?) throws {
      let label = "\(kind) \(hasRDBBase ? "RDB" : "RESP") base, to \(second)"
      let out = history.folder.path("out")
      defer { try? FileManager.default.removeItem(atPath: out) }
      let run = try truncate(history, second, to: out)
      try #require(run.exitCode == 0, "\(label): \(run.errorOutput)")
      let ours = try Self.digest(out, kind, label)
      if let expected {
        #expect(ours == expected, "\(label), live")
        live += 1
      }
      guard let stock = try Self.stock(history, kind, second) else { return }
      #expect(try ours == Self.digest(stock.path("appendonlydir"), kind, label + " stock"), "\(label), redis-check-aof")
      compared += 1
    }
    // In the order of time; the first rounds lie before the base.
    var refused = 0
    for (second, digest) in history.digests.sorted(by: { $0.key < $1.key }) {
      let run = try truncate(history, second, to: history.folder.path("probe"))
      if run.exitCode == 2 {
        refused += 1
        #expect(live == 0 && !FileManager.default.fileExists(atPath: history.folder.path("probe")))
        continue
      }
      try FileManager.default.removeItem(atPath: history.folder.path("probe"))
      try check(history, second, digest)
    }
    #expect(refused >= 1)
    #expect(live >= 3)

    var random = SeededGenerator(seed: 7)
    let (stretched, seconds) = try Self.stretched(history, from: (history.digests.keys.max() ?? 0) + 10, &random)
    for _ in 0..<10 { try check(stretched, seconds.lowerBound + Int64(random.below(seconds.count + 1)), nil) }
    // valkey-check-aof 9.1 takes its own RDB bases for damage.
    if !(kind == .valkey9_1 && hasRDBBase) { #expect(compared >= 12) }
  }

  @Test(.needsAnyServer, arguments: kinds)
  func `a server starts on a set that was cut in place, goes on, and the backup outlives its rewrite`(kind: ServerKind) throws {
    let history = try Self.record(kind, hasRDBBase: true, seed: 3, seconds: 5)
    let before = try #require(try Self.digest(history.path, kind, "before"))
    let second = try #require(history.digests.keys.max()) - 1
    let run = try Toolrun.run(["truncate", history.path, "--to", "\(second)", "--in-place", "--json"])
    try #require(run.exitCode == 0, "\(run.errorOutput)")
    var options = RealServer.Options()
    options.arguments = ["--appendonly", "yes"]
    for name in try FileManager.default.contentsOfDirectory(atPath: history.path) {
      options.files["appendonlydir/" + name] = history.folder.bytes("appendonlydir/" + name)
    }
    let server = try RealServer.running(kind, options)
    defer { server.stop() }
    if let expected = history.digests[second] { #expect(try server.digest() == expected) }
    let client = try server.connect()
    for _ in 0..<3 {
      try client.send("SET", "more", "x")
      try client.send("BGREWRITEAOF")
      try Self.waitForRewrite(client)
    }
    usleep(300_000)
    let directory = server.directory.path("appendonlydir")
    try FileManager.default.removeItem(atPath: directory + "/appendonly.aof.manifest")
    try FileManager.default.moveItem(atPath: directory + "/appendonly.aof.manifest.bak", toPath: directory + "/appendonly.aof.manifest")
    #expect(try Self.digest(directory, kind, "backup") == before)
  }
}
