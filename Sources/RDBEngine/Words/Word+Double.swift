import Glibc
import RDBFormats

extension Word {
  /// The same, nil when it is none.
  package var doubleOrNil: Double? {
    // `strtod` would skip white space in front; servers refuse it.
    guard let first = bytes.first, first > 0x20, let value = parsed, !value.isNaN else { return nil }
    // What is too large or too small for a double is none to servers.
    if value.isInfinite { return bytes.contains { $0 &- 48 < 10 } ? nil : value }
    return value == 0 && hasDigitsOverZero ? nil : value
  }

  private var parsed: Double? { bytes.count <= 255 ? DoubleText.parse(bytes) : parsedLong }

  private var parsedLong: Double? {
    let text = [UInt8](bytes) + [0]
    return text.withUnsafeBytes { text in
      guard let start = text.baseAddress?.assumingMemoryBound(to: CChar.self) else { return nil }
      var end: UnsafeMutablePointer<CChar>?
      let value = strtod(start, &end)
      guard let end, UnsafePointer(end) - start == bytes.count else { return nil }
      return value
    }
  }

  /// Whether digits of a number, those of the exponent aside, say that it is not 0.
  private var hasDigitsOverZero: Bool {
    let isHexadecimal = bytes.contains { $0 | 0x20 == UInt8(ascii: "x") }
    for byte in bytes {
      switch byte | 0x20 {
      case UInt8(ascii: "p"): return false
      case UInt8(ascii: "e") where !isHexadecimal: return false
      case UInt8(ascii: "1")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): return true
      default: continue
      }
    }
    return false
  }
}
