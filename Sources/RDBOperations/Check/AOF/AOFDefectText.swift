import RDBFormats

/// Findings among the commands of an AOF, in words.
enum AOFDefectText {
  /// - Parameters:
  ///   - effect: what it does to those that decide.
  ///   - servers: who those are.
  ///   - indexes: their places among the judges of the check.
  ///   - isLast: whether the file is the last one that is loaded.
  static func defect(_ finding: AOFFinding, _ effect: Effect, _ servers: [ServerVersion], _ indexes: [Int], isLast: Bool) -> Defect {
    var severity: Defect.Severity = effect >= .damaged ? .error : effect == .warning ? .warning : .note
    let (code, message, hint) = words(finding, effect, servers, indexes, isLast: isLast, &severity)
    return Defect(
      code: code, severity: severity, offset: finding.offset, innerOffset: nil, database: finding.database.map { UInt64(clamping: $0) },
      key: finding.key, encoding: nil, message: message, hint: hint)
  }

  static func unsupported(_ what: String, at offset: Int, _ server: ServerVersion) -> Defect {
    Defect(
      code: "server.unsupported", severity: .error, offset: offset, innerOffset: nil, database: nil, key: nil, encoding: nil,
      message: "\(what): \(server.name) does not read it", hint: "load it into a server named under \"loads\"")
  }

  private static let repairs = "`rdbtool repair AOF -o OUT` keeps every whole command"

  private static func words(
    _ finding: AOFFinding, _ effect: Effect, _ servers: [ServerVersion], _ indexes: [Int], isLast: Bool, _ severity: inout Defect.Severity
  ) -> (String, String, String?) {
    switch finding.kind {
    case .malformed(let fault): return malformed(fault)
    case .torn(let fault, let openSince, let swallows): return torn(fault, openSince, swallows, effect, servers, isLast: isLast, &severity)
    case .swallowed: return ("aof.swallowed", "a wounded length in the command before made it swallow the commands from here on", repairs)
    case .command(let name, let verdicts): return command(name, indexes.compactMap { $0 < verdicts.count ? verdicts[$0] : nil })
    case .databaseNumber(let number):
      return (
        "aof.database", "SELECT \(number): a server with fewer databases ignores it, and what follows lands in the database before",
        number < Int64(Int32.max) ? "start the server with `databases \(number + 1)` or more" : nil
      )
    case .execWithoutMulti: return ("aof.exec-without-multi", "EXEC without MULTI: servers ignore it, but is a MULTI lost?", nil)
    case .nestedMulti: return ("aof.nested-multi", "MULTI in a transaction: servers ignore it, but is an EXEC lost?", nil)
    case .discardExecuted:
      return ("aof.discard", "DISCARD in a transaction that this EXEC ends: servers crash on it while they load", "remove the transaction, or the DISCARD")
    case .unfinishedMulti(let count):
      let commands = "\(grouped(count)) command\(count == 1 ? "" : "s")"
      return isLast
        ? (
          "aof.multi-unfinished", "the file ends in a transaction that begins here: servers cut it off with the \(commands) in it",
          "was EXEC never written, or is it lost in the middle? \(repairs)"
        )
        : ("aof.multi-unfinished", "the file ends in a transaction that begins here (\(commands)), and is not the last one: servers do not start", repairs)
    case .timestampBackwards(let from, let to):
      return ("aof.timestamp-backwards", "a timestamp of \(to) behind one of \(from): recovery to a moment between them ends at the first above it", nil)
    case .timestampUnreadable(let text): return ("aof.timestamp", "a timestamp that is no number: \(KeyText(text))", "`redis-check-aof --truncate-to-timestamp` gives up on it")
    case .timestampInMulti: return ("aof.timestamp-in-multi", "a timestamp in a transaction: cutting there would halve it", nil)
    case .otherAnnotation(let text): return ("aof.annotation", "an annotation that is no timestamp: \(KeyText(text))", nil)
    case .longAnnotation: return ("aof.annotation-long", "a line over 1023 bytes: servers take what is behind them for a command", "remove the line")
    case .tolerance(let kind): return ("aof.spelling", spelling(kind) + ": servers read it, redis-check-aof does not", nil)
    }
  }

  private static func malformed(_ fault: AOFFault) -> (String, String, String?) {
    let start = fault.offset == fault.position ? "" : " in the command at byte \(grouped(UInt64(max(0, fault.offset))))"
    switch fault.kind {
    case .zeros(let count, let reachesEnd):
      return reachesEnd
        ? ("aof.zeros", "\(grouped(count)) zero bytes up to the end\(start), as a file system leaves after a power loss: servers do not start on them", "Redis 8.4 and newer cut them with `aof-load-corrupt-tail-max-size`; `rdbtool repair AOF -o OUT` does for all")
        : ("aof.zeros", "\(grouped(count)) zero bytes\(start): a block of the file is lost", repairs)
    case .unexpectedByte(let byte): return ("aof.garbage", "byte \(KeyText([byte])) where a command begins with \"*\"", repairs)
    case .argumentCount(let count): return ("aof.argument-count", "a command of \(count) arguments", repairs)
    case .argumentMarker(let byte, let present):
      return ("aof.argument", "byte \(KeyText([byte])) where argument \(present) begins with \"$\"\(start): its number of arguments, or a length before, is wrong", repairs)
    case .argumentLength(let length): return ("aof.argument-length", "an argument of \(length) bytes\(start): servers crash on it", repairs)
    case .headerCut, .argumentCut, .terminatorCut, .argumentsMissing, .annotationCut: return ("aof.truncated", cut(fault), repairs)
    }
  }

  private static func cut(_ fault: AOFFault) -> String {
    switch fault.kind {
    case .argumentCut(let declared, let available):
      "the file ends in an argument of \(grouped(declared)) bytes, of which \(grouped(available)) are there"
    case .argumentsMissing(let present, let declared): "the file ends behind \(grouped(UInt64(max(0, present)))) of a command's \(grouped(UInt64(max(0, declared)))) arguments"
    case .terminatorCut: "the file ends in front of the line end of an argument"
    case .annotationCut: "the file ends in an annotation"
    default: "the file ends in the first bytes of a command or argument"
    }
  }

  private static func torn(
    _ fault: AOFFault, _ openSince: Int?, _ swallows: Bool, _ effect: Effect, _ servers: [ServerVersion], isLast: Bool,
    _ severity: inout Defect.Severity
  ) -> (String, String, String?) {
    if case .annotationCut = fault.kind {
      return isLast
        ? (
          "aof.annotation-cut", "the file ends in an annotation: servers load it, glue the next write to it, and do not start the time after",
          "cut the file at byte \(fault.offset) before a server writes to it; `rdbtool repair AOF -o OUT` does"
        )
        : ("aof.annotation-cut", "the file ends in an annotation: nothing is lost", nil)
    }
    guard isLast else { return ("aof.truncated", cut(fault) + ", and it is not the last one: servers do not start", repairs) }
    if swallows {
      return (
        "aof.truncated", cut(fault) + ", and whole commands are among them: a wounded length, where servers cut off all that follows",
        repairs
      )
    }
    if effect == .refused { return ("aof.truncated", cut(fault) + ": servers crash for want of memory", repairs) }
    if let openSince, servers.contains(where: { !$0.isValkey(9, 1) }) {
      return (
        "aof.multi-torn",
        cut(fault) + ", within the transaction at byte \(grouped(UInt64(max(0, openSince)))): Redis cuts the half command but leaves the MULTI open, and everything it writes from then on is lost at the next start",
        "cut the file at byte \(openSince) before a server writes to it; `rdbtool repair AOF -o OUT` does"
      )
    }
    severity = .warning
    return (
      "aof.truncated", cut(fault) + ": recoverable, servers cut it off at byte \(grouped(UInt64(max(0, openSince ?? fault.offset)))) (`aof-load-truncated yes`, the default)",
      "was it copied while the server wrote? Then nothing else is lost"
    )
  }

  private static func command(_ name: [UInt8], _ verdicts: [CommandVerdict]) -> (String, String, String?) {
    let worst = verdicts.first { !$0.letsServerStart } ?? verdicts.first { if case .fails = $0 { true } else { false } } ?? verdicts.first { $0 != .runs } ?? .runs
    let text = worst.text(name)
    switch worst {
    case .runs: return ("command.odd", text, nil)
    case .ignoresArguments: return ("command.surplus", text + ": Redis ignores those that are too many, Valkey does not start", nil)
    case .fails: return ("command.arguments", text + ": servers ignore the command, so that the data is not what was written", repairs)
    case .unknown: return ("command.unknown", text + ": servers do not start on it", "a server named under \"loads\" knows it; if there is none, \(repairs)")
    case .unknownSubcommand: return ("command.unknown", text + ": servers do not start on it", nil)
    case .needsModule(let module): return ("command.module", text, "start the server with module \(module) loaded")
    case .wrongNumberOfArguments: return ("command.arity", text + ": Redis crashes on it, Valkey does not start", repairs)
    case .stopsServer: return ("command.stops-server", text, repairs)
    }
  }

  private static func spelling(_ kind: AOFTolerance.Kind) -> String {
    switch kind {
    case .bareLineFeed: "a line that ends with LF alone"
    case .numberSpelling: "blanks, a sign or zeros in front of a number"
    case .textAfterNumber: "something between a number and its line end"
    case .numberMissing: "a header without a number, which counts as 0"
    case .longLine: "a line over 1023 bytes"
    case .argumentTerminator: "other bytes than CR LF behind an argument, so that its length may be wrong"
    }
  }
}
