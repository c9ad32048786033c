import RDBFiles
import RDBFormats

/// What a source is that is no RDB at all.
enum ContentDefect {
  /// nil for an RDB, and for what an RDB reader has to say more about.
  static func of(_ content: SourceContent) -> Defect? {
    func defect(_ code: String, _ message: String, _ hint: String) -> Defect {
      Defect(
        code: code, severity: .error, offset: 0, innerOffset: nil, database: nil, key: nil, encoding: nil, message: message, hint: hint)
    }
    switch content {
    case .rdb: return nil
    case .rdbLike(let resemblance):
      switch resemblance {
      case .magicCut: return nil
      case .magicCase: return defect("file.magic", "the magic is not in capital letters, so servers say \"Wrong signature\"", "was it converted by a text tool? Copy it again")
      case .magicDamaged: return defect("file.magic", "the first bytes are nearly, but not quite, those of an RDB", "compare the file with the original and copy it again")
      case .replication(let prefix, let payload):
        return defect("file.magic", "a capture of a replication stream: \(grouped(UInt64(prefix))) bytes stand before an RDB of \(grouped(payload))", "`tail -c +\(prefix + 1) FILE | head -c \(payload)` cuts the RDB out")
      case .disklessReplication(let prefix):
        return defect("file.magic", "a capture of a diskless replication stream: an `$EOF:` line of \(prefix) bytes stands before the RDB, and its mark of 40 bytes behind", "`tail -c +\(prefix + 1) FILE | head -c -40` cuts the RDB out")
      case .preceded(let prefix):
        return defect("file.magic", "\(grouped(UInt64(prefix))) bytes stand before the REDIS or VALKEY that an RDB begins with", "`tail -c +\(prefix + 1) FILE` cuts them off")
      case .unknownEnvelope: return defect("file.magic", "a compressed file of Valkey in a form that rdbtool does not know", "a newer rdbtool may know it")
      }
    case .aof:
      return defect("file.magic", "an AOF, not an RDB: a server that finds it as its RDB will not start", "name it as `appendfilename` says and start the server with `appendonly yes`")
    case .manifest: return defect("file.magic", "the manifest of an AOF, not an RDB", "its directory holds the files it names; the base is an RDB")
    case .empty: return defect("file.truncated", "the file is empty", "was the disk full when it was written? A server without a file to load starts empty")
    case .text(let line): return defect("file.magic", "a text file, not an RDB; it begins with \(KeyText([UInt8](line.utf8), maximumByteCount: 60))", "is this the right file, or the error page of a download?")
    case .zeros: return defect("file.magic", "nothing but zeros where an RDB should begin", "was the file preallocated and never written, or lost in a power failure?")
    case .compressedOtherwise(let program): return defect("file.magic", "compressed with \(program), which rdbtool does not read", "`\(program) -d < FILE | rdbtool check -` checks what is inside")
    case .unknown: return defect("file.magic", "the file does not begin with REDIS or VALKEY and a version", "is this the right file? An RDB begins with REDIS0011 or VALKEY080")
    }
  }

  /// What `kind` says of it.
  static func kind(_ content: SourceContent) -> String {
    switch content {
    case .aof: "aof"
    case .manifest: "multipart"
    default: "rdb"
    }
  }
}
