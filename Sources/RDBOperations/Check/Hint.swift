import RDBFormats

/// What to do about a fault, phrased as a check or an action that the reader can make.
enum Hint {
  static func of(_ reason: DecodeFault.Reason, _ effect: Effect) -> String? {
    switch reason {
    case .truncated, .endMissing, .checksumMissing:
      "compare its size with the original and copy it again; was the disk full, or the copy cut off?"
    case .checksumMismatch: "compare sha256sum with the original; if they agree, the disk or the memory of the writer is to blame"
    case .notAnRDB: "is this the right file? An RDB begins with REDIS0011 or VALKEY080"
    case .version: "a newer rdbtool may know it"
    case .unknownOpcode: "the bytes before it may be wrong already: look at the key before, and compare the file with the original"
    case .compressed: "decompress it before a server starts on it, or name it .gz or .lz4"
    case .checksumAbsent: "`rdbchecksum yes` in the server's configuration brings it back"
    case .functionPreGA, .moduleValuePreGA: "load it with the release candidate that wrote it and save again from a release"
    case .databaseNumber(let number):
      number < UInt64(Int32.max) ? "start the server with `databases \(number + 1)` or more" : "no server can be configured for it"
    case .moduleNeeded, .moduleAuxNeeded: "start the server with the module loaded"
    case .slotImport: "load it on a node with `cluster-enabled yes`"
    case .functionLibrary: "servers from 7.0 on exit on it; save again after FUNCTION DELETE on the server that wrote it"
    case .resizeHintUnbearable: "the number is a hint only: everything else in the file may be well"
    case .trailing(_, let zeros): zeros ? nil : "did two files become one, or was it captured from a replication stream?"
    case .expiredKeys: "a replica, or a primary with the file as base of its AOF, keeps them until they are deleted"
    case .emptyCollection: "old servers could leave them behind; nothing is lost"
    case .duplicateKey: "servers exit on it; one of the two has to go"
    case .listpackBacklen, .listpackCount, .listpackEncoding, .listpackEntryPastEnd, .listpackTerminator, .tupleCount, .intsetOrder,
      .intsetDuplicate:
      effect == .refused ? "with its default `sanitize-dump-payload no` Redis starts on it and crashes when the key is used" : nil
    case .duplicate(.hashField): "Redis starts on it with a hash that shows the field twice; Valkey 9 refuses it"
    case .streamPendingUnowned: "Redis starts on it by default; XGROUP SETID or XCLAIM there cannot reach these entries"
    case .duplicatesUnchecked: "point TMPDIR to a directory with room"
    default: nil
    }
  }
}
