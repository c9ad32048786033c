// The scores of GEOADD: 26 bits of the longitude and 26 of the latitude, one by
// one in turn. Every step is a halving of the map, so that a beginning of the
// bits is a box and the box a range of scores. The operations on doubles are
// those of the servers, one by one: another order would round differently.

/// A box of the map: `step` bits of the longitude and of the latitude.
struct GeoHash: Equatable {
  var bits: UInt64
  var step: Int

  /// Of the score of a member.
  static let fullStep = 26

  /// Where a map begins and ends, in degrees.
  struct Limits {
    let longitude: ClosedRange<Double>
    let latitude: ClosedRange<Double>

    /// What GEOADD takes (EPSG:3857 has no poles).
    static let mercator = Limits(longitude: -180 ... 180, latitude: -85.05112878 ... 85.05112878)
    /// Of the hashes that others use.
    static let whole = Limits(longitude: -180 ... 180, latitude: -90 ... 90)
  }

  /// The box around a point; the point lies within the limits.
  init(_ point: GeoPoint, step: Int, _ limits: Limits = .mercator) {
    func cell(_ value: Double, _ range: ClosedRange<Double>) -> UInt32 {
      let offset = (value - range.lowerBound) / (range.upperBound - range.lowerBound) * Double(1 << step)
      return offset >= 0 && offset < 0x1p32 ? UInt32(offset) : 0
    }
    bits = Self.spread(cell(point.latitude, limits.latitude)) | Self.spread(cell(point.longitude, limits.longitude)) << 1
    self.step = step
  }

  /// The box of a score.
  init(score: Double) {
    bits = Self.integer(score)
    step = Self.fullStep
  }

  /// The first score in the box, and the first behind it.
  var scores: (first: Double, end: Double) {
    let shift = UInt64(52 - step * 2)
    return (Double(bits << shift), Double((bits &+ 1) << shift))
  }

  /// A score as an unsigned number, as C compilers convert one on x86: scores of sorted sets that are no places may be anything.
  private static func integer(_ score: Double) -> UInt64 {
    func signed(_ value: Double) -> UInt64 { UInt64(bitPattern: Int64(exactly: value.rounded(.towardZero)) ?? .min) }
    return score < 0x1p63 ? signed(score) : signed(score - 0x1p63) ^ 1 << 63
  }

  /// Puts a 0 before every bit.
  private static func spread(_ value: UInt32) -> UInt64 {
    var spread = UInt64(value)
    for (shift, mask) in masks.reversed() { spread = (spread | spread << shift) & mask }
    return spread
  }

  /// Takes every second bit.
  private static func gather(_ value: UInt64) -> UInt32 {
    var gathered = value & 0x5555_5555_5555_5555
    for (shift, mask) in masks.dropFirst() { gathered = (gathered | gathered >> (shift / 2)) & mask }
    return UInt32(truncatingIfNeeded: gathered | gathered >> 16)
  }

  /// Groups of 1, 2, 4, 8 and 16 bits with as many zeros before them, and how far they were shifted for it.
  private static let masks: [(shift: UInt64, mask: UInt64)] = [
    (1, 0x5555_5555_5555_5555), (2, 0x3333_3333_3333_3333), (4, 0x0F0F_0F0F_0F0F_0F0F), (8, 0x00FF_00FF_00FF_00FF),
    (16, 0x0000_FFFF_0000_FFFF),
  ]

  /// What lies in the box.
  var area: GeoArea {
    let limits = Limits.mercator
    func range(_ cell: UInt32, _ range: ClosedRange<Double>) -> ClosedRange<Double> {
      let scale = range.upperBound - range.lowerBound
      let low = range.lowerBound + (Double(cell) / Double(1 << step)) * scale
      let high = range.lowerBound + (Double(cell &+ 1) / Double(1 << step)) * scale
      return min(low, high)...max(low, high)
    }
    return GeoArea(longitude: range(Self.gather(bits >> 1), limits.longitude), latitude: range(Self.gather(bits), limits.latitude))
  }

  /// The middle of the box, which is where a member is.
  var point: GeoPoint {
    let area = area, limits = Limits.mercator
    func middle(_ range: ClosedRange<Double>, _ limits: ClosedRange<Double>) -> Double {
      min(max((range.lowerBound + range.upperBound) / 2, limits.lowerBound), limits.upperBound)
    }
    return GeoPoint(longitude: middle(area.longitude, limits.longitude), latitude: middle(area.latitude, limits.latitude))
  }

  /// The box so many to the east and to the north, on the other side of the map when it ends.
  func neighbour(east: Int, north: Int) -> GeoHash {
    let unused = UInt64(64 - step * 2)
    func moved(_ mask: UInt64, _ direction: Int) -> UInt64 {
      guard direction != 0 else { return bits & mask }
      // The bits between those that count are set, so that a carry passes them.
      let others = ~mask >> unused
      let value = direction > 0 ? (bits & mask) &+ (others &+ 1) : (bits & mask | others) &- (others &+ 1)
      return value & (mask >> unused)
    }
    return GeoHash(bits: moved(0xAAAA_AAAA_AAAA_AAAA, east) | moved(0x5555_5555_5555_5555, north), step: step)
  }

  private init(bits: UInt64, step: Int) {
    self.bits = bits
    self.step = step
  }

  /// The text that others use for places: 11 digits of 5 bits.
  static func text(_ point: GeoPoint) -> [UInt8] {
    let digits = Array("0123456789bcdefghjkmnpqrstuvwxyz".utf8)
    let bits = GeoHash(point, step: fullStep, .whole).bits
    // 52 bits fill ten digits; the eleventh is always 0.
    return (1...10).map { digits[Int(truncatingIfNeeded: bits >> UInt64(52 - $0 * 5) & 0x1F)] } + [UInt8(ascii: "0")]
  }
}

/// A place, in degrees.
struct GeoPoint {
  var longitude: Double
  var latitude: Double
}

/// What lies between two meridians and two parallels.
struct GeoArea {
  let longitude: ClosedRange<Double>
  let latitude: ClosedRange<Double>
}
