import Foundation
import RDBFiles
import RDBFormats
import RDBOperations
import RDBTestSupport
import Testing

/// Where the cut is, against a slow twin; what is refused.
@Suite struct TruncateOperationTests {
  private let folder: TemporaryDirectory
  init() throws { folder = try TemporaryDirectory("truncate") }

  private static let start: Int64 = 1_700_000_000

  /// One file, or a set of them with a base in front.
  private func write(_ files: [[UInt8]], _ name: String) throws -> String {
    if files.count == 1 { return try folder.write(files[0], to: name) }
    var manifest = ""
    for (index, bytes) in files.enumerated() {
      let file = index == 0 ? "a.1.base.aof" : "a.\(index).incr.aof"
      manifest += "file \(file) seq \(max(1, index)) type \(index == 0 ? "b" : "i")\n"
      try folder.write(bytes, to: name + "/" + file)
    }
    try folder.write(Array(manifest.utf8), to: name + "/a.manifest")
    return folder.path(name)
  }

  private func run(_ path: String, _ request: TruncateRequest, to name: String) throws -> (TruncatePlan, TruncateOperation.Result) {
    let input = try TruncateInput(path, temporaryDirectory: folder.path)
    let destination = TruncateOperation.Destination.path(folder.path(name), replacing: false)
    let plan = try TruncateOperation.plan(input, request, destination)
    return (plan, try TruncateOperation.carryOut(plan, destination))
  }

  private func problem(_ path: String, _ request: TruncateRequest) -> String? {
    do {
      _ = try run(path, request, to: "never")
      return nil
    } catch let error as TruncateError {
      #expect(!FileManager.default.fileExists(atPath: folder.path("never")))
      switch error {
      case .refused(let sentence): return "refused " + sentence
      case .damaged(let sentence): return "damaged " + sentence
      case .sink(let error): return "sink \(error)"
      }
    } catch {
      return "\(error)"
    }
  }

  /// The files of a result, the same as those of the slow twin.
  private func compare(_ cut: SlowCut?, _ files: [AOFSample], _ path: String, _ request: TruncateRequest, _ label: String) throws {
    let total = files.reduce(0) { $0 + $1.units.reduce(0) { $0 + $1.commands.count } }
    guard let cut else {
      #expect(problem(path, request)?.hasPrefix("refused ") == true, "\(label)")
      return
    }
    let (plan, result) = try run(path, request, to: "out")
    defer { try? FileManager.default.removeItem(atPath: folder.path("out")) }
    #expect(plan.cut.commandCount == UInt64(cut.commandCount), "\(label)")
    #expect(result.loss.commandCount == UInt64(total - cut.commandCount), "\(label)")
    if files.count == 1 {
      #expect(folder.bytes("out") == Array(files[0].bytes.prefix(cut.kept[0] ?? 0)), "\(label)")
      return
    }
    for (index, kept) in cut.kept.enumerated() {
      let name = index == 0 ? "a.1.base.aof" : "a.\(index).incr.aof"
      #expect(folder.bytes("out/" + name) == kept.map { Array(files[index].bytes.prefix($0)) }, "\(label) \(name)")
    }
    let manifest = String(decoding: folder.bytes("out/a.manifest") ?? [], as: UTF8.self)
    #expect(manifest.split(separator: "\n").count == cut.kept.compactMap { $0 }.count, "\(label)")
  }

  @Test(arguments: 1...60 as ClosedRange<UInt64>)
  func `the cut is where the slow twin has it`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var second = Self.start
    let files = (0..<1 + random.below(4)).map { _ in AOFSample(&random, count: random.below(25), second: &second) }
    let path = try write(files.map(\.bytes), "in")
    if files.count == 1, files[0].units.isEmpty { return }
    let stamps = files.flatMap { $0.units.flatMap(\.timestamps) }
    for limit in (stamps.min() ?? Self.start) - 1...(stamps.max() ?? Self.start) + 1 {
      var cut = SlowCut.after(limit, files)
      // Nothing is left, or nothing tells the time.
      if cut?.kept.first == 0, stamps.contains(where: { $0 > limit }) { cut = nil }
      if stamps.isEmpty, files.contains(where: { !$0.units.isEmpty }) { cut = nil }
      try compare(cut, files, path, .time(seconds: limit), "seed \(seed) to \(limit)")
    }
    let last = files.last?.bytes.count ?? 0
    for offset in Set((0..<12).map { _ in random.below(last + 1) } + [0, last]) {
      try compare(SlowCut.at(offset, files), files, path, .offset(offset, file: nil), "seed \(seed) at \(offset)")
    }
    let globs: [(String, ([String]) -> Bool)] = [
      ("flush*", { $0[0] == "FLUSHALL" }), ("DEL k3", { $0 == ["del", "k3"] }), ("*k5*", { $0.contains("k5") }), ("MULTI", { $0 == ["MULTI"] }),
      ("nothing", { _ in false }),
    ]
    for (glob, fits) in globs {
      for isFirst in [true, false] {
        let request = TruncateRequest.command(glob: glob, isFirst ? .first : .last, sinceSeconds: nil)
        try compare(SlowCut.before(fits, first: isFirst, files), files, path, request, "seed \(seed) before \(glob) \(isFirst)")
      }
    }
  }

  private static func aof(_ lines: String...) -> [UInt8] {
    lines.flatMap { line in
      line.hasPrefix("#") ? Array((line + "\r\n").utf8) : RESPClient.encode(CommandWords.split(line))
    }
  }

  @Test(arguments: ["*3\r\n$3\r\nSE", "#TS:17", "*1\r\n$5\r\nMULTI\r\n*2\r\n$4\r\nINCR\r\n", "*1\r\n$5\r\nMULTI\r\n", "#TS:1700000001\r\n*1\r\n$5\r\nMULTI\r\n#TS:1700000001\r\n"])
  func `an end in the middle of something goes, whatever is asked for`(tail: String) throws {
    let whole = Self.aof("#TS:1700000000", "SET a 1", "MULTI", "SET b 1", "EXEC")
    let path = try write([whole + Array(tail.utf8)], "in")
    for (index, request) in [TruncateRequest.time(seconds: Self.start + 9), .offset(whole.count + tail.utf8.count, file: nil)].enumerated() {
      let (plan, _) = try run(path, request, to: "out\(index)")
      #expect(folder.bytes("out\(index)") == whole)
      #expect([.tornTail, .openTransaction].contains(plan.cause))
    }
  }

  @Test func `occurrences are counted over the whole set, from a time on where one is given`() throws {
    let path = try write([
      Self.aof("#TS:1700000000", "FLUSHALL", "SET a 1"), Self.aof("FLUSHALL ASYNC", "#TS:1700000005", "SET b 1", "MULTI", "FLUSHALL", "EXEC", "FLUSHDB"),
    ], "in")
    func cut(_ glob: String, _ which: TruncateRequest.Occurrence, _ since: Int64? = nil) throws -> String {
      let input = try TruncateInput(path, temporaryDirectory: folder.path)
      let plan = try TruncateOperation.plan(input, .command(glob: glob, which, sinceSeconds: since), .nowhere)
      return "\(plan.fileName) \(plan.cut.commandCount) \(plan.matchCount)"
    }
    #expect(try cut("FLUSHALL*", .first) == "a.1.base.aof 0 1")
    #expect(try cut("flushall*", .number(2)) == "a.1.base.aof 2 2")
    #expect(try cut("FlushAll*", .last) == "a.1.incr.aof 4 3")
    #expect(try cut("FLUSHALL", .number(2)) == "a.1.incr.aof 4 2")
    #expect(try cut("FLUSH*", .first, Self.start + 1) == "a.1.incr.aof 4 1")
    #expect(problem(path, .command(glob: "FLUSHALL*", .number(4), sinceSeconds: nil))?.contains("only 3 of 4 commands fit") == true)
    #expect(problem(path, .command(glob: "SET", .last, sinceSeconds: nil))?.contains("no command fits") == true)
  }

  @Test func `damage before the cut is refused with its place, damage behind it is not looked at`() throws {
    let first = Self.aof("#TS:1700000000", "SET a 1"), second = Self.aof("#TS:1700000005", "SET b 1")
    let path = try write([first + Array("garbage\r\n".utf8) + second], "in")
    #expect(problem(path, .time(seconds: Self.start))?.hasPrefix("damaged ") == true)
    #expect(problem(path, .offset(first.count + 20, file: nil))?.contains("at byte \(first.count)") == true)
    for (number, limit) in [0, 3, 9].enumerated() {
      #expect(try run(path, .offset(first.count + limit, file: nil), to: "before\(number)").0.cut.offset == first.count)
    }
    #expect(problem(path, .command(glob: "set b*", .last, sinceSeconds: nil))?.hasPrefix("damaged ") == true)
    #expect(try run(path, .command(glob: "set a*", .last, sinceSeconds: nil), to: "out1").1.loss.faultCount == 1)
    let (plan, result) = try run(path, .command(glob: "set a*", .first, sinceSeconds: nil), to: "out2")
    #expect(plan.cut.offset == 0)
    #expect(result.loss.commandCount == 2)
    // The same in a file of a set that is not the last: a torn one is no end there.
    let set = try write([first, second + Array("*2\r\n$3\r\nGE".utf8), Self.aof("#TS:1700000009", "DEL b")], "set")
    #expect(problem(set, .time(seconds: Self.start + 7))?.contains("a.1.incr.aof") == true)
    #expect(try run(set, .time(seconds: Self.start), to: "out3").0.fileName == "a.1.base.aof")
    #expect(try run(set, .offset(second.count, file: "a.1.incr.aof"), to: "out4").0.droppedFiles.map(\.name) == ["a.2.incr.aof"])
  }

  @Test func `a wounded length that swallows what follows is damage, no torn end`() throws {
    let first = Self.aof("#TS:1700000000", "SET a 1"), rest = Self.aof("#TS:1700000005", "SET b 1", "#TS:1700000009", "DEL b")
    let path = try write([first + Array("*2\r\n$3\r\nDEL\r\n$9999\r\nx\r\n".utf8) + rest], "in")
    #expect(problem(path, .time(seconds: Self.start + 20))?.contains("damaged at byte \(first.count)") == true)
    #expect(problem(path, .time(seconds: Self.start + 5))?.hasPrefix("damaged ") == true)
    #expect(problem(path, .command(glob: "del b", .last, sinceSeconds: nil))?.hasPrefix("damaged ") == true)
    #expect(problem(path, .command(glob: "del b", .first, sinceSeconds: nil))?.hasPrefix("damaged ") == true)
    #expect(problem(path, .offset(first.count + 80, file: nil))?.hasPrefix("damaged ") == true)
    #expect(try run(path, .offset(first.count + 3, file: nil), to: "out1").0.cut.offset == first.count)
    let (plan, result) = try run(path, .command(glob: "set a*", .last, sinceSeconds: nil), to: "out2")
    #expect(plan.cut.offset == 0)
    #expect(result.loss.commandCount == 3)
  }

  @Test func `what cannot be cut says why`() throws {
    let path = try write([Self.aof("SET a 1")], "in")
    #expect(problem(path, .time(seconds: Self.start))?.contains("aof-timestamp-enabled") == true)
    #expect(problem(path, .offset(99, file: nil))?.contains("outside") == true)
    #expect(problem(path, .offset(0, file: "x"))?.contains("no file x") == true)
    #expect(problem(folder.path("gone"), .time(seconds: 1))?.contains("no such file") == true)
    #expect(problem(try folder.write([], to: "empty"), .time(seconds: 1))?.contains("empty") == true)
    #expect(problem(Fixtures.path("demo/sound.rdb"), .time(seconds: Self.start))?.contains("without commands") == true)
    let set = try write([Self.aof("#TS:1700000000", "SET a 1"), Self.aof("SET b 1")], "set")
    try FileManager.default.removeItem(atPath: set + "/a.1.incr.aof")
    #expect(problem(set, .time(seconds: Self.start))?.contains("no such file") == true)
    try FileManager.default.removeItem(atPath: set + "/a.manifest")
    #expect(problem(set, .time(seconds: Self.start))?.hasPrefix("damaged ") == true)
  }

  /// An RDB with one key, written at a second.
  private func rdb(_ second: Int64, marked: Bool) -> [UInt8] {
    var file = RDBBuilder(version: 10)
    file.aux("redis-ver", "7.0.15")
    file.aux("ctime", "\(second)")
    file.aux(marked ? "aof-preamble" : "aof-base", "1")
    file.select(0)
    file.record(type: 0, key: "base", value: RDBBytes.string("1"))
    return file.finished(.right)
  }

  @Test(arguments: [true, false])
  func `an RDB in front stays whole, and a moment before it is refused`(marked: Bool) throws {
    let front = rdb(Self.start, marked: marked), tail = Self.aof("SET a 1", "#TS:1700000003", "SET b 1")
    let path = try write([front + tail], "in")
    #expect(problem(path, .time(seconds: Self.start - 1))?.contains("begins at 2023-11-14T22:13:20Z") == true)
    #expect(problem(path, .offset(20, file: nil))?.contains("inside the RDB") == true)
    for (index, (request, count)) in [
      (TruncateRequest.time(seconds: Self.start), Self.aof("SET a 1").count), (.offset(front.count, file: nil), 0),
      (.time(seconds: Self.start + 3), tail.count), (.command(glob: "set a*", .last, sinceSeconds: nil), 0),
    ].enumerated() {
      let (plan, _) = try run(path, request, to: "out\(index)")
      #expect(folder.bytes("out\(index)") == front + tail.prefix(count))
      #expect(plan.recoveredSeconds == (count == tail.count ? Self.start + 3 : Self.start))
    }
    let set = try write([front, tail], "set")
    #expect(try run(set, .command(glob: "set a*", .last, sinceSeconds: nil), to: "out9").0.fileName == "a.1.base.aof")
    #expect(folder.bytes("out9/a.1.base.aof") == front)
  }

  @Test func `what is compressed is cut as what is in it`() throws {
    let bytes = Self.aof("#TS:1700000000", "SET a 1", "#TS:1700000005", "SET b 1")
    let path = try folder.write(bytes, to: "in")
    let gzip = Process()
    gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    gzip.arguments = ["gzip", "-k", path]
    try gzip.run()
    gzip.waitUntilExit()
    _ = try run(path + ".gz", .time(seconds: Self.start), to: "out")
    #expect(folder.bytes("out") == Self.aof("#TS:1700000000", "SET a 1"))
    let input = try TruncateInput(path + ".gz", temporaryDirectory: folder.path)
    #expect(throws: TruncateError.self) { try TruncateOperation.plan(input, .time(seconds: Self.start), .inPlace) }
  }
}
