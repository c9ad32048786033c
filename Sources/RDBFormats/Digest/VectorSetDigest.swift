// A vector set as Redis 8.0–8.2 saves it (module type "vectorset", encoding version 0);
// found by comparing files with DEBUG DIGEST-VALUE:
//
//   dimension, count, configuration, flags              flags: 1 projection, 2 attributes
//   [1] input dimension, string (projection matrix)
//   ×count: string name, [2] string attribute ("" = none), string vector as stored,
//           number n, n numbers (links of the graph)

/// What the callback of the module adds to `DEBUG DIGEST`.
struct VectorSetDigest {
  private enum Next {
    case nothing, dimension, count, configuration, flags, projectionDimension, projection
    case name, attribute, vector, linkCount, links(UInt64)
    /// Something stood where something else should.
    case unknown
  }

  private var next = Next.nothing
  private var dimension: UInt64 = 0
  private var left: UInt64 = 0
  private var hasAttributes = false
  private var name = Digest()
  private var attribute: Digest?
  private var accumulated = Digest()

  /// Whether the module in hand is a vector set.
  var isActive: Bool { if case .nothing = next { false } else { true } }

  mutating func begin(_ id: ModuleID) {
    self = VectorSetDigest()
    guard id.name == "vectorset" else { return }
    next = id.encodingVersion == 0 ? .dimension : .unknown
  }

  mutating func integer(_ value: UInt64) {
    switch next {
    case .dimension:
      dimension = value
      next = .count
    case .count:
      left = value
      var size = Digest()
      size.mixHash(Self.decimal(value))
      size.mixHash(Self.decimal(dimension))
      accumulated.xor(accumulated: size)
      next = .configuration
    case .configuration: next = .flags
    case .flags:
      hasAttributes = value & 2 != 0
      next = value & 1 != 0 ? .projectionDimension : .name
    case .projectionDimension: next = .projection
    case .linkCount: next = value == 0 ? .name : .links(value)
    case .links(let count): next = count == 1 ? .name : .links(count - 1)
    case .nothing, .projection, .name, .attribute, .vector, .unknown: next = .unknown
    }
  }

  mutating func string(_ hash: Digest, byteCount: Int) {
    switch next {
    case .projection: next = .name
    case .name where left > 0:
      left -= 1
      name = hash
      attribute = nil
      next = hasAttributes ? .attribute : .vector
    case .attribute:
      if byteCount > 0 { attribute = hash }
      next = .vector
    case .vector:
      var element = Digest()
      element.mixHash(hash)
      element.mixHash(name)
      if let attribute { element.mixHash(attribute) }
      accumulated.xor(accumulated: element)
      next = .linkCount
    default: next = .unknown
    }
  }

  mutating func double() { if isActive { next = .unknown } }

  /// What the callback accumulated; nil when the value was not laid out as above.
  mutating func finish() -> Digest? {
    defer { next = .nothing }
    if case .name = next, left == 0 { return accumulated }
    return nil
  }

  private static func decimal(_ value: UInt64) -> Digest {
    SHA1.hash(Array(String(value).utf8).span.bytes)
  }
}
