// How a file is shared between threads: whoever is free frames the next chunk
// (cheap: lengths only), takes it away and walks it (dear). A record that does not
// fit into a chunk, or unfolds to more than one thread should hold, is walked
// in the stream by whoever found it while the others wait.

/// Cuts a stream into chunks of whole items.
package final class RDBFramer {
  private var window: ByteWindow
  private(set) var parser: RDBParser
  private let scratch = RecordScratch()
  private var sequence = 0
  private var isFinished = false
  private let trailing: Trailing
  /// The header.
  package let header: RDBHeader
  /// Bytes of a chunk.
  package let windowByteCount: Int

  /// Bytes of a chunk of a file of some size: of a small one, first touches of fresh memory are most of the cost.
  private static func windowByteCount(for byteCount: UInt64?) -> Int {
    if let byteCount, byteCount < 64 << 20 { 256 << 10 } else { 1 << 20 }
  }

  /// What stands behind the checksum.
  package enum Trailing: Sendable {
    /// Nothing that belongs there: it is read to the end and counted.
    case none
    /// The commands of a hybrid AOF: left in the window, which ``takeWindow()`` gives.
    case aof
  }

  /// Compressed strings that stand for more than this are walked in the stream, in bytes.
  static let maximumUnfolding: UInt64 = 1 << 20

  /// Whether zeros that read as records without a name count as a fault: so does every page that a disk lost, and no
  /// database holds the nameless key twice.
  package var stopsAtZeros = false

  /// What comes next.
  package enum Step {
    /// The chunk was filled: walk it, on any thread.
    case chunk
    /// The next item has to be walked in the stream: call ``streamItem(_:)``.
    case item
    /// The end opcode or a fault was met in ``streamItem(_:)``; there is no more.
    case finished
  }

  /// Reads the header.
  ///
  /// - Parameters:
  ///   - source: the bytes of the file, decompressed.
  ///   - byteCount: how many those are, when known.
  ///   - windowByteCount: bytes of a chunk; chosen by `byteCount` when nil.
  ///   - trailing: what stands behind the checksum.
  /// - Throws: `.notAnRDB`, or `.truncated` in a file that ends within nine bytes.
  package convenience init(
    _ source: any ByteSource, byteCount: UInt64? = nil, windowByteCount: Int? = nil, trailing: Trailing = .none
  ) throws(DecodeFault) {
    let windowByteCount = windowByteCount ?? Self.windowByteCount(for: byteCount)
    let window = ByteWindow(source: source, capacity: windowByteCount, byteCount: byteCount)
    try self.init(window, windowByteCount: windowByteCount, trailing: trailing)
  }

  /// Reads the header that a window stands in front of.
  ///
  /// - Throws: as the other.
  init(_ window: consuming ByteWindow, windowByteCount: Int = 1 << 20, trailing: Trailing) throws(DecodeFault) {
    self.windowByteCount = windowByteCount
    self.trailing = trailing
    self.window = window
    let header = try Self.readHeader(&self.window)
    self.header = header
    parser = RDBParser(header)
  }

  /// Goes on in a file behind a place where the walk could not.
  ///
  /// - Parameters:
  ///   - source: gives the bytes from `offset` on.
  ///   - other: the walk so far, whose header, database and templates still hold.
  ///   - offset: where an item begins, in bytes from the start of the file.
  ///   - byteCount: how many bytes the source gives.
  ///   - place: where the walk stood, when that is not where the other framer stands.
  package init(
    resuming other: RDBFramer, _ source: any ByteSource, at offset: Int, byteCount: UInt64?, windowByteCount: Int = 1 << 20, from place: WalkPlace? = nil
  ) {
    self.windowByteCount = windowByteCount
    window = ByteWindow(source: source, capacity: windowByteCount, baseOffset: offset, byteCount: byteCount)
    trailing = .none
    header = other.header
    parser = place?.parser ?? other.parser
    parser.state = RDBParser.State(database: parser.database)
  }

  /// Begins in the middle of a file whose header cannot be read.
  package init(assuming header: RDBHeader, _ source: any ByteSource, at offset: Int, byteCount: UInt64?, windowByteCount: Int = 1 << 20) {
    self.windowByteCount = windowByteCount
    window = ByteWindow(source: source, capacity: windowByteCount, baseOffset: offset, byteCount: byteCount)
    trailing = .none
    self.header = header
    parser = RDBParser(header)
  }

  /// Sets the database of the keys to come.
  package func assume(database: UInt64) { parser.state.database = database }

  static func readHeader(_ window: inout ByteWindow) throws(DecodeFault) -> RDBHeader {
    do throws(DecodeFault) {
      try window.need(RDBHeader.byteCount)
    } catch {
      let present = window.peekUnsafe(window.available)
      guard case .truncated = error.reason, !RDBHeader.couldBegin(present) else { throw error }
      throw DecodeFault(.notAnRDB, at: 0)
    }
    guard let header = RDBHeader.parse(window.peekUnsafe(RDBHeader.byteCount)) else { throw DecodeFault(.notAnRDB, at: 0) }
    window.startChecksum()
    window.advance(RDBHeader.byteCount)
    return header
  }

  /// CRC-64 of the header, with which the sum over the file begins.
  package var headerChecksum: UInt64 {
    var crc = CRC64()
    var text = header.text
    text.withUTF8 { crc.update(UnsafeRawBufferPointer($0).bytes) }
    return crc.value
  }

  /// Bytes read of the (decompressed) file.
  package var offset: Int { window.offset }

  /// The database of the next item.
  package var database: UInt64 { parser.database }

  /// The auxiliary fields in front of everything else, without stepping over them: who wrote the file, and when.
  ///
  /// - Returns: those within the first 4 KiB, of which servers use a tenth; fewer when something is wrong with them,
  ///   which whoever walks them will say.
  package func leadingAuxiliary() -> [(name: [UInt8], value: [UInt8])] {
    // Fails when the file is shorter: what there is is in hand then.
    do throws(DecodeFault) { try window.need(4096) } catch { assert(window.available < 4096) }
    var cursor = window.lookahead
    var ahead = parser
    var fields: [(name: [UInt8], value: [UInt8])] = []
    do throws(DecodeFault) {
      while case .auxiliary = try ahead.next(&cursor) {
        let name = [UInt8](try cursor.readText(into: scratch.key))
        fields.append((name, [UInt8](try cursor.readText(into: scratch.text))))
      }
    } catch {
      return fields
    }
    return fields
  }

  /// What kept the source from being read, when something did.
  package var sourceFailure: (any Error)? { window.sourceFailure }

  /// Frames the next chunk.
  package func next(into chunk: RecordChunk) -> Step {
    if isFinished { return .finished }
    // A source that fails still leaves what came before; the failure shows when the bytes run out.
    do throws(DecodeFault) { _ = try window.fillBuffer() } catch { assert(window.sourceFailure != nil) }
    var cursor = window.lookahead
    let start = cursor.offset
    var ahead = parser
    var safe = parser.state
    var boundary = start
    var largest: UInt64 = 0
    while cursor.available > 0 {
      do throws(DecodeFault) {
        guard try ahead.skipItem(&cursor, largest: &largest), largest <= Self.maximumUnfolding else { break }
        if stopsAtZeros, cursor.offset &- boundary == 3, window.hasZeros(at: boundary &- start) { break }
      } catch {
        break
      }
      safe = ahead.state
      boundary = cursor.offset
    }
    chunk.sequence = sequence
    sequence += 1
    let count = boundary - start
    let kept = window.available - count
    if count > 0, chunk.buffer.count < kept {
      // The window has grown for a large item and the start of another one stands behind the boundary.
      chunk.buffer.deallocate()
      chunk.buffer = .allocate(byteCount: kept, alignment: 64)
    }
    guard count > 0, let old = window.handOver(count, for: chunk.buffer) else { return .item }
    chunk.buffer = old
    chunk.byteCount = count
    chunk.offset = start
    chunk.parser = parser
    ahead.state = safe
    parser = ahead
    return .chunk
  }

  /// What stands at the end of an RDB.
  package struct Ending: Sendable {
    /// Offset of the end opcode.
    package let offset: Int
    /// The eight bytes behind it; nil when they are not all there or the version has none.
    package let storedChecksum: UInt64?
    /// How many of them are there.
    package let checksumByteCount: Int
    /// Bytes behind the checksum; 0 when commands follow.
    package let trailingByteCount: UInt64
    /// Whether those are all zero.
    package let trailingIsZero: Bool
  }

  /// What came of one streamed item.
  package struct StreamedItem {
    /// Where it began.
    package let offset: Int
    /// Bytes it took.
    package let byteCount: Int
    /// CRC-64 of those alone.
    package let checksum: UInt64
    /// At the end opcode: what follows it.
    package let ending: Ending?
    /// What is wrong with the framing: the walk ends here.
    package let fault: DecodeFault?
  }

  /// Walks the next item in the stream, whatever its size.
  func streamItem<V: RecordVisitor & ~Copyable>(_ visitor: inout V) -> StreamedItem {
    let start = window.offset
    if stopsAtZeros, window.hasZeros(at: 0) {
      isFinished = true
      let fault = DecodeFault(.oddity("zeros where records should stand: so reads a page that a disk lost"), at: start)
      return StreamedItem(offset: start, byteCount: 0, checksum: 0, ending: nil, fault: fault)
    }
    window.startChecksum()
    var fault: DecodeFault?
    var ending: Ending?
    var end = start
    do throws(DecodeFault) {
      let goesOn = try parser.drive(&window, scratch, &visitor)
      end = window.offset
      let checksum = window.currentChecksum()
      window.stopChecksum()
      if !goesOn {
        isFinished = true
        ending = try readEnding()
      }
      return StreamedItem(offset: start, byteCount: end - start, checksum: checksum, ending: ending, fault: nil)
    } catch {
      isFinished = true
      fault = error
    }
    return StreamedItem(offset: start, byteCount: end - start, checksum: 0, ending: nil, fault: fault)
  }

  /// The same for a consumer outside this module.
  package func streamItem(_ sink: RecordSink) -> StreamedItem {
    var sink = sink
    return streamItem(&sink)
  }

  private func readEnding() throws(DecodeFault) -> Ending {
    let offset = window.offset - 1
    var stored: UInt64?
    var present = 0
    if header.hasChecksum {
      present = try window.isAtEnd() ? 0 : window.available
      if present < 8 {
        do throws(DecodeFault) { try window.need(8) } catch {
          guard case .truncated = error.reason else { throw error }
        }
        present = min(8, window.available)
      }
      if present >= 8 {
        stored = try window.readLittleEndian(UInt64.self)
        present = 8
      } else {
        window.advance(present)
      }
    }
    var trailingByteCount: UInt64 = 0
    var isZero = true
    while trailing == .none, try !window.isAtEnd() {
      let size = try window.chunkSize(of: .max)
      if isZero { isZero = window.peekUnsafe(size).allSatisfy { $0 == 0 } }
      window.advance(size)
      trailingByteCount += UInt64(size)
    }
    return Ending(
      offset: offset, storedChecksum: stored, checksumByteCount: present, trailingByteCount: trailingByteCount, trailingIsZero: isZero)
  }

  /// Gives the window away: behind the end of the RDB, in front of the first command of a hybrid AOF.
  ///
  /// The framer has nothing left to read.
  package func takeWindow() -> ByteWindow {
    isFinished = true
    window.stopChecksum()
    var taken = ByteWindow(source: NoSource(), capacity: 64, baseOffset: window.offset)
    swap(&taken, &window)
    return taken
  }

  /// Nothing to read.
  private final class NoSource: ByteSource {
    func read(into buffer: UnsafeMutableRawBufferPointer) -> Int { 0 }
  }
}

extension ByteWindow {
  /// Whether two records of three zero bytes each stand in hand, `index` bytes behind the position.
  @inline(__always)
  fileprivate func hasZeros(at index: Int) -> Bool {
    guard available - index >= 6 else { return false }
    let bytes = peekUnsafe(index + 6)
    return (0..<6).allSatisfy { bytes[index + $0] == 0 }
  }
}

extension RDBHeader {
  /// Whether a file that ends this early could have become an RDB.
  static func couldBegin(_ bytes: UnsafeRawBufferPointer) -> Bool {
    func matches(_ magic: StaticString) -> Bool {
      (0..<min(bytes.count, magic.utf8CodeUnitCount)).allSatisfy { bytes[$0] == magic.utf8Start[$0] }
    }
    return matches("REDIS") || matches("VALKEY")
  }
}
