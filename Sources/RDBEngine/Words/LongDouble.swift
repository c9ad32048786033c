import Glibc

#if arch(x86_64) || arch(i386)
  private typealias Widest = Float80
#else
  private typealias Widest = Double
#endif

/// A C `long double`, in which servers add up floats: 80 bits on x86, as there.
struct LongDouble {
  private let value: Widest

  private init(_ value: Widest) { self.value = value }

  static var zero: LongDouble { LongDouble(0) }

  /// A number as servers read one; nil when it is none, or NaN.
  init?(_ bytes: UnsafeRawBufferPointer) {
    guard let first = bytes.first, first > 0x20, bytes.count < 5 * 1024 else { return nil }
    let text = [UInt8](bytes) + [0]
    let parsed: Widest? = text.withUnsafeBytes { buffer in
      guard let base = buffer.baseAddress?.assumingMemoryBound(to: CChar.self) else { return nil }
      var end: UnsafeMutablePointer<CChar>?
      errno = 0
      #if arch(x86_64) || arch(i386)
        let value = strtold(base, &end)
      #else
        let value = strtod(base, &end)
      #endif
      guard let end, UnsafePointer(end) - base == bytes.count, !value.isNaN else { return nil }
      guard errno != ERANGE || !(value.isInfinite || value == 0) else { return nil }
      return value
    }
    guard let parsed else { return nil }
    value = parsed
  }

  /// The text of a sum as servers store it: up to 17 digits behind the point, no zeros at the end; nil when it is no number.
  func adding(_ other: LongDouble) -> [UInt8]? {
    let sum = value + other.value
    guard sum.isFinite else { return nil }
    var buffer = [CChar](repeating: 0, count: 5120)
    let count = withVaList([sum]) { list in
      #if arch(x86_64) || arch(i386)
        vsnprintf(&buffer, buffer.count, "%.17Lf", list)
      #else
        vsnprintf(&buffer, buffer.count, "%.17f", list)
      #endif
    }
    guard count > 0, Int(count) < buffer.count else { return nil }
    var text = buffer.prefix(Int(count)).map { UInt8(bitPattern: $0) }
    if text.contains(UInt8(ascii: ".")) {
      while text.last == UInt8(ascii: "0") { text.removeLast() }
      if text.last == UInt8(ascii: ".") { text.removeLast() }
    }
    return text == Array("-0".utf8) ? [UInt8(ascii: "0")] : text
  }

  /// This many seconds in whole milliseconds, rounded up; nil when they are more than fit.
  var milliseconds: Int64? {
    let product = (value * 1000).rounded(.up)
    return product < 0x1p63 ? Int64(max(product, -0x1p63)) : nil
  }
}
