import RDBFormats
import RDBTestSupport
import Testing

@Suite struct LZFTests {
  /// Decompresses between guard bytes.
  private func decompress(_ input: [UInt8], size: Int, margin: Int = 48) -> (defect: LZFDefect?, output: [UInt8]) {
    // The input ends where its allocation ends, for the sake of the address sanitizer.
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: input.count, alignment: 1)
    defer { copy.deallocate() }
    copy.copyBytes(from: input)
    var output = [UInt8](repeating: 0xA5, count: size + 2 * margin)
    let defect = output.withUnsafeMutableBytes {
      LZF.decompress(UnsafeRawBufferPointer(copy), into: UnsafeMutableRawBufferPointer(rebasing: $0[margin..<margin + size]))
    }
    let isUntouched = output[..<margin].allSatisfy { $0 == 0xA5 } && output[(margin + size)...].allSatisfy { $0 == 0xA5 }
    #expect(isUntouched, "written outside of the output")
    // What is told without decompressing is the same.
    #expect(LZF.validate(UnsafeRawBufferPointer(copy), outputByteCount: size) == defect)
    return (defect, Array(output[margin..<margin + size]))
  }

  /// The obvious decompressor: no defects told apart, no byte before it is there.
  private func plain(_ input: [UInt8], size: Int) -> [UInt8]? {
    var output: [UInt8] = []
    var rest = input[...]
    while let control = rest.popFirst() {
      if control < 32 {
        guard rest.count > Int(control) else { return nil }
        output += rest.prefix(Int(control) + 1)
        rest = rest.dropFirst(Int(control) + 1)
      } else {
        var count = Int(control >> 5) + 2
        if control >> 5 == 7 {
          guard let more = rest.popFirst() else { return nil }
          count += Int(more)
        }
        guard let low = rest.popFirst() else { return nil }
        let offset = Int(control & 31) << 8 + Int(low) + 1
        guard offset <= output.count else { return nil }
        for _ in 0..<count { output.append(output[output.count - offset]) }
      }
      guard output.count <= size else { return nil }
    }
    return output.count == size ? output : nil
  }

  /// Any cut into literals and matches is a stream; this one is cut at random.
  private func compress(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    var output: [UInt8] = []
    var at = 0
    while at < bytes.count {
      let back = at == 0 ? 0 : 1 + random.below(min(at, random.below(3) == 0 ? 8192 : 24))
      var match = 0
      while back > 0, match < 264, at + match < bytes.count, bytes[at + match] == bytes[at + match - back] { match += 1 }
      if match >= 3 {
        let count = match - 2
        output += count < 7 ? [UInt8(count << 5 | (back - 1) >> 8)] : [UInt8(7 << 5 | (back - 1) >> 8), UInt8(count - 7)]
        output.append(UInt8((back - 1) & 0xFF))
        at += match
      } else {
        let count = min(1 + random.below(32), bytes.count - at)
        output += [UInt8(count - 1)] + bytes[at..<at + count]
        at += count
      }
    }
    return output
  }

  /// Text that repeats itself at distances from one byte to all of it.
  private func sample(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
    var bytes = random.bytes(min(count, 1 + random.below(20)))
    while bytes.count < count {
      if random.below(4) == 0 {
        bytes += random.bytes(1 + random.below(40))
      } else {
        let back = 1 + random.below(min(bytes.count, 1 + random.below(60)))
        for _ in 0..<random.below(400) { bytes.append(bytes[bytes.count - back]) }
      }
    }
    return Array(bytes.prefix(count))
  }

  @Test(arguments: 0..<30 as Range<UInt64>)
  func `what was compressed comes back`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for count in [1, 2, 15, 16, 17, 31, 32, 33, 64, 100, 1000, random.below(20_000)] {
      let bytes = sample(count, &random)
      let stream = compress(bytes, &random)
      let (defect, output) = decompress(stream, size: bytes.count)
      #expect(defect == nil)
      #expect(output == bytes)
      #expect(LZF.claimIsPlausible(compressed: UInt64(stream.count), uncompressed: UInt64(bytes.count)))
    }
  }

  @Test func `every distance and length repeats byte by byte, near the end of the output and far from it`() {
    let seed = (0..<32).map { UInt8($0) }
    for offset in 1...32 {
      for count in [3, 4, 7, 8, 9, 15, 16, 17, 31, 33, 100, 264] {
        for tail in [0, 1, 7, 8, 14, 15, 16, 32] {
          var stream: [UInt8] = [31] + seed
          stream += count < 9 ? [UInt8((count - 2) << 5)] : [7 << 5, UInt8(count - 9)]
          stream.append(UInt8(offset - 1))
          if tail > 0 { stream += [UInt8(tail - 1)] + [UInt8](repeating: 0xEE, count: tail) }
          let size = 32 + count + tail
          let (defect, output) = decompress(stream, size: size)
          #expect(defect == nil)
          #expect(output == plain(stream, size: size))
        }
      }
    }
  }

  @Test(arguments: [
    ([4, 1, 2], 5, .literalPastEnd),
    ([0], 1, .literalPastEnd),
    ([0, 7, 0x20, 1], 4, .referenceBeforeStart),
    ([0x20, 0], 3, .referenceBeforeStart),
    ([2, 7, 8, 9], 2, .outputTooLong),
    ([0, 7, 0xE0, 0, 0], 5, .outputTooLong),
    ([0, 7], 0, .outputTooLong),
    ([2, 7, 8, 9], 4, .outputTooShort),
    ([], 1, .outputTooShort),
    ([0, 7, 0x20], 4, .instructionCut),
    ([0, 7, 0xE0], 10, .instructionCut),
    ([0, 7, 0xE0, 1], 11, .instructionCut),
  ] as [([UInt8], Int, LZFDefect)])
  func `a damaged stream says what is wrong with it`(stream: [UInt8], size: Int, expected: LZFDefect) {
    #expect(decompress(stream, size: size).defect == expected)
  }

  @Test func `nothing decompresses to nothing`() {
    #expect(decompress([], size: 0).defect == nil)
    #expect(LZF.decompress(UnsafeRawBufferPointer(start: nil, count: 0), into: UnsafeMutableRawBufferPointer(start: nil, count: 0)) == nil)
    let stream: [UInt8] = [0, 7]
    #expect(stream.withUnsafeBytes { LZF.decompress($0, into: UnsafeMutableRawBufferPointer(start: nil, count: 0)) } == .outputTooLong)
  }

  @Test(arguments: 0..<6 as Range<UInt64>)
  func `any byte changed and any cut gives a defect or the bytes that the obvious version gives`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let bytes = sample(60 + random.below(200), &random)
    let stream = compress(bytes, &random)
    func check(_ stream: [UInt8], size: Int) {
      let expected = plain(stream, size: size)
      let (defect, output) = decompress(stream, size: size)
      #expect((defect == nil) == (expected != nil))
      if let expected { #expect(output == expected) }
    }
    for index in stream.indices {
      check(Array(stream[..<index]), size: bytes.count)
      for change: UInt8 in [1, 2, 4, 8, 16, 32, 64, 128, 0xFF, UInt8(truncatingIfNeeded: random.next())] {
        var changed = stream
        changed[index] ^= change
        check(changed, size: bytes.count)
      }
    }
    for size in 0...bytes.count + 40 { check(stream, size: size) }
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func `random bytes are a defect or a stream`(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<2000 {
      // A literal first, or nearly all would refer to before the start.
      let stream = [31] + random.bytes(32 + random.below(12))
      let size = 32 + random.below(300)
      let expected = plain(stream, size: size)
      let (defect, output) = decompress(stream, size: size)
      #expect((defect == nil) == (expected != nil))
      if let expected { #expect(output == expected) }
    }
  }

  @Test(arguments: [
    (0, 0, true), (0, 1, false), (1, 88, true), (1, 89, false), (3, 264, true), (3, 265, false),
    (UInt64.max, UInt64.max, true), (1, UInt64.max, false), (209_622_091_746_699_451, UInt64.max, true),
  ] as [(UInt64, UInt64, Bool)])
  func `a claim is believed up to the best ratio there is`(compressed: UInt64, uncompressed: UInt64, expected: Bool) {
    #expect(LZF.claimIsPlausible(compressed: compressed, uncompressed: uncompressed) == expected)
  }
}
