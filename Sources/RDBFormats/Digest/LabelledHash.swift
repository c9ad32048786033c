/// H(label, then numbers as eight bytes each, the most significant first): the inputs of our own digest
/// that are no strings of the data.
struct LabelledHash {
  let hash: Digest

  init(_ label: StaticString, _ first: UInt64, _ second: UInt64? = nil, _ third: UInt64? = nil, _ fourth: UInt64? = nil) {
    var sum = SHA1()
    sum.update(UnsafeRawBufferPointer(start: label.utf8Start, count: label.utf8CodeUnitCount))
    Self.add(first, &sum)
    if let second { Self.add(second, &sum) }
    if let third { Self.add(third, &sum) }
    if let fourth { Self.add(fourth, &sum) }
    hash = sum.finish()
  }

  private static func add(_ number: UInt64, _ sum: inout SHA1) {
    withUnsafeBytes(of: number.bigEndian) { sum.update($0) }
  }
}
