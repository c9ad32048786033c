import CAcceleration

extension CRC64 {
  /// How the bytes are gone through. All give the same sums.
  package enum Engine: Int32, CaseIterable, Sendable {
    /// Tables, in Swift.
    case portable = 0
    /// Carry-less multiplication, 128 bits at a time.
    case folding128 = 128
    /// Carry-less multiplication, 512 bits at a time.
    case folding512 = 512

    /// The best that this processor has.
    package static let fastest = Engine(rawValue: rdb_crc64_width()) ?? .portable

    /// Those that this processor has.
    package static var usable: [Engine] { allCases.filter { $0.rawValue <= fastest.rawValue } }

    /// - Parameter bytes: a multiple of 16, at least 16; not for `portable`.
    func fold(_ crc: UInt64, _ bytes: RawSpan) -> UInt64 {
      precondition(self != .portable && bytes.byteCount >= 16 && bytes.byteCount & 15 == 0)
      return bytes.withUnsafeBytes { rdb_crc64_fold(crc, $0.baseAddress, $0.count, rawValue) }
    }
  }
}
