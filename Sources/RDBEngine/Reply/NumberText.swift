import RDBFormats

/// Text of floating-point numbers as servers reply with it and store it; a namespace.
package enum NumberText {
  /// The shortest text that reads back as the same number, as Redis 7.2 and newer reply (`fpconv_dtoa`).
  package static func double(_ value: Double) -> [UInt8] {
    if value.isNaN { return Array("nan".utf8) }
    if value.isInfinite { return Array((value < 0 ? "-inf" : "inf").utf8) }
    return withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { room in
      Array(room[..<ScoreText.grisu2(value, into: room)])
    }
  }
}
