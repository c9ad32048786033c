/// What the bytes got wrong, and where. Knows nothing of keys or files: whoever
/// does adds them on the way up.
public struct DecodeFault: Error, Hashable, Sendable {
  /// What is wrong. ``code`` is the stable name, ``message`` the sentence.
  public enum Reason: Hashable, Sendable {
    // Framing: after one of these nobody knows where the next record begins.
    /// The structure promised more bytes than the input holds.
    case truncated(needed: UInt64, available: UInt64)
    /// The source failed; ``ByteWindow/sourceFailure`` says how.
    case inputFailed
    /// A container claims more elements than could be there.
    case implausible(count: UInt64, available: UInt64)
    /// The first bytes are not `REDIS` or `VALKEY`.
    case notAnRDB
    /// The digits after the magic are not a version any server has written.
    case version(String)
    /// A first byte 0x82–0xBF of a length: never given out.
    case lengthEncoding(UInt8)
    /// A special string encoding (0xC0–0xFF) stands where a number should; servers take its low six bits.
    case countIsEncoded
    /// A first byte 0xC4–0xFF of a string: never given out.
    case stringEncoding(UInt8)
    /// A record begins with a byte that is neither opcode nor type in this dialect.
    case unknownOpcode(UInt8)
    /// Type 6, a module value of a 4.0 release candidate: carries no lengths.
    case moduleValuePreGA
    /// Opcode 246, a function of a 7.0 release candidate: refused by every release.
    case functionPreGA
    /// A module value or aux holds an opcode over 5.
    case moduleOpcode(UInt64)
    /// The data of a module does not end before the file does.
    case moduleUnended
    /// The "when" of module aux data is not 1 or 2, or not written as UINT.
    case moduleAuxWhen(UInt64)
    /// A module value whose id is 0.
    case moduleIDZero
    /// A container byte of a quicklist node that is neither 1 nor 2.
    case quicklistContainer(UInt64)
    /// The 40-character job name of a Valkey slot import has another length.
    case slotImportName(length: UInt64)
    /// The file ends between two records, without the EOF opcode.
    case endMissing
    /// The EOF opcode is there, the eight checksum bytes after it are not.
    case checksumMissing(available: Int)
    /// The writer had checksums switched off, or the version has none.
    case checksumAbsent
    /// CRC-64 over the file differs from the eight bytes stored after it.
    case checksumMismatch(stored: UInt64, computed: UInt64)
    /// A tag of an array element that was never given out.
    case arrayTag(UInt64)
    /// The indices of an array (Redis 8.8) do not ascend.
    case arrayOrder
    /// A hash template that is not there, out of turn, or in an unknown format.
    case hashTemplate(String)
    /// An ASCII score of type 3 that does not read as a number; servers stop there.
    case asciiScore
    /// A string over 4 GiB or a nesting that no server can hold.
    case unsupported(String)

    // Compressed strings.
    /// The LZF data of a string does not decompress to what it claims.
    case lzf(LZFDefect)

    /// A listpack, ziplist, intset or zipmap of over 4 GiB, which its own header could not say.
    case containerTooLarge(UInt64)

    // Listpack.
    /// The listpack is shorter than its header and terminator.
    case listpackTooShort(byteCount: UInt64)
    /// The total-bytes field differs from the string around the listpack.
    case listpackSize(claimed: UInt32, actual: UInt64)
    /// The last byte is not 0xFF, or 0xFF stands before the end.
    case listpackTerminator
    /// An encoding byte 0xF5–0xFE: never given out.
    case listpackEncoding(UInt8)
    /// An entry reaches past the end of the listpack.
    case listpackEntryPastEnd
    /// The back length of an entry differs from its size.
    case listpackBacklen(expected: UInt64)
    /// The element count in the header is wrong.
    case listpackCount(claimed: UInt64, actual: UInt64)

    // Ziplist.
    /// The ziplist is shorter than its header and terminator.
    case ziplistTooShort(byteCount: UInt64)
    /// The total-bytes field differs from the string around the ziplist.
    case ziplistSize(claimed: UInt32, actual: UInt64)
    /// The last byte is not 0xFF, or 0xFF stands before the end.
    case ziplistTerminator
    /// An encoding byte that was never given out.
    case ziplistEncoding(UInt8)
    /// An entry reaches past the end of the ziplist.
    case ziplistEntryPastEnd
    /// The previous-length field of an entry is wrong.
    case ziplistPrevlen(claimed: UInt32, actual: UInt64)
    /// The tail offset does not point at the last entry.
    case ziplistTail(claimed: UInt32, actual: UInt64)
    /// The element count in the header is wrong.
    case ziplistCount(claimed: UInt64, actual: UInt64)

    // Intset and zipmap.
    /// The element width of an intset is not 2, 4 or 8.
    case intsetWidth(UInt32)
    /// The intset's size is not header plus count times width.
    case intsetSize(claimed: UInt64, actual: UInt64)
    /// An intset without members.
    case intsetEmpty
    /// The members of an intset do not ascend.
    case intsetOrder
    /// One member of an intset is there twice.
    case intsetDuplicate
    /// A zipmap that ends before its 0xFF, or goes on after it.
    case zipmapTerminator
    /// A field or value reaches past the end of the zipmap.
    case zipmapEntryPastEnd
    /// The pair count in the zipmap's first byte is wrong.
    case zipmapCount(claimed: UInt64, actual: UInt64)

    // What the elements add up to.
    /// A hash, sorted set or field-TTL hash whose entries do not make whole tuples.
    case tupleCount(entries: UInt64, tuple: Int)
    /// A field, member or name is there twice.
    case duplicate(ElementRole)
    /// A collection without elements, as old servers wrote; loaders skip the key.
    case emptyCollection
    /// A quicklist 2 node that holds an empty listpack, and nothing else: no server writes it.
    case quicklistOnlyEmptyNodes
    /// A quicklist node that holds an empty ziplist or listpack beside others.
    case quicklistEmptyNode
    /// A score that is not a number.
    case scoreIsNaN
    /// Score text that does not read as a number; servers take 0.
    case scoreText
    /// A sorted set in a listpack or ziplist that is not in score order.
    case scoreOrder
    /// A field expiry that is not an integer in 0 … 2^48−1.
    case fieldExpiry
    /// Fields with expiries are not sorted by them.
    case fieldExpiryOrder

    // Streams.
    /// A node's master id is not 16 bytes.
    case streamNodeID(length: UInt64)
    /// A node with an empty listpack.
    case streamNodeEmpty
    /// A node's listpack does not follow the entry layout.
    case streamNodeLayout(String)
    /// A node does not hold as many entries, live and deleted, as it says.
    case streamNodeCount(claimed: UInt64, actual: UInt64)
    /// A node holds as many entries as it says, but more or fewer of them are deleted.
    case streamNodeDeletedCount(claimed: UInt64, actual: UInt64)
    /// A node's id is below that of the node before it.
    case streamNodeOrder
    /// Two nodes have the same id.
    case streamNodeDuplicate
    /// An entry's id is not above the one before it.
    case streamEntryOrder
    /// The stream's length differs from its live entries.
    case streamLength(claimed: UInt64, actual: UInt64)
    /// The last id is below the last entry.
    case streamLastID
    /// The first id is not that of the first live entry.
    case streamFirstID
    /// The highest deleted id is above the last id.
    case streamMaxDeletedID
    /// entries-added is below the number of entries.
    case streamEntriesAdded
    /// An id is pending twice in one group or with one of its consumers.
    case streamPendingDuplicate(StreamEntryID)
    /// An id is owned by two consumers of one group.
    case streamPendingShared(StreamEntryID)
    /// A group's pending entry that no consumer owns.
    case streamPendingUnowned(count: UInt64)
    /// A consumer owns an id that its group does not have pending.
    case streamPendingUnknown(StreamEntryID)
    /// More pending entries than are compared in memory.
    case pendingUnchecked(UInt64)

    // The file as a whole.
    /// A key that its database holds already.
    case duplicateKey
    /// A collection too large to look for duplicates, as there was no room outside memory.
    case duplicatesUnchecked
    /// A database number that a server with 16 databases does not have.
    case databaseNumber(UInt64)
    /// A RESIZEDB hint that servers cannot allocate, or that is far from the truth.
    case resizeHint(claimed: UInt64, actual: UInt64)
    /// A RESIZEDB hint for so many keys that servers run out of memory.
    case resizeHintUnbearable(UInt64)
    /// A function library without its `#!` line, or one that is there already.
    case functionLibrary(String)
    /// A value of a module that the server must have loaded.
    case moduleNeeded(ModuleID)
    /// Aux data of a module that the server must have loaded.
    case moduleAuxNeeded(ModuleID)
    /// A hash slot over 16 383.
    case slotNumber(UInt64)
    /// A slot import record, on which a standalone Valkey aborts.
    case slotImport
    /// Bytes after the checksum.
    case trailing(byteCount: UInt64, zeros: Bool)
    /// A listpack entry of 16 383, 2 097 151 or 268 435 455 bytes, written in
    /// the way of the `newer` (Redis ≥ 8.8, Valkey ≥ 9.1) or older servers.
    case listpackBoundary(entryBytes: UInt64, newer: Bool)
    /// A compressed string that stands for no bytes at all.
    case lzfEmpty
    /// A type that came with a newer version than the header says.
    case versionTooLow(String)
    /// Keys that had expired already.
    case expiredKeys(UInt64)
    /// Attributes of a key that no server writes, though all read them.
    case attributes(String)
    /// The file is compressed, though its name does not say so: a server finds no RDB in it.
    case compressed(String)
    /// An aux field worth knowing about.
    case oddity(String)
    /// A field TTL that a server would misread as its arithmetic overflows.
    case fieldExpiryOverflow
  }

  /// What is wrong.
  public let reason: Reason
  /// Bytes from the start of the file to what is wrong. Inside a compressed
  /// string: to the start of its compressed bytes.
  public let offset: Int
  /// Inside a compressed string: bytes from the start of what it decompresses to.
  public let innerOffset: Int?

  /// - Parameters:
  ///   - reason: what is wrong.
  ///   - offset: bytes from the start of the file.
  ///   - innerOffset: bytes from the start of the decompressed string, if in one.
  public init(_ reason: Reason, at offset: Int, innerOffset: Int? = nil) {
    self.reason = reason
    self.offset = offset
    self.innerOffset = innerOffset
  }
}

/// How LZF data can be wrong.
public enum LZFDefect: Hashable, Sendable {
  /// A literal run reaches past the compressed bytes.
  case literalPastEnd
  /// A back reference points before the first byte of the output.
  case referenceBeforeStart
  /// The data yields more than the declared size.
  case outputTooLong
  /// The data yields less than the declared size.
  case outputTooShort
  /// The data ends inside an instruction.
  case instructionCut
  /// The declared size cannot come from so few compressed bytes.
  case claimTooLarge
}
