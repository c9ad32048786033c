// LZF, as Redis compresses strings (rdb.md §4). A stream of instructions:
//
//   000nnnnn  …                       n + 1 bytes follow as they are        1 … 32
//   nnnooooo  oooooooo                n + 2 bytes from offset o + 1 back    3 … 8
//   111ooooo  nnnnnnnn  oooooooo      n + 9 bytes from offset o + 1 back    9 … 264
//
// A copy may overlap what it writes: "offset 1" repeats the last byte.
//
// Advice to whoever changes this file: the wide copies write past their run and
// read past it. Each stands behind a comparison with the ends of both buffers;
// what they write too much lies in the output and is written over by the next
// instruction, or the output is short and thrown away. The tests put guard bytes
// around both buffers.

/// The compression of strings in RDB files; a namespace.
package enum LZF {
  /// Whether so many bytes could come out of a stream of this size, to be asked before
  /// memory is reserved.
  ///
  /// No instruction gives more than 264 bytes for 3, so a stream that decompresses is never refused.
  package static func claimIsPlausible(compressed: UInt64, uncompressed: UInt64) -> Bool {
    let (least, rest) = uncompressed.quotientAndRemainder(dividingBy: 264 / 3)
    return compressed > least || (compressed == least && rest == 0)
  }

  /// Decompresses a whole stream.
  ///
  /// Touches nothing outside the two buffers, whatever the stream says. They must not overlap.
  ///
  /// - Parameter output: exactly as large as the stream claims to decompress to.
  /// - Returns: what is wrong with the stream; the output is then undefined. Nil when the output is complete.
  /// - Complexity: O(n); 2.7 to 6 GB/s of output on JSON and log lines of 100 bytes to 4 KB (Zen 4).
  package static func decompress(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> LZFDefect? {
    guard let source = input.baseAddress, input.count > 0 else { return output.count > 0 ? .outputTooShort : nil }
    // An output without address has no room, and a stream yields at least a byte.
    guard let target = output.baseAddress else { return .outputTooLong }
    let sourceEnd = source + input.count
    let targetEnd = target + output.count
    var from = source
    var to = target

    while from < sourceEnd {
      let control = Int(from.load(as: UInt8.self))
      from += 1
      if control < 32 {
        let count = control &+ 1
        let room = targetEnd - to
        let left = sourceEnd - from
        if left >= 32 && room >= 32 {
          to.copy16(from: from)
          (to + 16).copy16(from: from + 16)
        } else if count <= 16 && left >= 16 && room >= 16 {
          to.copy16(from: from)
        } else {
          guard count <= left else { return .literalPastEnd }
          guard count <= room else { return .outputTooLong }
          to.copyMemory(from: from, byteCount: count)
        }
        from += count
        to += count
      } else {
        var count = control >> 5
        if count == 7 {
          guard from < sourceEnd else { return .instructionCut }
          count &+= Int(from.load(as: UInt8.self))
          from += 1
        }
        guard from < sourceEnd else { return .instructionCut }
        let offset = ((control & 31) << 8 | Int(from.load(as: UInt8.self))) &+ 1
        from += 1
        count &+= 2
        guard offset <= to - target else { return .referenceBeforeStart }
        guard count <= targetEnd - to else { return .outputTooLong }
        repeatBytes(to, offset, count, targetEnd)
        to += count
      }
    }
    return to == targetEnd ? nil : .outputTooShort
  }

  /// Writes `count` bytes, each a copy of the one `offset` before it.
  ///
  /// The caller has proved that `offset` bytes lie before `to` and `count` behind it.
  @inline(__always)
  private static func repeatBytes(_ to: UnsafeMutableRawPointer, _ offset: Int, _ count: Int, _ end: UnsafeMutableRawPointer) {
    if count <= 8 && offset >= 8 && end - to >= 8 { return to.copy8(from: to - offset) }
    // The last of the wide writes begins before to + count and reaches 15 bytes over it at most.
    guard count &+ 15 <= end - to else { return repeatNarrowly(to, offset, count) }
    let from = to - offset
    if offset >= 16 {
      var index = 0
      repeat {
        (to + index).copy16(from: from + index)
        index &+= 16
      } while index < count
    } else if offset >= 8 {
      var index = 0
      repeat {
        (to + index).copy8(from: from + index)
        index &+= 8
      } while index < count
    } else if offset == 1 {
      to.initializeMemory(as: UInt8.self, repeating: from.load(as: UInt8.self), count: count)
    } else {
      repeatNarrowly(to, offset, count)
    }
  }

  private static func repeatNarrowly(_ to: UnsafeMutableRawPointer, _ offset: Int, _ count: Int) {
    let from = to - offset
    for index in 0..<count {
      (to + index).storeBytes(of: (from + index).load(as: UInt8.self), as: UInt8.self)
    }
  }
}

extension UnsafeMutableRawPointer {
  @inline(__always)
  fileprivate func copy16(from source: UnsafeRawPointer) {
    storeBytes(of: source.loadUnaligned(as: SIMD16<UInt8>.self), as: SIMD16<UInt8>.self)
  }

  @inline(__always)
  fileprivate func copy8(from source: UnsafeRawPointer) {
    storeBytes(of: source.loadUnaligned(as: UInt64.self), as: UInt64.self)
  }
}
