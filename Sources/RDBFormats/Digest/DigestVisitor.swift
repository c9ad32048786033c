/// Hashes what a walk tells of: for one thread, keys in any order.
///
/// The names of steps are those of ``Digest``. `digest` starts with the key and ends in the
/// dataset's digest; `value` is the same chain without the key, for `DEBUG DIGEST-VALUE`.
struct DigestVisitor: RecordVisitor, ~Copyable {
  let dialect: DigestDialect
  let keepsRows: Bool
  let filter: DatasetDigester.Filter?
  let wantsValueByteCount: Bool
  // Hashes of what is always the same; H(be32(t)) by type number.
  private let typeHashes = InlineArray<8, Digest> { number in
    withUnsafeBytes(of: UInt32(number).bigEndian) { SHA1.hash($0) }
  }
  private let expiryMark = Digest.hash(of: "!!expire!!")
  private let fieldExpiryMark = Digest.hash(of: "!!hexpire!!")

  var totals = DatasetDigest()
  var rows = DigestRows()
  /// The first thing that is wrong; nothing is hashed after it.
  private(set) var problem: DigestProblem?

  // The key in hand.
  private let name = TextBuffer()
  private var nameByteCount = 0
  private var isInRecord = false
  private var database: UInt64 = 0
  private(set) var encoding = ValueEncoding.string
  private var fieldsHaveExpiry = false
  private var digest = Digest()
  private var value = Digest()
  private var expiresAt: Int64?
  private var elementCount = 0

  // The element in hand: a member and its score, a field and its value.
  private var element = Digest()
  private var longestMember = 0
  /// What changes in the digest when every −0 of a sorted set is 0.
  private var negativeZeros = Digest()

  /// Hashes of long names that were told before.
  private var sharedHashes: [SharedName: Digest] = [:]

  // An element that comes in pieces.
  private var large = SHA1()
  private var largeRole = ElementRole.string
  private var largeByteCount = 0

  /// What else is hashed of a stream and of a module; see their extensions.
  var groups = GroupDigest()
  var vectorSet = VectorSetDigest()
  var moduleItems = Digest()

  init(_ dialect: DigestDialect, keepsRows: Bool, filter: DatasetDigester.Filter?, wantsValueByteCount: Bool = false) {
    self.wantsValueByteCount = wantsValueByteCount
    self.dialect = dialect
    self.keepsRows = keepsRows
    self.filter = filter
  }

  // MARK: Records


  mutating func record(_ head: RecordHead, key: RawSpan) -> Bool {
    guard problem == nil, filter?(head, key) ?? true else { return false }
    key.withUnsafeBytes { _ = name.copy($0) }
    nameByteCount = key.byteCount
    isInRecord = true
    database = head.database
    encoding = head.encoding
    elementCount = 0
    longestMember = 0
    negativeZeros = Digest()
    digest = SHA1.hash(head.largeKey?.hash ?? SHA1.hash(key))
    if let large = head.largeKey, keepsRows || filter != nil {
      fail(.unsupported("a name of \(large.byteCount) bytes"), at: head.typeOffset)
    }
    value = Digest()
    let kind = encoding.kind
    // Numbers of kinds are the servers' numbers of types.
    mix(typeHashes[Int(kind.rawValue)])
    switch encoding {
    case .hashMetadata, .hashMetadataPreGA, .hashListpackEx, .hashListpackExPreGA, .valkeyHash2: fieldsHaveExpiry = true
    case .valkeyPathHash: fail(.unsupported("the digest of a hash of paths"), at: head.typeOffset)
    case .array where !dialect.isFull: fail(.unsupported("the digest of an array"), at: head.typeOffset)
    default: fieldsHaveExpiry = false
    }
    expiresAt = head.attributes.expiresAtMilliseconds
    return true
  }

  mutating func recordEnd(at offset: Int) {
    isInRecord = false
    guard problem == nil else { return }
    switch encoding.kind {
    case .list, .set, .hash: if elementCount == 0, dialect.skipsEmptyCollections { return }
    case .sortedSet:
      if elementCount == 0, dialect.skipsEmptyCollections { return }
      if becomesListpack { xor(negativeZeros) }
    case .module: finishModule(at: offset)
    case .string, .stream, .array: break
    }
    if let expiresAt {
      xor(dialect.isFull ? LabelledHash("!!expire!!", UInt64(bitPattern: expiresAt)).hash : expiryMark)
    }
    totals.add(digest, in: database)
    if keepsRows { rows.append(name.first(nameByteCount).bytes, in: database, value) }
  }

  /// Whether a server that reads this sorted set makes a listpack of it, in which −0 becomes 0.
  private var becomesListpack: Bool {
    (encoding == .sortedSet || encoding == .sortedSet2) && dialect.smallSortedSetsLoseNegativeZero && elementCount <= 128
      && longestMember <= 64
  }

  mutating func unreadableKey(_ head: RecordHead, _ fault: DecodeFault) {
    if problem == nil { problem = DigestProblem(fault, database: head.database, key: nil) }
  }

  mutating func auxiliary(_ name: RawSpan, _ value: RawSpan, at offset: Int) {}

  mutating func function(_ source: RawSpan, at offset: Int) {
    if dialect.isFull { totals.add(library: SHA1.hash(source)) }
  }

  mutating func item(_ item: RDBItem, at offset: Int) {}

  mutating func defect(_ fault: DecodeFault) {
    if !fault.leavesDigestAlone { fail(fault) }
  }

  /// Remembers what is wrong, with the key if one is in hand.
  mutating func fail(_ fault: DecodeFault) {
    guard problem == nil else { return }
    problem =
      isInRecord
      ? DigestProblem(fault, database: database, key: [UInt8](name.first(nameByteCount)))
      : DigestProblem(fault, database: nil, key: nil)
  }

  mutating func fail(_ reason: DecodeFault.Reason, at offset: Int) { fail(DecodeFault(reason, at: offset)) }

  // MARK: Steps

  /// M of what is hashed already.
  @inline(__always)
  mutating func mix(_ hash: Digest) {
    digest.mixHash(hash)
    if keepsRows { value.mixHash(hash) }
  }

  /// X of what is hashed already.
  @inline(__always)
  mutating func xor(_ hash: Digest) {
    digest.formXOR(hash)
    if keepsRows { value.formXOR(hash) }
  }

  // MARK: Elements

  mutating func element(_ role: ElementRole, _ bytes: RawSpan) {
    if counts(role) { take(role, SHA1.hash(bytes), bytes.byteCount) }
  }

  /// Bytes up to which hashing costs less than remembering, and names that are remembered at most.
  private static let shortNameByteCount = 128, sharedHashLimit = 1 << 16

  mutating func sharedElement(_ role: ElementRole, _ bytes: RawSpan, _ name: SharedName) {
    if bytes.byteCount <= Self.shortNameByteCount { return element(role, bytes) }
    if let hash = sharedHashes[name] { return take(role, hash, bytes.byteCount) }
    let hash = SHA1.hash(bytes)
    if sharedHashes.count >= Self.sharedHashLimit { sharedHashes.removeAll() }
    sharedHashes[name] = hash
    take(role, hash, bytes.byteCount)
  }

  mutating func integer(_ role: ElementRole, _ value: Int64) {
    guard counts(role) else { return }
    var text = InlineArray<20, UInt8>(repeating: 0)
    let (hash, byteCount) = withUnsafeMutableBytes(of: &text) { buffer in
      let range = Decimal.write(value, into: buffer)
      return (SHA1.hash(UnsafeRawBufferPointer(rebasing: buffer[range])), range.count)
    }
    take(role, hash, byteCount)
  }

  mutating func largeElement(_ role: ElementRole, byteCount: UInt64) {
    large = SHA1()
    largeRole = role
    largeByteCount = Int(clamping: byteCount)
  }

  mutating func piece(_ bytes: RawSpan) {
    if counts(largeRole) { large.update(bytes) }
  }

  mutating func largeElementEnd() {
    if counts(largeRole) { take(largeRole, large.finish(), largeByteCount) }
  }

  /// Whether the digest depends on elements of this role.
  @inline(__always)
  private func counts(_ role: ElementRole) -> Bool {
    switch role {
    case .groupName, .consumerName: dialect.isFull
    case .moduleString: dialect.isFull || vectorSet.isActive
    case .producerName: false
    default: true
    }
  }

  @inline(__always)
  private mutating func take(_ role: ElementRole, _ hash: Digest, _ byteCount: Int) {
    switch role {
    case .string: mix(hash)
    case .listElement:
      elementCount &+= 1
      mix(hash)
    case .setMember:
      elementCount &+= 1
      xor(hash)
    case .sortedSetMember:
      elementCount &+= 1
      longestMember = max(longestMember, byteCount)
      element = SHA1.hash(hash)
    case .hashField:
      elementCount &+= 1
      element = SHA1.hash(hash)
    case .hashValue:
      element.mixHash(hash)
      if !fieldsHaveExpiry { xor(SHA1.hash(element)) }
    case .streamField, .streamValue, .arrayElement: mix(hash)
    case .groupName: beginGroup(hash)
    case .consumerName: groups.beginConsumer(hash)
    case .moduleString: takeModuleString(hash, byteCount)
    case .producerName: break
    }
  }

  mutating func score(_ score: Double) {
    if dialect.isFull {
      // −0 and 0 are one score, which servers write either way.
      element.mixHash(LabelledHash("", (score == 0 ? 0 : score).bitPattern).hash)
      return xor(SHA1.hash(element))
    }
    let member = element
    var text = InlineArray<32, UInt8>(repeating: 0)
    let hash = withUnsafeMutableBytes(of: &text) { buffer in
      let count = dialect.scores == .grisu2 ? ScoreText.grisu2(score, into: buffer) : ScoreText.g17(score, into: buffer)
      return SHA1.hash(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
    element.mixHash(hash)
    let scored = SHA1.hash(element)
    xor(scored)
    if score == 0, score.sign == .minus {
      var positive = member
      positive.mixHash(Digest.hash(of: "0"))
      negativeZeros.formXOR(scored ^ SHA1.hash(positive))
    }
  }

  mutating func fieldExpiry(_ milliseconds: Int64?) {
    if let milliseconds {
      if dialect.isFull {
        element.formXOR(LabelledHash("!!hexpire!!", UInt64(bitPattern: milliseconds)).hash)
      } else if let moment = dialect.excludesFieldsExpiredBy, milliseconds <= moment {
        return
      } else if dialect.marksFieldExpiry {
        element.formXOR(fieldExpiryMark)
      }
    }
    xor(SHA1.hash(element))
  }

  mutating func arrayIndex(_ index: UInt64) { mix(LabelledHash("", index).hash) }
}

extension Digest {
  /// H of a short text that stands in the code.
  static func hash(of text: StaticString) -> Digest {
    SHA1.hash(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }
}
