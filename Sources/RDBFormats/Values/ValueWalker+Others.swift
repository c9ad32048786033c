extension ValueWalker {
  /// Type 7: `len module-id, items … 0`.
  static func module<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ cursor: inout C, _ scratch: WalkScratch, _ visitor: inout V
  ) throws(DecodeFault) {
    let start = cursor.offset
    let id = ModuleID(rawValue: try cursor.readLength())
    if id.rawValue == 0 { visitor.defect(cursor.fault(.moduleIDZero, at: start)) }
    visitor.module(id)
    try moduleItems(&cursor, scratch, &visitor)
  }

  /// Items of a module up to and including the end opcode (rdb.md §8).
  static func moduleItems<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ cursor: inout C, _ scratch: WalkScratch, _ visitor: inout V
  ) throws(DecodeFault) {
    let valueStart = cursor.offset
    do throws(DecodeFault) {
      while true {
        let start = cursor.offset
        switch try cursor.readLength() {
        case 0: return
        case 1: visitor.moduleInteger(opcode: 1, try cursor.readLength())
        case 2: visitor.moduleInteger(opcode: 2, try cursor.readLength())
        case 3: visitor.moduleDouble(Double(Float(bitPattern: try cursor.readLittleEndian(UInt32.self))))
        case 4: visitor.moduleDouble(Double(bitPattern: try cursor.readLittleEndian(UInt64.self)))
        case 5: try string(.moduleString, &cursor, scratch, &visitor)
        case let other: throw cursor.fault(.moduleOpcode(other), at: start)
        }
      }
    } catch {
      throw error.inModule(startingAt: valueStart)
    }
  }

  /// Type 28: `len count, len has_idx [len insert_idx], (len index, len tag, payload) ×count`.
  static func array<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ cursor: inout C, _ scratch: WalkScratch, _ visitor: inout V
  ) throws(DecodeFault) {
    var left = try count(&cursor, &visitor)
    if try cursor.readLength() != 0 { _ = try cursor.readLength() }
    var previous: UInt64?
    while left > 0 {
      let start = cursor.offset
      let index = try cursor.readLength()
      if let previous, index <= previous { visitor.defect(cursor.fault(.arrayOrder, at: start)) }
      previous = index
      visitor.arrayIndex(index)
      let tagStart = cursor.offset
      switch try cursor.readLength() {
      case 0, 3: try string(.arrayElement, &cursor, scratch, &visitor)
      case 1: visitor.integer(.arrayElement, try cursor.readLittleEndian(Int64.self))
      case 2:
        let value = Double(bitPattern: try cursor.readLittleEndian(UInt64.self))
        var text = InlineArray<32, UInt8>(repeating: 0)
        var span = text.mutableSpan
        span.withUnsafeMutableBytes { buffer in
          let size = ScoreText.g17(value, into: buffer)
          visitor.element(.arrayElement, UnsafeRawBufferPointer(rebasing: buffer[..<size]).bytes)
        }
      case let tag: throw cursor.fault(.arrayTag(tag), at: tagStart)
      }
      left &-= 1
    }
  }
}
