// The arithmetic of DEBUG DIGEST (digest.md), where H is SHA-1:
//
//   X(d, x)   d := d ⊕ H(x)        order does not matter: members of a set, keys
//   M(d, x)   d := H(d ⊕ H(x))     order matters: elements of a list
//
// `x` is a string of bytes, or another digest taken as its 20 bytes.

/// A SHA-1, or what digests accumulate in: 20 bytes, zero to begin with.
package struct Digest: Hashable, Sendable {
  // Five words as SHA-1 computes them; the first byte of the 20 is the most
  // significant one of the first word.
  var word0: UInt32 = 0
  var word1: UInt32 = 0
  var word2: UInt32 = 0
  var word3: UInt32 = 0
  var word4: UInt32 = 0

  /// Twenty zero bytes, which is also the digest of an empty dataset and of a missing key.
  package init() {}

  @inline(__always)
  init(_ word0: UInt32, _ word1: UInt32, _ word2: UInt32, _ word3: UInt32, _ word4: UInt32) {
    self.word0 = word0
    self.word1 = word1
    self.word2 = word2
    self.word3 = word3
    self.word4 = word4
  }

  /// 40 lower-case digits, as servers print it.
  package var hex: String {
    String(unsafeUninitializedCapacity: 40) { text in
      var index = 0
      for word in [word0, word1, word2, word3, word4] {
        for shift in stride(from: 28, through: 0, by: -4) {
          let digit = UInt8(word >> UInt32(shift) & 15)
          text.initializeElement(at: index, to: digit < 10 ? 48 + digit : 87 + digit)
          index += 1
        }
      }
      return index
    }
  }

  @inline(__always)
  package static func ^ (_ a: Digest, _ b: Digest) -> Digest {
    Digest(a.word0 ^ b.word0, a.word1 ^ b.word1, a.word2 ^ b.word2, a.word3 ^ b.word3, a.word4 ^ b.word4)
  }

  /// d := d ⊕ other, nothing hashed.
  @inline(__always)
  package mutating func formXOR(_ other: Digest) { self = self ^ other }
}

extension Digest {
  // MARK: X

  /// X(d, bytes).
  package mutating func xor(_ bytes: UnsafeRawBufferPointer) { formXOR(SHA1.hash(bytes)) }

  /// X(d, bytes).
  package mutating func xor(_ bytes: RawSpan) { formXOR(SHA1.hash(bytes)) }

  /// X(d, bytes) of bytes that are hashed already, for those that came in pieces.
  package mutating func xorHash(_ hash: Digest) { formXOR(hash) }

  /// X(d, e) of another digest: what an element, a key or a module's callback
  /// accumulated is hashed once more before it counts.
  package mutating func xor(accumulated other: Digest) { formXOR(SHA1.hash(other)) }

  // MARK: M

  /// M(d, bytes).
  package mutating func mix(_ bytes: UnsafeRawBufferPointer) { mixHash(SHA1.hash(bytes)) }

  /// M(d, bytes).
  package mutating func mix(_ bytes: RawSpan) { mixHash(SHA1.hash(bytes)) }

  /// M(d, bytes) of bytes that are hashed already, for those that came in pieces.
  package mutating func mixHash(_ hash: Digest) { self = SHA1.hash(self ^ hash) }

  /// M(d, be32(number)): how the type of a value and the number of a database come in.
  package mutating func mix(bigEndian number: UInt32) {
    withUnsafeBytes(of: number.bigEndian) { mix($0) }
  }
}
