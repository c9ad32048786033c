/// How many bytes a value may take in the file, both ends included.
package struct SizeRange: Hashable, Sendable {
  /// The allowed sizes.
  package let bytes: ClosedRange<UInt64>

  /// - Parameter bytes: the allowed sizes.
  package init(_ bytes: ClosedRange<UInt64>) { self.bytes = bytes }

  /// Reads `>1MiB`, `<10KB`, `>=`, `<=`, or an exact size; KB is 1000 bytes, KiB is 1024.
  ///
  /// - Throws: `.size` when it cannot be read, or no value can be that small or large.
  package static func parse(_ text: String) throws(FilterError) -> SizeRange {
    guard let range = Quantity.parse(text, unit: unit)?.range else { throw .size(text) }
    return SizeRange(range)
  }

  private static func unit(_ name: String) -> UInt64? {
    switch name {
    case "", "b": 1
    case "k", "kb": 1000
    case "m", "mb": 1_000_000
    case "g", "gb": 1_000_000_000
    case "t", "tb": 1_000_000_000_000
    case "kib": 1 << 10
    case "mib": 1 << 20
    case "gib": 1 << 30
    case "tib": 1 << 40
    default: nil
    }
  }
}
