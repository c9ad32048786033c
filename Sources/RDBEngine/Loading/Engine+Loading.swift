public import RDBFormats

extension Engine {
  /// Puts what an RDB holds into the databases.
  ///
  /// - Parameter framer: in front of the first item; behind the end of the RDB afterwards.
  /// - Returns: how many keys were loaded.
  /// - Throws: ``LoadError``; what came before the fault is loaded.
  /// - Complexity: O(bytes), values are not decoded.
  package func load(_ framer: RDBFramer, byteCount: UInt64? = nil) throws(LoadError) -> UInt64 {
    let sink = RDBLoading(self, byteCount: byteCount ?? 0)
    let chunk = RecordChunk(capacity: framer.windowByteCount)
    while true {
      switch framer.next(into: chunk) {
      case .finished: return sink.keyCount
      case .chunk:
        sink.isStreaming = false
        do throws(DecodeFault) { try chunk.walkPacked(sink) } catch { throw .framing(error) }
      case .item:
        sink.isStreaming = true
        let item = framer.streamItem(sink)
        if let failure = framer.sourceFailure { throw .unreadable("\(failure)") }
        if let fault = item.fault { throw .framing(fault) }
      }
      if let problem = sink.problem { throw problem }
    }
  }

  /// An engine with what an RDB holds.
  ///
  /// - Parameters:
  ///   - source: gives the bytes of the file, decompressed.
  ///   - byteCount: how many those are, when known.
  ///   - clock: the time, in milliseconds since 1970.
  /// - Throws: ``LoadError``.
  public convenience init(
    loading source: any ByteSource, byteCount: UInt64? = nil, _ options: Options = Options(), clock: @escaping () -> Int64
  ) throws(LoadError) {
    self.init(options, clock: clock)
    let framer: RDBFramer
    do throws(DecodeFault) { framer = try RDBFramer(source, byteCount: byteCount) } catch { throw .framing(error) }
    _ = try load(framer, byteCount: byteCount)
  }
}
