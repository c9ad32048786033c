// table: the sentence of every fault.

extension DecodeFault.Reason {
  /// What is wrong, in a sentence without its place and without a full stop.
  public var message: String {
    switch self {
    case .truncated(let needed, let available):
      "the file ends inside a record: \(grouped(needed)) bytes should follow and \(grouped(available)) do"
    case .inputFailed: "the input could not be read"
    case .implausible(let count, let available): "\(grouped(count)) elements are announced where \(grouped(available)) bytes are left"
    case .notAnRDB: "the file does not begin with REDIS or VALKEY and a version"
    case .version(let text): "no server has written RDB version \(text)"
    case .lengthEncoding(let byte): "a length that begins with byte \(hex(byte)), which no server writes"
    case .countIsEncoded: "a string encoding where a number should stand: servers take the low six bits of its first byte for it"
    case .stringEncoding(let byte): "a string that begins with byte \(hex(byte)), an encoding that no server writes"
    case .unknownOpcode(let byte): Self.unknownOpcodeMessage(byte)
    case .moduleValuePreGA: "type 6, a module value of a 4.0 release candidate, which carries no lengths: nobody can read past it"
    case .functionPreGA: "a function in the format of 7.0 release candidates, which every release refuses"
    case .moduleOpcode(let opcode): "opcode \(opcode) in the data of a module, where 0 to 5 exist"
    case .moduleUnended: "the data of a module that does not end before the file does"
    case .moduleAuxWhen(let when): "module aux data that does not say whether it stands before or after the keys (\(when))"
    case .moduleIDZero: "data of a module with the id 0"
    case .quicklistContainer(let container): "a quicklist node of container kind \(container), where 1 and 2 exist"
    case .slotImportName(let length): "a slot import whose job name has \(length) bytes instead of 40"
    case .endMissing: "the file ends between two records: the end opcode FF is missing, and whatever came after"
    case .checksumMissing(let available): "\(available) of the 8 checksum bytes behind the end opcode are there"
    case .checksumMismatch(let stored, let computed):
      "the checksum is \(hex(stored)), the bytes before it give \(hex(computed)): something in the file is not as it was written"
    case .checksumAbsent: "the file has no checksum, so bytes that changed inside values cannot be seen"
    case .arrayTag(let tag): "an array element with tag \(tag), where 0 to 3 exist"
    case .arrayOrder: "the indices of an array do not ascend"
    case .hashTemplate(let what): "hash template: \(what)"
    case .asciiScore: "a score that is not a number"
    case .unsupported(let what): "\(what), which rdbtool does not hold in memory"
    case .lzf(let defect): "a compressed string that \(defect.message)"
    case .lzfEmpty: "a compressed string that stands for nothing, which no server writes"
    case .containerTooLarge(let size): "a container of \(grouped(size)) bytes, over the 4 GiB that its header could say"
    case .listpackTooShort(let size): "a listpack of \(size) bytes, shorter than its header and terminator"
    case .listpackSize(let claimed, let actual):
      "a listpack that says it has \(grouped(UInt64(claimed))) bytes, in a string of \(grouped(actual))"
    case .listpackTerminator: "a listpack whose terminator FF is not where it ends"
    case .listpackEncoding(let byte): "a listpack entry that begins with byte \(hex(byte)), which no server writes"
    case .listpackEntryPastEnd: "a listpack entry that reaches past the end of its listpack"
    case .listpackBacklen(let expected): "a listpack entry of \(grouped(expected)) bytes with a wrong length behind it"
    case .listpackCount(let claimed, let actual): "a listpack that says it has \(grouped(claimed)) entries and has \(grouped(actual))"
    case .listpackBoundary(let size, let newer):
      "a listpack entry of \(grouped(size)) bytes, written as Redis \(newer ? "from 8.8 and Valkey from 9.1 on" : "up to 8.6 and Valkey up to 9.0") do"
    case .ziplistTooShort(let size): "a ziplist of \(size) bytes, shorter than its header and terminator"
    case .ziplistSize(let claimed, let actual):
      "a ziplist that says it has \(grouped(UInt64(claimed))) bytes, in a string of \(grouped(actual))"
    case .ziplistTerminator: "a ziplist whose terminator FF is not where it ends"
    case .ziplistEncoding(let byte): "a ziplist entry of encoding \(hex(byte)), which no server writes"
    case .ziplistEntryPastEnd: "a ziplist entry that reaches past the end of its ziplist"
    case .ziplistPrevlen(let claimed, let actual):
      "a ziplist entry that says the one before it has \(grouped(UInt64(claimed))) bytes; it has \(grouped(actual))"
    case .ziplistTail(let claimed, let actual):
      "a ziplist whose last entry should be at \(grouped(UInt64(claimed))) and is at \(grouped(actual))"
    case .ziplistCount(let claimed, let actual): "a ziplist that says it has \(grouped(claimed)) entries and has \(grouped(actual))"
    case .intsetWidth(let width): "an intset of \(width)-byte integers, where 2, 4 and 8 exist"
    case .intsetSize(let claimed, let actual): "an intset of \(grouped(actual)) bytes whose header means \(grouped(claimed))"
    case .intsetEmpty: "an intset without members, on which servers exit"
    case .intsetOrder: "an intset whose members do not ascend"
    case .intsetDuplicate: "an intset with one member twice"
    case .zipmapTerminator: "a zipmap whose terminator FF is not where it ends"
    case .zipmapEntryPastEnd: "a zipmap entry that reaches past the end of its zipmap"
    case .zipmapCount(let claimed, let actual): "a zipmap that says it has \(grouped(claimed)) fields and has \(grouped(actual))"
    case .tupleCount(let entries, let tuple): "\(grouped(entries)) entries where every element takes \(tuple)"
    case .duplicate(let role): "one \(role.noun) twice"
    case .emptyCollection: "a collection without elements: servers skip the key"
    case .quicklistOnlyEmptyNodes: "a list whose nodes are all empty: servers drop the key"
    case .quicklistEmptyNode: "an empty node in a list: servers skip it"
    case .scoreIsNaN: "a score that is not a number (NaN)"
    case .scoreText: "a score that is text: servers read what it begins with, or 0"
    case .scoreOrder: "a sorted set that is not in the order of its scores: ranges and ranks will be wrong"
    case .fieldExpiry: "a field expiry that is not a time in milliseconds"
    case .fieldExpiryOrder: "fields that are not in the order of their expiries"
    case .fieldExpiryOverflow: "a field expiry beyond 2^48 milliseconds: servers keep a wrong one"
    case .streamNodeID(let length): "a stream node whose id has \(length) bytes instead of 16"
    case .streamNodeEmpty: "a stream node without entries"
    case .streamNodeLayout(let what): "a stream node with \(what)"
    case .streamNodeCount(let claimed, let actual):
      "a stream node that says it has \(grouped(claimed)) entries, deleted ones included, and has \(grouped(actual))"
    case .streamNodeDeletedCount(let claimed, let actual):
      "a stream node that says \(grouped(claimed)) of its entries are deleted; \(grouped(actual)) are"
    case .streamNodeOrder: "stream nodes that are not in the order of their ids"
    case .streamNodeDuplicate: "two stream nodes with one id"
    case .streamEntryOrder: "stream entries that are not in the order of their ids"
    case .streamLength(let claimed, let actual): "a stream that says it has \(grouped(claimed)) entries and has \(grouped(actual))"
    case .streamLastID: "a stream whose last id is below that of its last entry: new entries would come before old ones"
    case .streamFirstID: "a stream whose first id is not that of its first entry"
    case .streamMaxDeletedID: "a stream whose highest deleted id is above its last id"
    case .streamEntriesAdded: "a stream to which fewer entries were added than it has"
    case .streamPendingDuplicate(let id): "stream entry \(id) is pending twice in one group"
    case .streamPendingShared(let id): "stream entry \(id) is owned by two consumers of one group"
    case .streamPendingUnowned(let count): "\(grouped(count)) pending stream entries that no consumer owns"
    case .streamPendingUnknown(let id): "a consumer owns stream entry \(id), which is not pending in its group"
    case .pendingUnchecked(let count): "\(grouped(count)) pending entries in one group: too many to compare with those of its consumers"
    case .duplicateKey: "the key is there already"
    case .duplicatesUnchecked: "a collection too large to look for duplicates: there is no room for that in the temporary directory"
    case .databaseNumber(let number): "database \(grouped(number)), where servers have 16 unless told otherwise"
    case .resizeHint(let claimed, let actual): "\(grouped(claimed)) keys are announced for the database and \(grouped(actual)) are there"
    case .resizeHintUnbearable(let count): "\(grouped(count)) keys are announced for the database: servers die of reserving memory for them"
    case .functionLibrary(let what): what
    case .moduleNeeded(let id): "values of module type \(id.name)\(id.family.map { " (\($0))" } ?? ""): the server needs the module"
    case .moduleAuxNeeded(let id): "data of module \(id.name): the server needs the module, though no key does"
    case .slotNumber(let slot): "slot \(grouped(slot)), where a cluster has 16 384"
    case .slotImport: "a slot import that was under way: a node in cluster mode takes it, a single Valkey aborts on it"
    case .trailing(let count, let zeros):
      zeros ? "\(grouped(count)) zero bytes behind the end, as page blobs have; servers ignore them" : "\(grouped(count)) bytes behind the end; servers ignore them"
    case .compressed(let program): "the file is compressed (\(program)), though its name does not say so: a server finds no RDB in it"
    case .attributes(let what), .oddity(let what), .versionTooLow(let what): what
    case .expiredKeys(let count): "\(grouped(count)) keys have expired: a primary drops them when it loads the file"
    }
  }

  private static func unknownOpcodeMessage(_ byte: UInt8) -> String {
    let known: String? =
      switch byte {
      case 22...25: "in a REDIS file a hash with field TTLs of Redis 7.4 or newer"
      case 26...33: "in a REDIS file a type of Redis 8.6 or newer"
      case 100...121: "private to Redis Enterprise"
      case 242: "an update of Valkey 9.2 in a VALKEY file, a hash template of Redis 8.10 in a REDIS file"
      default: nil
      }
    return "byte \(byte) where a type or opcode should stand" + (known.map { " (\($0))" } ?? ", which no server writes")
  }
}

extension LZFDefect {
  /// The end of "a compressed string that …".
  public var message: String {
    switch self {
    case .literalPastEnd: "copies more bytes than it has"
    case .referenceBeforeStart: "refers to bytes before its start"
    case .outputTooLong: "yields more than it announces"
    case .outputTooShort: "yields less than it announces"
    case .instructionCut: "ends inside an instruction"
    case .claimTooLarge: "announces more than its bytes could ever stand for"
    }
  }
}

extension ElementRole {
  /// What a user calls it.
  public var noun: String {
    switch self {
    case .string: "string"
    case .listElement, .arrayElement: "element"
    case .setMember, .sortedSetMember: "member"
    case .hashField, .streamField: "field"
    case .hashValue, .streamValue: "value"
    case .groupName: "consumer group"
    case .consumerName: "consumer"
    case .moduleString: "string of a module"
    case .producerName: "producer"
    }
  }
}

/// A number with its digits in groups of three, for the eye: 1 048 713.
public func grouped(_ number: UInt64) -> String {
  let digits = Array(String(number).utf8)
  var text: [UInt8] = []
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { text.append(0x20) }
    text.append(digit)
  }
  return String(decoding: text, as: UTF8.self)
}

private func hex(_ byte: UInt8) -> String { "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true) }
private func hex(_ word: UInt64) -> String {
  let text = String(word, radix: 16)
  return String(repeating: "0", count: 16 - text.utf8.count) + text
}
