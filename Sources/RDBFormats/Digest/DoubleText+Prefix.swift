import Glibc

extension DoubleText {
  /// The number that a text begins with, as C's `strtod` takes it; nil when it begins with none.
  ///
  /// Servers read scores this way: "1>5" is 1.
  package static func parsePrefix(_ bytes: UnsafeRawBufferPointer) -> Double? {
    withUnsafeTemporaryAllocation(byteCount: 256, alignment: 1) { copy in
      let count = min(bytes.count, 255)
      copy.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<count]))
      copy[count] = 0
      guard let start = copy.baseAddress?.assumingMemoryBound(to: CChar.self) else { return nil }
      var end: UnsafeMutablePointer<CChar>?
      let value = strtod(start, &end)
      return end == start ? nil : value
    }
  }
}
