import RDBFormats

/// What inputs are made from: whole files, and the records found in them.
package struct SeedPool: Sendable {
  /// A value as it stands in a file: its type byte and its bytes.
  struct Piece: Hashable {
    let type: UInt8
    let value: [UInt8]
  }

  /// Files over this are no seeds.
  package static let maximumByteCount = 64 << 10
  private static let smallByteCount = 2048, maximumPieceCount = 20_000, maximumPieceByteCount = 1500

  private(set) var files: [[UInt8]] = []
  private(set) var small: [[UInt8]] = []
  private(set) var gzip: [[UInt8]]
  private(set) var lz4: [[UInt8]]
  /// Values by type byte, so that the rare types come up as often as strings.
  private(set) var pieces: [[Piece]] = []

  /// Sorts seeds by what they are; the same in the same order give the same pool.
  package init(_ seeds: [[UInt8]]) {
    gzip = BuiltInSeeds.gzip
    lz4 = BuiltInSeeds.lz4
    var found: [UInt8: [Piece]] = [:]
    var known: Set<Piece> = []
    for seed in BuiltInSeeds.rdb + seeds where seed.count <= Self.maximumByteCount {
      if seed.starts(with: [0x1F, 0x8B]) { gzip.append(seed) } else if seed.starts(with: [0x04, 0x22]) { lz4.append(seed) } else {
        files.append(seed)
        if seed.count <= Self.smallByteCount { small.append(seed) }
        for piece in PieceCollector.pieces(of: seed, maximumByteCount: Self.maximumPieceByteCount) {
          if known.count < Self.maximumPieceCount, known.insert(piece).inserted { found[piece.type, default: []].append(piece) }
        }
      }
    }
    pieces = found.sorted { $0.key < $1.key }.map(\.value)
  }

  /// How many there are, for a report.
  package var description: String {
    "\(files.count) files, \(pieces.reduce(0) { $0 + $1.count }) values of \(pieces.count) types, \(gzip.count) gzip, \(lz4.count) lz4"
  }
}

/// Cuts the values out of a file.
private final class PieceCollector: RecordSink {
  private let file: [UInt8]
  private let limit: Int
  private var found: [SeedPool.Piece] = []

  private init(_ file: [UInt8], _ limit: Int) {
    self.file = file
    self.limit = limit
  }

  override var wantsValueByteCount: Bool { true }

  override func record(_ head: RecordHead, key: RawSpan) -> Bool {
    if let count = head.valueByteCount, count <= limit, head.valueOffset + count <= file.count {
      found.append(SeedPool.Piece(type: head.encoding.typeByte, value: Array(file[head.valueOffset..<head.valueOffset + count])))
    }
    return false
  }

  static func pieces(of file: [UInt8], maximumByteCount: Int) -> [SeedPool.Piece] {
    let collector = PieceCollector(file, maximumByteCount)
    _ = Walk(file, windowByteCount: file.count) { chunk in
      do throws(DecodeFault) {
        try chunk.walk(collector)
        return nil
      } catch { return error }
    } item: {
      $0.streamItem(collector)
    }
    return collector.found
  }
}
