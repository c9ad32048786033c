import RDBFormats

/// AOFs and their manifests.
enum AOFEntries {
  /// What a scan tells, in a form that can be compared and checked.
  private struct Listener: AOFVisitor, ~Copyable {
    var events: [String] = []
    var end = 0
    var problem: String?
    var state = AOFTransactionState()

    mutating func command(_ command: borrowing AOFCommand) -> Bool {
      take(command.offset, command.byteCount)
      var sum: UInt64 = 0
      var count = 0
      var present = 0
      var arguments = command.arguments
      while let argument = arguments.next() {
        if count == 0, !argument.bytes.elementsEqual(command.name) { problem = "a name that is not the first argument" }
        for byte in argument.bytes { sum = sum &* 31 &+ UInt64(byte) }
        sum &+= argument.byteCount
        present += argument.bytes.count
        count += 1
      }
      if command.isWhole, count != command.argumentCount { problem = "\(count) of \(command.argumentCount) arguments" }
      if command.isWhole, present >= command.byteCount { problem = "more bytes in arguments than in the command" }
      _ = state.command(command)
      if let open = state.openSince, open > command.offset { problem = "a transaction from the future" }
      events.append("\(command.offset) \(command.byteCount) \(command.isWhole) \(command.isRegular) \(sum)")
      return true
    }

    mutating func annotation(_ annotation: borrowing AOFAnnotation) {
      take(annotation.offset, annotation.byteCount)
      state.annotation(at: annotation.offset)
      events.append("# \(annotation.offset) \(annotation.byteCount) \(annotation.timestamp ?? -1)")
    }

    mutating func tolerance(_ tolerance: AOFTolerance) {
      if tolerance.offset < end { problem = "a tolerance in what is past" }
      events.append("\(tolerance.kind) \(tolerance.offset)")
    }

    private mutating func take(_ offset: Int, _ byteCount: Int) {
      if offset != end { problem = "from \(end) to \(offset)" }
      if byteCount < 1 { problem = "nothing at \(offset)" }
      end = offset + byteCount
    }
  }

  /// One big window and small ones in pieces must tell the same, without gaps.
  static func scan(_ bytes: [UInt8]) -> String? {
    var first: (events: [String], ending: AOFEnding)?
    for (window, piece) in [(1 << 16, Int.max), (64, 1 + bytes.count % 97), (1000, 333)] {
      var scanner = AOFScanner(ArraySource(bytes, pieceByteCount: piece), windowByteCount: window, wholeByteCount: 2048)
      var listener = Listener()
      let ending = scanner.scan(&listener)
      if let problem = listener.problem { return problem }
      switch ending {
      case .complete(let offset): if offset != bytes.count || listener.end != offset { return "complete at \(offset) of \(bytes.count)" }
      case .torn(let fault), .malformed(let fault):
        if fault.offset != listener.end || fault.position < fault.offset || fault.position > bytes.count { return "a fault at \(fault)" }
      case .stopped, .inputFailed: return "\(ending)"
      }
      if let first, first.events != listener.events || first.ending != ending { return "windows of \(window) differ: \(first.ending), \(ending)" }
      first = (listener.events, ending)
    }
    return nil
  }

  /// Going on behind every fault comes to an end.
  static func resynchronize(_ bytes: [UInt8]) -> String? {
    var scanner = AOFScanner(
      ArraySource(bytes), windowByteCount: 1 << 10, wholeByteCount: 2048,
      reopen: bytes.count % 2 == 0 ? { ArraySource(Array(bytes[min($0, bytes.count)...])) } : nil)
    var last = -1
    for _ in 0...bytes.count {
      var listener = Listener()
      listener.end = scanner.offset
      switch scanner.scan(&listener) {
      case .complete: return listener.problem
      case .torn, .malformed: break
      case .stopped(let offset), .inputFailed(let offset): return "stopped at \(offset)"
      }
      if let problem = listener.problem { return problem }
      guard let offset = scanner.resynchronize() else { return nil }
      if offset <= last || offset >= bytes.count || bytes[offset] != 0x2A && bytes[offset] != 0x23 { return "went on at \(offset) after \(last)" }
      last = offset
    }
    return "never ends"
  }

  /// What is written of a manifest is read the same.
  static func manifest(_ bytes: [UInt8]) -> String? {
    let manifest = AOFManifest(parsing: bytes)
    for problem in manifest.problems where problem.line < 1 || problem.offset > bytes.count { return "a problem at line \(problem.line)" }
    for entry in manifest.entries where !AOFManifestEntry.isFileName(entry.name) { return "a name that is a path" }
    let text = manifest.text
    let again = AOFManifest(parsing: text)
    let isLong = text.split(separator: 0x0A).contains { $0.count >= AOFManifest.maximumLineByteCount }
    if !isLong, again.text != text { return "written \(String(decoding: text, as: UTF8.self)), read \(String(decoding: again.text, as: UTF8.self))" }
    if manifest.isAccepted, !isLong, !manifest.entries.isEmpty, !again.isAccepted, !again.problems.allSatisfy({ !$0.kind.isRefused }) {
      return "an accepted manifest is written as a refused one"
    }
    return nil
  }

  /// What a salvage keeps is sound to another salvage, which keeps all of it.
  static func salvage(_ bytes: [UInt8]) -> String? {
    do {
      let (plan, output) = try salvaged(bytes)
      var scanner = AOFScanner(ArraySource(output), windowByteCount: 1 << 10, wholeByteCount: 2048)
      var listener = Listener()
      guard case .complete = scanner.scan(&listener) else { return "what was kept does not scan" }
      if listener.state.isOpen { return "what was kept ends in a transaction" }
      for range in plan.leftOut(of: 0..<bytes.count) where range.lowerBound < 0 || range.upperBound > bytes.count { return "left out \(range)" }
      let (again, second) = try salvaged(output)
      if second != output { return "of \(output.count) bytes that were kept, \(second.count) are kept again: \(again.losses.prefix(2))" }
    } catch {
      return "\(error)"
    }
    return nil
  }

  private static let judges = AOFJudges(target: nil)

  private static func salvaged(_ bytes: [UInt8]) throws -> (AOFSalvagePlan, [UInt8]) {
    let plan = try AOFSalvage(MemoryBytes(bytes), from: 0, judges: judges).run()
    var output: [UInt8] = []
    for step in plan.steps {
      switch step {
      case .copy(let range): output += bytes[range]
      case .insert(let bytes, _): output += bytes
      }
    }
    return (plan, output)
  }
}
