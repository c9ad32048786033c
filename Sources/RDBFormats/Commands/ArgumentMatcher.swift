/// Holds the arguments of one command against their shape; a few nanoseconds for the usual ones.
struct ArgumentMatcher<Arguments: CommandArguments & ~Copyable>: ~Copyable, ~Escapable {
  private let shapes: ArgumentShapes
  let version: ServerVersion
  let databaseCount: Int
  private var index: Int
  private let end: Int
  /// The first value that is wrong. Servers look at the words' order first and at values later, so a wrong order wins.
  private var problem: ArgumentProblem?
  private var lastCount = 0
  /// What the options were: one bit an option in the order of the shape.
  private var seen: UInt64 = 0
  private var optionsFrom = 0
  private var optionsTo = 0
  /// Whether a trim said `~`.
  var isApproximate = false
  private var repetitions = 0

  @_lifetime(immortal)
  init(_ shapes: ArgumentShapes, first: Int, count: Int, version: ServerVersion, databaseCount: Int) {
    self.shapes = shapes
    self.version = version
    self.databaseCount = databaseCount
    index = first
    end = count
  }

  /// - Returns: what a server would say, nil for nothing.
  @inline(__always)
  mutating func match(_ shape: Range<Int>, _ arguments: borrowing Arguments) -> ArgumentProblem? {
    do throws(ArgumentProblem) {
      try walk(shape, arguments)
      if index < end { throw ArgumentProblem(reason: .syntax, argument: index) }
    } catch {
      return error
    }
    return problem
  }

  private mutating func walk(_ range: Range<Int>, _ arguments: borrowing Arguments) throws(ArgumentProblem) {
    var at = range.lowerBound
    while at < range.upperBound {
      let node = shapes.nodes[at]
      at &+= 1
      switch node.operation {
      case .value:
        if index >= end, node.isOptional { continue }
        try value(node.kind, arguments)
      case .words:
        if index >= end, node.isOptional { continue }
        try word(node, arguments)
      case .options: if index < end { try options(node, arguments) } else { remember(node) }
      case .repeated: try repeated(node, arguments)
      case .whileValid: whileValid(node, arguments)
      case .counted: try counted(node, arguments)
      case .asMany: for _ in 0..<lastCount { try walk(Int(node.from)..<Int(node.to), arguments) }
      case .rule: try apply(node.rule, arguments)
      }
    }
  }

  private mutating func value(_ kind: ArgumentKind, _ arguments: borrowing Arguments) throws(ArgumentProblem) {
    guard index < end else { throw ArgumentProblem(reason: .syntax, argument: end) }
    if kind == .any {
      index &+= 1
      return
    }
    if kind == .trimCount || kind == .trimID {
      let mark = arguments.argument(index)
      if mark.size == 1, mark.prefix.first == UInt8(ascii: "~") || mark.prefix.first == UInt8(ascii: "=") {
        isApproximate = mark.prefix.first == UInt8(ascii: "~")
        index += 1
        guard index < end else { throw ArgumentProblem(reason: .syntax, argument: end) }
      }
    }
    if let reason = kind.reason(against: arguments.argument(index), version, databaseCount) {
      note(reason)
      // A word that is no option of XADD is taken for its id, and what follows is not looked at; so with HEXPIRE's time.
      if kind.isReadAtOnce(version), let problem { throw problem }
    }
    index &+= 1
  }

  /// The group `r`.
  private static var onePlace: UInt32 { 1 << UInt32(UInt8(ascii: "r") & 31) }

  private mutating func note(_ reason: ArgumentProblem.Reason) {
    if problem == nil { problem = ArgumentProblem(reason: reason, argument: index) }
  }

  private mutating func word(_ node: ArgumentShapes.Node, _ arguments: borrowing Arguments) throws(ArgumentProblem) {
    guard index < end, let word = Self.word(arguments.argument(index)) else { throw ArgumentProblem(reason: .syntax, argument: index) }
    for at in Int(node.from)..<Int(node.to)
    where shapes.words[at].word == word && shapes.words[at].availability.includes(version) {
      index += 1
      return
    }
    throw ArgumentProblem(reason: .syntax, argument: index)
  }

  private static func word(_ argument: (prefix: UnsafeRawBufferPointer, size: Int)) -> CommandWord? {
    argument.size <= 16 ? CommandWord(argument.prefix) : nil
  }

  private mutating func remember(_ node: ArgumentShapes.Node) {
    optionsFrom = Int(node.from)
    optionsTo = Int(node.to)
  }

  private mutating func options(_ node: ArgumentShapes.Node, _ arguments: borrowing Arguments) throws(ArgumentProblem) {
    remember(node)
    var seen: UInt64 = 0
    var groups: UInt32 = 0
    scan: while index < end, let word = Self.word(arguments.argument(index)) {
      for at in optionsFrom..<optionsTo where shapes.options[at].word == word && shapes.options[at].availability.includes(version) {
        let option = shapes.options[at]
        let bit: UInt64 = 1 << UInt64(truncatingIfNeeded: at &- optionsFrom)
        // Of these there is one place only: a second word is no option.
        if option.groups & Self.onePlace != 0, groups & Self.onePlace != 0 { break scan }
        if seen & bit != 0 ? option.isOnce : groups & option.groups != 0 { throw ArgumentProblem(reason: .syntax, argument: index) }
        // SET and its kin read the last one of equal options only.
        if seen & bit != 0, option.from < option.to, shapes.nodes[Int(option.from)].kind.isReadLast { problem = nil }
        seen |= bit
        groups |= option.groups
        index += 1
        if option.from < option.to { try walk(Int(option.from)..<Int(option.to), arguments) }
        continue scan
      }
      break
    }
    self.seen = seen
  }

  private mutating func repeated(_ node: ArgumentShapes.Node, _ arguments: borrowing Arguments) throws(ArgumentProblem) {
    let width = Int(node.to &- node.from)
    let available = end &- index &- Int(node.tail)
    guard available >= 0, available % width == 0, available / width >= Int(node.minimum) else {
      throw ArgumentProblem(reason: .syntax, argument: end)
    }
    repetitions = available / width
    if width == 1, shapes.nodes[Int(node.from)].kind == .any || width == 2 && shapes.nodes[Int(node.from)].kind == .any
      && shapes.nodes[Int(node.from) + 1].kind == .any
    {
      index += available
      return
    }
    for _ in 0..<repetitions { try walk(Int(node.from)..<Int(node.to), arguments) }
  }

  private mutating func whileValid(_ node: ArgumentShapes.Node, _ arguments: borrowing Arguments) {
    let kind = shapes.nodes[Int(node.from)].kind
    while index < end, kind.reason(against: arguments.argument(index), version, databaseCount) == nil { index += 1 }
  }

  private mutating func counted(_ node: ArgumentShapes.Node, _ arguments: borrowing Arguments) throws(ArgumentProblem) {
    guard index < end else { throw ArgumentProblem(reason: .syntax, argument: end) }
    guard let count = Decimal.canonicalInteger(arguments.argument(index).prefix) else {
      throw ArgumentProblem(reason: .notAnInteger, argument: index)
    }
    guard count >= Int64(node.minimum) else { throw ArgumentProblem(reason: .outOfRange, argument: index) }
    let width = Int64(node.to &- node.from)
    guard count <= Int64(end - index - 1) / max(1, width) else { throw ArgumentProblem(reason: .syntax, argument: index) }
    index += 1
    lastCount = Int(count)
    for _ in 0..<lastCount { try walk(Int(node.from)..<Int(node.to), arguments) }
  }

  /// Whether one of the options stood there.
  func has(_ name: StaticString) -> Bool {
    guard seen != 0, let word = CommandWord(UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)) else { return false }
    for at in optionsFrom..<optionsTo where shapes.options[at].word == word {
      return seen & 1 << UInt64(truncatingIfNeeded: at - optionsFrom) != 0
    }
    return false
  }

  private mutating func apply(_ rule: ArgumentRule, _ arguments: borrowing Arguments) throws(ArgumentProblem) {
    func refuse(_ reason: ArgumentProblem.Reason = .syntax, at argument: Int? = nil) -> ArgumentProblem {
      ArgumentProblem(reason: reason, argument: argument ?? end)
    }
    switch rule {
    case .none: break
    case .set:
      // NX with GET is allowed from 7.0 on.
      if seen != 0, has("GET"), has("NX"), version.family == .redis, version.major < 7 { throw refuse() }
    case .setrange:
      // 512 MiB is the longest string; an empty value is not looked at further.
      let size = arguments.argument(3).size
      if problem == nil, size > 0, let offset = Decimal.canonicalInteger(arguments.argument(2).prefix), offset > 536_870_912 - Int64(size) {
        problem = refuse(.outOfRange, at: 2)
      }
    case .bitop:
      let operation = arguments.argument(1).prefix
      if ArgumentText.equals(operation, "not"), end != 4 { throw refuse() }
      if end < 5, ["diff", "diff1", "andor"].contains(where: { ArgumentText.equals(operation, $0) }) { throw refuse() }
    case .bitfield: try bitfield(arguments)
    case .copy:
      let (source, target) = (arguments.argument(1), arguments.argument(2))
      if !has("DB"), source.size == target.size, source.size <= 64, source.prefix.elementsEqual(target.prefix) { throw refuse() }
    case .restore:
      let payload = arguments.argument(3)
      if problem == nil, payload.prefix.count == payload.size, !Payload.isSound(payload.prefix, version) { problem = refuse(.badPayload, at: 3) }
    case .zadd: if seen != 0, has("INCR"), repetitions > 1 { throw refuse() }
    case .zrangestore:
      let byLex = has("BYLEX")
      // The numbers of LIMIT are read before anyone asks what they limit.
      if problem == nil, has("LIMIT"), !byLex, !has("BYSCORE") { throw refuse() }
      let kind: ArgumentKind = byLex ? .lexBound : has("BYSCORE") ? .scoreBound : .int
      for at in 3...4 where problem == nil {
        if let reason = kind.reason(against: arguments.argument(at), version, databaseCount) { problem = refuse(reason, at: at) }
      }
    case .georadius:
      if has("ANY"), !has("COUNT") { throw refuse() }
      if has("STORE") || has("STOREDIST"), has("WITHDIST") || has("WITHHASH") || has("WITHCOORD") { throw refuse() }
    case .geosearchstore:
      if has("ANY"), !has("COUNT") { throw refuse() }
      if !(has("FROMMEMBER") || has("FROMLONLAT")) || !(has("BYRADIUS") || has("BYBOX")) { throw refuse() }
    case .trim: if has("LIMIT"), !isApproximate { throw refuse() }
    case .xtrim:
      if !has("MAXLEN"), !has("MINID") { throw refuse() }
      if has("LIMIT"), !isApproximate { throw refuse() }
    case .xreadgroup:
      if !has("GROUP") || repetitions == 0 || !repetitions.isMultiple(of: 2) { throw refuse() }
      for at in (end - repetitions / 2)..<end where problem == nil {
        let id = arguments.argument(at)
        if id.size == 1, id.prefix[0] == UInt8(ascii: ">") { continue }
        if let reason = ArgumentKind.streamID.reason(against: id, version, databaseCount) { problem = refuse(reason, at: at) }
      }
    case .functionload:
      let library = arguments.argument(end - 1).prefix
      // A first line that is longer than what is at hand is left alone.
      guard library.count == arguments.argument(end - 1).size || library.contains(UInt8(ascii: "\n")) else { break }
      if case .failure = FunctionLibrary.name(of: library) { problem = problem ?? refuse(.badPayload, at: end - 1) }
    case .functionrestore:
      let payload = arguments.argument(2)
      if payload.prefix.count == payload.size, !Payload.isSound(payload.prefix, version) { problem = problem ?? refuse(.badPayload, at: 2) }
    }
  }

  /// `GET type offset`, `SET type offset value`, `INCRBY type offset value`, `OVERFLOW WRAP|SAT|FAIL`.
  private mutating func bitfield(_ arguments: borrowing Arguments) throws(ArgumentProblem) {
    while index < end {
      let start = index
      func refuse(_ reason: ArgumentProblem.Reason) -> ArgumentProblem { ArgumentProblem(reason: reason, argument: start) }
      let name = arguments.argument(index).prefix
      if ArgumentText.equals(name, "overflow"), index + 1 < end {
        let how = arguments.argument(index + 1).prefix
        guard ["wrap", "sat", "fail"].contains(where: { ArgumentText.equals(how, $0) }) else { throw refuse(.syntax) }
        index += 2
        continue
      }
      let isGet = ArgumentText.equals(name, "get")
      let words = isGet ? 3 : 4
      guard isGet || ArgumentText.equals(name, "set") || ArgumentText.equals(name, "incrby"), index + words <= end else { throw refuse(.syntax) }
      let type = arguments.argument(index + 1).prefix
      let isSigned = type.first == UInt8(ascii: "i")
      guard isSigned || type.first == UInt8(ascii: "u"), type.count <= 4,
        let bits = Decimal.canonicalInteger(UnsafeRawBufferPointer(rebasing: type.dropFirst())), (1...(isSigned ? 64 : 63)).contains(bits)
      else { throw refuse(.syntax) }
      var offset = arguments.argument(index + 2).prefix
      let isScaled = offset.first == UInt8(ascii: "#")
      if isScaled { offset = UnsafeRawBufferPointer(rebasing: offset.dropFirst()) }
      guard let number = Decimal.canonicalInteger(offset), number >= 0 else { throw refuse(.notAnInteger) }
      let (position, overflow) = number.multipliedReportingOverflow(by: isScaled ? bits : 1)
      guard !overflow, position < 4_294_967_296 else { throw refuse(.notAnInteger) }
      if !isGet, Decimal.canonicalInteger(arguments.argument(index + 3).prefix) == nil { throw refuse(.notAnInteger) }
      index += words
    }
  }
}
