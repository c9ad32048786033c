/// One thread's share of checking an RDB.
package final class RecordChecker {
  private var visitor: CheckVisitor
  private var chunk: RecordChunk?

  /// - Parameters:
  ///   - isDeep: walk every value and look for duplicates; otherwise structure only.
  ///   - nowMilliseconds: what counts as expired.
  ///   - seed: the same for all threads of a check.
  ///   - spill: room for collections of over half a million elements.
  package init(isDeep: Bool, nowMilliseconds: Int64, seed: UInt64, spill: (any HashSpill)?) {
    visitor = CheckVisitor(isDeep: isDeep, nowMilliseconds: nowMilliseconds, hash: KeyHash(seed: seed), spill: spill)
  }

  /// Walks a chunk; what was found waits for ``merge(into:)``.
  package func walk(_ chunk: RecordChunk) -> DecodeFault? {
    self.chunk = chunk
    visitor.keepsKey = false
    visitor.database = chunk.parser.database
    do throws(DecodeFault) {
      try chunk.walk(&visitor)
      return nil
    } catch {
      visitor.report(error)
      return error
    }
  }

  /// Walks the next item in the stream.
  package func streamItem(_ framer: RDBFramer) -> RDBFramer.StreamedItem {
    chunk = nil
    visitor.keepsKey = true
    visitor.database = framer.database
    let item = framer.streamItem(&visitor)
    if let fault = item.fault { visitor.report(fault) }
    return item
  }

  /// Adds what was found to the whole. Called in the order of the file.
  package func merge(into results: CheckResults) {
    visitor.settle()
    let keys = visitor.keys
    var duplicates: [Int] = []
    keys.withUnsafeBufferPointer { buffer in
      results.log?.append(buffer)
      guard let index = results.index else { return }
      for counts in visitor.tally.databases.values where visitor.isDeep { if let announced = counts.announced { index.expect(announced.keys) } }
      index.insert(buffer) { duplicates.append($0) }
    }
    var findings = visitor.findings
    if let last = visitor.lastRecord { results.lastRecord = last } else if visitor.lastIsUnreadable { results.lastRecord = nil }
    // What stands where a type should was put there by the record before, more often than not.
    if let last = results.lastRecord {
      findings = findings.map { finding in
        guard case .unknownOpcode = finding.fault.reason, finding.key == nil else { return finding }
        return RecordFinding(finding.fault, database: last.database, key: last.key, isBehindKey: true)
      }
    }
    for index in duplicates.prefix(CheckVisitor.maximumOfPiece) {
      findings.append(
        RecordFinding(DecodeFault(.duplicateKey, at: keys[index].offset), database: keys[index].database, key: visitor.lastKey(keys[index], chunk)))
    }
    results.add(findings, dropped: visitor.dropped + UInt64(max(0, duplicates.count - CheckVisitor.maximumOfPiece)), visitor.tally)
    visitor.reset()
  }
}

extension CheckVisitor {
  /// The name of a key that was walked just now.
  fileprivate borrowing func lastKey(_ key: CheckedKey, _ chunk: RecordChunk?) -> [UInt8]? {
    guard let chunk else { return streamedKey }
    var cursor = MemoryCursor(chunk.bytes(from: key.offset), baseOffset: key.offset)
    var parser = RDBParser(dialect: chunk.parser.dialect)
    let buffer = TextBuffer()
    // The text may stand in the buffer, which nothing else keeps alive while it is copied.
    defer { withExtendedLifetime(buffer) {} }
    do throws(DecodeFault) {
      _ = try parser.next(&cursor)
      return [UInt8](try cursor.readText(into: buffer))
    } catch {
      return nil
    }
  }
}
