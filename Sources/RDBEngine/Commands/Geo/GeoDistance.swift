import Glibc

/// Distances on a sphere, in metres, with the servers' roundings; a namespace.
enum GeoDistance {
  static let earthRadius = 6372797.560856
  /// Half of the equator on the map.
  static let mercatorLimit = 20037726.37

  static func radians(_ degrees: Double) -> Double { degrees * (Double.pi / 180) }
  static func degrees(_ radians: Double) -> Double { radians / (Double.pi / 180) }

  /// Between two parallels.
  static func between(latitudes a: Double, _ b: Double) -> Double { earthRadius * fabs(radians(b) - radians(a)) }

  /// Between two places (haversine).
  static func between(_ a: GeoPoint, _ b: GeoPoint) -> Double {
    let v = sin((radians(b.longitude) - radians(a.longitude)) / 2)
    if v == 0 { return between(latitudes: a.latitude, b.latitude) }
    let first = radians(a.latitude), second = radians(b.latitude)
    let u = sin((second - first) / 2)
    return 2 * earthRadius * asin(sqrt(u * u + cos(first) * cos(second) * v * v))
  }

  /// A distance as text with four digits behind the point.
  static func text(_ distance: Double) -> [UInt8] {
    let scaled = Int64(exactly: (distance * 10000).rounded(.toNearestOrEven)) ?? .min
    var digits = Array(String(scaled.magnitude).utf8)
    while digits.count < 5 { digits.insert(UInt8(ascii: "0"), at: 0) }
    digits.insert(UInt8(ascii: "."), at: digits.count - 4)
    return scaled < 0 ? [UInt8(ascii: "-")] + digits : digits
  }
}

/// A unit of length.
struct GeoUnit {
  /// In metres.
  let length: Double

  static let metre = GeoUnit(length: 1)

  private init(length: Double) { self.length = length }

  init(_ word: Word) throws(CommandError) {
    if word.equals("M") { length = 1 }
    else if word.equals("KM") { length = 1000 }
    else if word.equals("FT") { length = 0.3048 }
    else if word.equals("MI") { length = 1609.34 }
    else { throw CommandError("ERR unsupported unit provided. please use M, KM, FT, MI") }
  }
}
