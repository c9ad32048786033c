import RDBFormats

/// What an element adds to what `LLEN`, `SCARD`, `HLEN` would say of a value; to a string its bytes, as `STRLEN`.
enum ElementCount {
  /// Stream entries are counted by whoever is told of them.
  @inline(__always)
  static func of(_ role: ElementRole, byteCount: UInt64) -> UInt64 {
    switch role {
    case .listElement, .setMember, .sortedSetMember, .hashField, .arrayElement: 1
    case .string: byteCount
    case .hashValue, .streamField, .streamValue, .groupName, .consumerName, .moduleString, .producerName: 0
    }
  }

  /// The same for an element that is stored as a number.
  @inline(__always)
  static func of(_ role: ElementRole, integer: Int64) -> UInt64 {
    of(role, byteCount: role == .string ? UInt64(DecimalDigits.count(integer)) : 0)
  }
}
