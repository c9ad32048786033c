// Values of modules. Of those seen only the vector set of Redis 8 tells servers what to hash; of
// JSON, Bloom and Cuckoo filters, sketches, Top-K, t-digest and time series nothing counts but that
// they are module values (digest.md). Our own digest covers the items one after the other, but for
// vector sets: their items hold the links of a graph that is another one after every load.

extension DigestVisitor {
  mutating func module(_ id: ModuleID) {
    vectorSet.begin(id)
    guard dialect.isFull else { return }
    moduleItems = Digest()
    mix(LabelledHash("module", id.rawValue).hash)
  }

  mutating func moduleInteger(opcode: UInt8, _ bits: UInt64) {
    if vectorSet.isActive { vectorSet.integer(bits) }
    if dialect.isFull { moduleItems.mixHash(LabelledHash("integer", bits).hash) }
  }

  mutating func moduleDouble(_ value: Double) {
    vectorSet.double()
    if dialect.isFull { moduleItems.mixHash(LabelledHash("double", value.bitPattern).hash) }
  }

  mutating func takeModuleString(_ hash: Digest, _ byteCount: Int) {
    if vectorSet.isActive { vectorSet.string(hash, byteCount: byteCount) }
    if dialect.isFull { moduleItems.mixHash(hash) }
  }

  mutating func finishModule(at offset: Int) {
    if vectorSet.isActive {
      if let digest = vectorSet.finish() { return xor(SHA1.hash(digest)) }
      if !dialect.isFull { return fail(.unsupported("the digest of a vector set in this layout"), at: offset) }
    }
    if dialect.isFull { mix(SHA1.hash(moduleItems)) }
  }
}
