/// A header line, `*3\r\n` or `$12\r\n`, read as servers read it: `fgets` into a buffer, then `strtol` behind the marker.
///
/// The obvious version; ``AOFFraming/number(_:_:)`` is the fast one for lines as servers write them.
struct AOFLine {
  /// Bytes up to behind its LF, or to where the buffer was full or the input ends.
  private(set) var byteCount = 0
  /// Whether it is all there.
  private(set) var isComplete = false
  /// Whether it ends with LF.
  private(set) var hasLineFeed = false
  /// What `strtol` makes of it: 0 without digits, held at the ends of its range.
  private(set) var value: Int64 = 0
  /// How it deviates from what servers write; nil for a regular one.
  private(set) var tolerance: AOFTolerance.Kind?

  /// - Parameters:
  ///   - start: at the marker; at least one byte.
  ///   - limit: behind the bytes in hand.
  ///   - inputEnds: whether nothing follows those.
  ///   - maximum: the most that a server reads at once: 1023 bytes, 127 before 7.0.
  /// - Complexity: O(`maximum`).
  init(_ start: UnsafeRawPointer, _ limit: UnsafeRawPointer, inputEnds: Bool, maximum: Int) {
    let bytes = UnsafeRawBufferPointer(start: start, count: min(max(0, limit - start), maximum))
    if let feed = bytes.firstIndex(of: 0x0A) {
      byteCount = feed + 1
      hasLineFeed = true
      isComplete = true
    } else {
      byteCount = bytes.count
      isComplete = byteCount == maximum || inputEnds
    }
    guard isComplete else { return }
    var index = 1
    while index < byteCount, bytes[index] == 0x20 || (0x09...0x0D).contains(bytes[index]) { index += 1 }
    var isNegative = false
    if index < byteCount, bytes[index] == 0x2D || bytes[index] == 0x2B {
      isNegative = bytes[index] == 0x2D
      index += 1
    }
    let digits = index
    var magnitude: UInt64 = 0
    while index < byteCount, bytes[index] &- 0x30 < 10 {
      let (product, over) = magnitude.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(UInt64(bytes[index] &- 0x30))
      magnitude = over || carry ? .max : sum
      index += 1
    }
    value = isNegative ? (magnitude > 1 << 63 ? .min : 0 &- Int64(truncatingIfNeeded: magnitude)) : Int64(clamping: magnitude)

    if index == digits {
      tolerance = .numberMissing
    } else if digits > 1 || (bytes[digits] == 0x30 && index - digits > 1) {
      tolerance = .numberSpelling
    } else if !hasLineFeed {
      tolerance = byteCount == maximum ? .longLine : nil
    } else if index == byteCount - 1 {
      tolerance = .bareLineFeed
    } else if index != byteCount - 2 || bytes[index] != 0x0D {
      tolerance = .textAfterNumber
    }
  }
}
