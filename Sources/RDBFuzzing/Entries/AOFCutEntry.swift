import RDBFormats

/// Where an AOF would be cut.
enum AOFCutEntry {
  /// What is kept is whole, ends where it says, and with what goes makes up everything.
  static func run(_ bytes: [UInt8]) -> String? {
    let middle = bytes.count / 2
    let seconds = Int64(truncatingIfNeeded: bytes.reduce(1_700_000_000) { $0 &+ UInt64($1 & 1) })
    for criterion in [AOFCutFinder.Criterion.offset(middle), .offset(bytes.count), .after(seconds: seconds), .after(seconds: 0), .none] {
      var finder = AOFCutFinder(criterion)
      finder.beginFile()
      var scanner = AOFScanner(ArraySource(bytes, pieceByteCount: 1 + bytes.count % 97), windowByteCount: 64, wholeByteCount: 2048)
      let ending = finder.search(&scanner)
      let cut = finder.cut ?? finder.lastBoundary(ending)
      guard (0...bytes.count).contains(cut.offset) else { return "cut at \(cut.offset) of \(bytes.count)" }
      if case .offset(let limit) = criterion, cut.offset > limit { return "cut at \(cut.offset), over \(limit)" }
      var kept = AOFCutFinder(.none)
      kept.beginFile()
      var again = AOFScanner(ArraySource(Array(bytes[..<cut.offset])))
      let end = kept.search(&again)
      guard case .complete(cut.offset) = end, kept.lastBoundary(end).offset == cut.offset else { return "what is kept ends with \(end)" }
      if kept.now.commandCount != cut.commandCount || kept.now.transactionCount != cut.transactionCount { return "kept \(kept.now), not \(cut)" }
      var loss = AOFLossTally(after: cut.seconds)
      var rest = AOFScanner(ArraySource(Array(bytes[cut.offset...])), baseOffset: cut.offset)
      if !loss.count(&rest) { return "what goes cannot be read" }
    }
    return nil
  }
}
