import RDBFormats
import RDBTestSupport
import Testing

/// The command table and the judgement of arguments against live servers.
@Suite(.serialized) struct CommandServerTests {
  private let table = CommandTable.shared

  @Test(.needsAnyServer, arguments: ServerKind.usable)
  func `names and arities are those that COMMAND gives`(kind: ServerKind) throws {
    var options = RealServer.Options()
    options.loadsModules = true
    let server = try RealServer.running(kind, options)
    defer { server.stop() }
    let version = try ServerVersion(kind.name)
    var wrong: [String] = []
    var names: Set<String> = []
    func compare(_ row: RESPValue) {
      guard let name = row.elements.first?.text?.uppercased(), case .integer(let arity)? = row.elements.dropFirst().first else { return }
      // Not commands: they end an HTTP request.
      if name == "POST" || name == "HOST:" { return }
      names.insert(name)
      if let id = table.lookup(name) {
        let command = table[id]
        if command.arity(in: version) != arity { wrong.append("\(name): arity \(arity), ours \(command.arity(in: version))") }
        if command.module == nil, !command.availability.includes(version) { wrong.append("\(name): known to the server, not by our table") }
        let flags = row.elements.dropFirst(2).first?.elements.compactMap(\.text) ?? []
        if flags.contains("write") != command.flags.contains(.write), !command.flags.contains(.container) { wrong.append("\(name): write flag") }
      } else {
        wrong.append("\(name): not in the table")
      }
      if row.elements.count > 9 { row.elements[9].elements.forEach(compare) }
    }
    try server.connect().send("COMMAND").elements.forEach(compare)
    for command in table.all where command.module == nil && command.availability.includes(version) {
      // 6.2 does not list subcommands.
      if command.name.contains("|"), !version.isModern { continue }
      if !names.contains(command.name) { wrong.append("\(command.name): ours, not the server's") }
    }
    if !wrong.isEmpty { Issue.record("\(kind):\n\(wrong.joined(separator: "\n"))") }
  }

  @Test(.needsAnyServer, arguments: ServerKind.usable)
  func `keys are those of COMMAND GETKEYS`(kind: ServerKind) throws {
    let server = try RealServer.running(kind)
    defer { server.stop() }
    let client = try server.connect()
    let judge = CommandJudge(try ServerVersion(kind.name))
    var wrong: [String] = []
    for line in CommandSamples.lines {
      let words = CommandWords(line)
      guard let id = table.lookup(words.argument(0).prefix), judge.judge(words) == .runs else { continue }
      let reply = try client.send([[UInt8]("COMMAND".utf8), [UInt8]("GETKEYS".utf8)] + words.words)
      guard case .array(let keys) = reply else { continue }
      let target = table[id].flags.contains(.container) ? table.lookup(id, subcommand: words.argument(1).prefix) ?? id : id
      var ours: [[UInt8]] = []
      table.forEachKey(of: target, in: words) { at, _ in ours.append(words.words[at]) }
      let theirs = keys.compactMap(\.text).sorted()
      if ours.map({ String(decoding: $0, as: UTF8.self) }).sorted() != theirs { wrong.append("\(line): \(theirs), ours \(ours.count)") }
    }
    if !wrong.isEmpty { Issue.record("\(kind):\n\(wrong.joined(separator: "\n"))") }
  }

  /// What an error says that needs no data to be seen; nil for the others, `.some(nil)` for one without a class of its own.
  private func reason(_ error: String) -> ArgumentProblem.Reason?? {
    if ["no such key", "WRONGTYPE", "NOGROUP", "BUSYGROUP", "equal or smaller", "is smaller than", "requires the key", "could not decode requested zset member", "does not exist", "index out of range", "hash value is not", "increment or decrement would overflow"].contains(where: error.contains) { return nil }
    if error.contains("not an integer") { return .some(.notAnInteger) }
    if error.contains("not a valid float") || error.contains("not a float") { return .some(.notAFloat) }
    if error.contains("syntax error") || error.contains("compatible") { return .some(.syntax) }
    if error.contains("Invalid stream ID") { return .some(.invalidStreamID) }
    if error.contains("checksum") { return .some(.badPayload) }
    return .some(nil)
  }

  @Test(.needsAnyServer, arguments: ServerKind.usable)
  func `arguments are judged as the server judges them`(kind: ServerKind) throws {
    let server = try RealServer.running(kind)
    defer { server.stop() }
    let client = try server.connect()
    let judge = CommandJudge(try ServerVersion(kind.name))
    let setup = CommandSamples.setup.map(CommandWords.split)
    var wrong: [String] = []
    for line in CommandSamples.lines {
      let words = CommandWords(line)
      let reply = try client.pipeline([CommandWords.split("SELECT 0")] + setup + [words.words]).last ?? .null
      let verdict = judge.judge(words)
      let agrees: Bool
      var error: String?
      if case .error(let text) = reply { error = text }
      switch verdict {
      case .runs: agrees = error.map { reason($0) == nil } ?? true
      case .fails(let problem):
        guard let error, !error.contains("unknown command") else { agrees = false; break }
        switch reason(error) {
        case .none: agrees = false
        case .some(nil): agrees = true
        case .some(let theirs?): agrees = theirs == problem.reason
        }
      case .unknown, .needsModule: agrees = error?.contains("unknown command") == true
      case .unknownSubcommand: agrees = error?.lowercased().contains("unknown subcommand") == true
      case .wrongNumberOfArguments, .ignoresArguments: agrees = error?.contains("wrong number of arguments") == true
      case .stopsServer: agrees = false
      }
      if !agrees { wrong.append("\(line): \(error ?? "runs"), ours \(verdict)") }
    }
    if !wrong.isEmpty { Issue.record("\(kind): \(wrong.count) of \(CommandSamples.lines.count)\n\(wrong.joined(separator: "\n"))") }
  }

  /// Whether the words can be sent to a server whose answer only their form decides, and soon.
  private func isPlain(_ name: String) -> Bool {
    !["EVAL", "EVALSHA", "FCALL", "FUNCTION", "RESTORE", "NOSUCH", "SUBSTR", "XACK", "XACKDEL", "MOVE", "SETRANGE"].contains(name) && (!name.hasPrefix("B") || name.hasPrefix("BIT"))
      && !name.hasPrefix("XREAD")
  }

  @Test(.needsAnyServer, arguments: ServerKind.usable)
  func `arguments that changed at random are judged as the server judges them`(kind: ServerKind) throws {
    let server = try RealServer.running(kind)
    defer { server.stop() }
    let client = try server.connect()
    let judge = CommandJudge(try ServerVersion(kind.name))
    let setup = CommandSamples.setup.map(CommandWords.split)
    var random = SeededGenerator(seed: 7)
    let vocabulary = [
      "0", "1", "2", "-1", "", "x", "1.5", "inf", "nan", "-", "+", "*", "$", "~", "=", "5-1", "6-*", "NX", "XX", "GT", "LT", "CH", "INCR", "EX", "PX",
      "KEEPTTL", "PERSIST", "FIELDS", "COUNT", "LIMIT", "LEFT", "RIGHT", "MIN", "MAX", "STORE", "WEIGHTS", "AGGREGATE", "BYSCORE", "BYLEX", "REV", "MAXLEN",
      "MINID", "NOMKSTREAM", "JUSTID", "FORCE", "ANY", "ASC", "km", "GET", "REPLACE", "DB", "9223372036854775807", "-9223372036854775808", "0x1", "1e3",
      "(1", "[a", "u8", "#1", "KEEPREF", "ACKED", "IDS", "18446744073709551615-0",
    ]
    var wrong: [String] = []
    for line in (0..<5).flatMap({ _ in CommandSamples.lines }) {
      var words = CommandWords.split(line)
      guard words.count > 1, isPlain(line.split(separator: " ").first.map(String.init) ?? "") else { continue }
      let original = CommandWords(words)
      var free = Array(1..<words.count)
      if let id = table.lookup(original.argument(0).prefix) {
        let isContainer = table[id].flags.contains(.container)
        let target = isContainer ? table.lookup(id, subcommand: original.argument(1).prefix) ?? id : id
        if isContainer { free.removeFirst() }
        table.forEachKey(of: target, in: original) { at, _ in free.removeAll { $0 == at } }
      }
      guard let at = free.randomElement(using: &random), let word = vocabulary.randomElement(using: &random) else { continue }
      switch Int.random(in: 0..<5, using: &random) {
      case 0: words.insert([UInt8](word.utf8), at: at)
      case 1: words.remove(at: at)
      default: words[at] = [UInt8](word.utf8)
      }
      let changed = CommandWords(words)
      let reply: RESPValue
      do {
        reply = try client.pipeline([CommandWords.split("SELECT 0")] + setup + [words]).last ?? .null
      } catch {
        throw TestSupportError("after \(words.map { String(decoding: $0, as: UTF8.self) }): \(error)")
      }
      let verdict = judge.judge(changed)
      var error: String?
      if case .error(let text) = reply { error = text }
      if let error, reason(error) == nil { continue }
      if (error == nil) != (verdict == .runs) {
        wrong.append("\(words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")): \(error ?? "runs"), ours \(verdict)")
      }
    }
    if !wrong.isEmpty { Issue.record("\(kind): \(wrong.count)\n\(wrong.joined(separator: "\n"))") }
  }

  @Test(.needsAnyServer, arguments: ServerKind.usable)
  func `a dumped value may be restored, with another checksum it may not`(kind: ServerKind) throws {
    let server = try RealServer.running(kind)
    defer { server.stop() }
    let client = try server.connect()
    let judge = CommandJudge(try ServerVersion(kind.name))
    try client.send("SET", "s", "value")
    guard case .bulk(var payload) = try client.send("DUMP", "s") else { throw TestSupportError("no DUMP") }
    func restore() -> [[UInt8]] { CommandWords.split("RESTORE r 0") + [payload] }
    #expect(judge.judge(CommandWords(restore())) == .runs)
    #expect(try client.send(restore()) == .status("OK"))
    payload[0] ^= 1
    #expect(judge.judge(CommandWords(restore())) == .fails(ArgumentProblem(reason: .badPayload, argument: 3)))
    guard case .error = try client.send(restore()) else { throw TestSupportError("\(kind) took a wrong checksum") }
  }

  @Test(.needsAnyServer, arguments: ServerKind.usable.filter { $0 != .redis6_2 })
  func `the first line of a library is judged as the server judges it`(kind: ServerKind) throws {
    let server = try RealServer.running(kind)
    defer { server.stop() }
    let client = try server.connect()
    let judge = CommandJudge(try ServerVersion(kind.name))
    let body = "\nredis.register_function('f', function() return 1 end)"
    for line in ["#!lua name=a", "#!lua", "#!lua name=", "#!lua name=a name=b", "#!lua nome=a", "#!js name=a", "lua name=a", "#!LUA name=a_1", "#! lua name=a", "#!lua name=a-b"] {
      let words = [[UInt8]("FUNCTION".utf8), [UInt8]("LOAD".utf8), [UInt8]("REPLACE".utf8), [UInt8]((line + body).utf8)]
      try client.send("FUNCTION", "FLUSH")
      let reply = try client.send(words)
      var isLoaded = true
      if case .error = reply { isLoaded = false }
      #expect((judge.judge(CommandWords(words)) == .runs) == isLoaded, "\(line): \(reply)")
    }
  }
}
