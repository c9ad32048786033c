extension LZF {
  /// What is wrong with a stream, told without decompressing it: its instructions alone say how much they yield and how far
  /// back they refer.
  ///
  /// - Parameter outputByteCount: what the stream claims to decompress to.
  /// - Returns: what ``decompress(_:into:)`` would.
  /// - Complexity: O(instructions), a fraction of the time of decompressing.
  package static func validate(_ input: UnsafeRawBufferPointer, outputByteCount: Int) -> LZFDefect? {
    guard let source = input.baseAddress, input.count > 0 else { return outputByteCount > 0 ? .outputTooShort : nil }
    let end = input.count
    var position = 0
    var produced = 0
    while position < end {
      let control = Int(source.load(fromByteOffset: position, as: UInt8.self))
      position &+= 1
      if control < 32 {
        let count = control &+ 1
        guard count <= end &- position else { return .literalPastEnd }
        guard count <= outputByteCount &- produced else { return .outputTooLong }
        position &+= count
        produced &+= count
      } else {
        var count = control >> 5
        if count == 7 {
          guard position < end else { return .instructionCut }
          count &+= Int(source.load(fromByteOffset: position, as: UInt8.self))
          position &+= 1
        }
        guard position < end else { return .instructionCut }
        let offset = ((control & 31) << 8 | Int(source.load(fromByteOffset: position, as: UInt8.self))) &+ 1
        position &+= 1
        count &+= 2
        guard offset <= produced else { return .referenceBeforeStart }
        guard count <= outputByteCount &- produced else { return .outputTooLong }
        produced &+= count
      }
    }
    return produced == outputByteCount ? nil : .outputTooShort
  }
}
