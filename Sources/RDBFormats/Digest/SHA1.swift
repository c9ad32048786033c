import CAcceleration

// SHA-1 (FIPS 180-4) over blocks of 64 bytes; the last ones are padded:
//
//   message │ 80 │ 00 … │ bits of the message, 8 bytes, big-endian
//
// Not for security: DEBUG DIGEST of the servers is made of it.

/// The SHA-1 of bytes that come in pieces; for those at hand there is ``hash(_:)``.
package struct SHA1: Sendable {
  private var state = SHA1.start
  private var block = InlineArray<64, UInt8>(repeating: 0)
  private var byteCount: UInt64 = 0
  private let isPortable: Bool

  /// Whether the processor has instructions for SHA-1.
  package static let isAccelerated = rdb_sha1_is_available()

  static let start = Digest(0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0)

  package init() { self.init(portably: false) }

  /// - Parameter portably: do without the processor's instructions, as tests want it.
  package init(portably: Bool) { isPortable = portably || !SHA1.isAccelerated }

  /// Adds bytes, in any division into pieces.
  package mutating func update(_ bytes: RawSpan) {
    bytes.withUnsafeBytes { update($0) }
  }

  /// Adds bytes, in any division into pieces.
  package mutating func update(_ bytes: UnsafeRawBufferPointer) {
    let filled = Int(byteCount & 63)
    byteCount &+= UInt64(bytes.count)
    var rest = bytes[...]
    if filled > 0 {
      let part = rest.prefix(64 - filled)
      keep(part, at: filled)
      rest = rest.dropFirst(part.count)
      guard filled + part.count == 64 else { return }
      compressKept()
    }
    let whole = rest.prefix(rest.count & ~63)
    if !whole.isEmpty { SHA1.compress(&state, UnsafeRawBufferPointer(rebasing: whole), portably: isPortable) }
    keep(rest.dropFirst(whole.count), at: 0)
  }

  /// The hash of everything added. Begin another value for another message.
  package mutating func finish() -> Digest {
    var index = Int(byteCount & 63)
    let bitCount = byteCount &<< 3
    block[index] = 0x80
    index += 1
    if index > 56 {
      while index < 64 {
        block[index] = 0
        index += 1
      }
      compressKept()
      index = 0
    }
    while index < 56 {
      block[index] = 0
      index += 1
    }
    withUnsafeMutableBytes(of: &block) { $0.storeBytes(of: bitCount.bigEndian, toByteOffset: 56, as: UInt64.self) }
    compressKept()
    return state
  }

  private mutating func keep(_ part: Slice<UnsafeRawBufferPointer>, at index: Int) {
    withUnsafeMutableBytes(of: &block) { block in
      UnsafeMutableRawBufferPointer(rebasing: block[index...]).copyBytes(from: part)
    }
  }

  private mutating func compressKept() {
    let portably = isPortable
    withUnsafeBytes(of: &block) { SHA1.compress(&state, $0, portably: portably) }
  }

  private static func compress(_ state: inout Digest, _ blocks: UnsafeRawBufferPointer, portably: Bool) {
    if portably {
      compressPortably(&state, blocks)
    } else {
      withWords(of: &state) { rdb_sha1_blocks($0, blocks.baseAddress, blocks.count / 64) }
    }
  }

  @inline(__always)
  private static func withWords(of digest: inout Digest, _ body: (UnsafeMutablePointer<UInt32>) -> Void) {
    withUnsafeMutableBytes(of: &digest) { bytes in
      guard let words = bytes.baseAddress else { return }
      body(words.assumingMemoryBound(to: UInt32.self))
    }
  }
}

// MARK: - At once

extension SHA1 {
  /// The hash of bytes at hand.
  ///
  /// - Complexity: O(n); up to 55 bytes are one block.
  package static func hash(_ bytes: RawSpan) -> Digest {
    bytes.withUnsafeBytes { hash($0) }
  }

  /// The hash of bytes at hand.
  package static func hash(_ bytes: UnsafeRawBufferPointer) -> Digest {
    guard isAccelerated else { return hash(bytes, portably: true) }
    var digest = Digest()
    withWords(of: &digest) { rdb_sha1_hash($0, bytes.baseAddress, bytes.count) }
    return digest
  }

  /// The hash of bytes at hand, for tests, which compare the two ways.
  package static func hash(_ bytes: UnsafeRawBufferPointer, portably: Bool) -> Digest {
    var hash = SHA1(portably: portably)
    hash.update(bytes)
    return hash.finish()
  }

  /// The hash of the 20 bytes of another digest.
  package static func hash(_ other: Digest) -> Digest {
    guard isAccelerated else { return hashPortably(other) }
    var digest = other
    withWords(of: &digest) { rdb_sha1_digest($0, $0) }
    return digest
  }

  /// The same without the instructions of the processor, as tests want it.
  package static func hashPortably(_ other: Digest) -> Digest {
    var state = start
    var words = InlineArray<16, UInt32>(repeating: 0)
    words[0] = other.word0
    words[1] = other.word1
    words[2] = other.word2
    words[3] = other.word3
    words[4] = other.word4
    words[5] = 0x8000_0000
    words[15] = 160
    compressPortably(&state, &words)
    return state
  }
}
