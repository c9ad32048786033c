extension ValueWalker {
  /// Type 14: `len n, str(ziplist) ×n`.
  static func quicklist<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ cursor: inout C, _ scratch: WalkScratch, _ visitor: inout V
  ) throws(DecodeFault) {
    try nodes(&cursor, &visitor) { (cursor: inout C, visitor: inout V) throws(DecodeFault) in
      try blob(.ziplist(.list), &cursor, scratch, &visitor)
    }
  }

  /// Type 18: `len n, (len container, str) ×n`; container 1 = the string is the element, 2 = a listpack.
  static func quicklist2<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ cursor: inout C, _ scratch: WalkScratch, _ visitor: inout V
  ) throws(DecodeFault) {
    try nodes(&cursor, &visitor) { (cursor: inout C, visitor: inout V) throws(DecodeFault) in
      let start = cursor.offset
      switch try cursor.readLength() {
      case 1:
        try string(.listElement, &cursor, scratch, &visitor)
        return 1
      case 2: return try blob(.listpack(.list), &cursor, scratch, &visitor)
      case let container:
        visitor.defect(cursor.fault(.quicklistContainer(container), at: start))
        try cursor.skipString()
        return nil
      }
    }
  }

  /// Nodes of a quicklist; empty ones are skipped by servers from 7.0 on, and so is a list of nothing else.
  @inline(__always)
  private static func nodes<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ cursor: inout C, _ visitor: inout V, _ node: (inout C, inout V) throws(DecodeFault) -> UInt64?
  ) throws(DecodeFault) {
    let start = cursor.offset
    let count = try count(&cursor, &visitor)
    var left = count
    var empty: UInt64 = 0
    var firstEmpty = start
    while left > 0 {
      let nodeStart = cursor.offset
      if try node(&cursor, &visitor) == 0 {
        if empty == 0 { firstEmpty = nodeStart }
        empty &+= 1
      }
      left &-= 1
    }
    if empty > 0 {
      visitor.defect(cursor.fault(empty == count ? .quicklistOnlyEmptyNodes : .quicklistEmptyNode, at: firstEmpty))
    }
  }
}
