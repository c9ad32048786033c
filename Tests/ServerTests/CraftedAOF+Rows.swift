// table: one AOF a row, each with one thing that servers load, refuse or misread (aof.md §1, §4, §6).
import RDBFormats
import RDBTestSupport

extension CraftedAOF {
  private static func text(_ text: String) -> [UInt8] { [UInt8](text.utf8) }
  private static var incr1: String { "appendonly.aof.1.incr.aof" }
  private static var incr2: String { "appendonly.aof.2.incr.aof" }
  private static var base: String { "appendonly.aof.1.base.aof" }

  /// An RDB with string keys.
  private static func rdb(_ keys: [String], marked: Bool = false) -> [UInt8] {
    var file = RDBBuilder(version: 9)
    file.select(0)
    for key in keys { file.record(type: 0, key: key, value: RDBBytes.string("v")) }
    return file.finished()
  }

  static let framing: [CraftedAOF] = [
    lines("nothing odd", []),
    lines("an empty value", ["SET e \"\""]),
    commands("LF instead of CR LF behind numbers", text("*3\n$3\nSET\r\n$1\na\r\n$1\nb\r\n"), wanted: ["SET a b"]),
    commands("blanks behind numbers", text("*3  \r\n$3 \r\nSET\r\n$1\r\na\r\n$1\r\nb\r\n"), wanted: ["SET a b"]),
    commands("zeros before a number", text("*03\r\n$003\r\nSET\r\n$1\r\na\r\n$1\r\nb\r\n"), wanted: ["SET a b"]),
    commands("a plus before a number", text("*+3\r\n$+3\r\nSET\r\n$1\r\na\r\n$1\r\nb\r\n"), wanted: ["SET a b"]),
    commands("letters behind a number", text("*3x\r\n$3y\r\nSET\r\n$1\r\na\r\n$1\r\nb\r\n"), wanted: ["SET a b"]),
    commands("other bytes behind an argument", text("*3\r\n$3\r\nSETxx$1\r\na\r\n$1\r\nb??"), wanted: ["SET a b"]),
    commands("a count of 0", text("*0\r\n")), commands("a count of -1", text("*-1\r\n")), commands("a count without digits", text("*\r\n")),
    commands("a length of -1", text("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$-1\r\n")),
    commands("a length without digits", text("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$\r\n\r\n"), wanted: ["SET a \"\""]),
    commands("an inline command", text("SET a b\r\n")), commands("a blank line", text("\r\n")), commands("a zero byte", [0]),
    commands("a page of zeros", [UInt8](repeating: 0, count: 4096)), commands("garbage", text("garbage\r\n")),
    commands("a byte order mark", [0xEF, 0xBB, 0xBF]), commands("one zero at the end", [0], after: []),
    commands("zeros at the end", [UInt8](repeating: 0, count: 512), after: []),
    commands("zeros behind a star at the end", text("*") + [0, 0], wanted: ["SET a abcde"], after: []),
    commands("one argument too few", text("*4\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\nb\r\n")),
    commands("one argument too many", text("*2\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\nb\r\n")),
    commands("a length that is one too small", text("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\nbc\r\n")),
    commands("a length that is one too large", text("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$2\r\nb\r\n")),
    commands("a length beyond the end", text("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$5000\r\nb\r\n"), wanted: ["SET a b"]),
    commands("a length of 400 million", text("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$400000000\r\nb\r\n"), wanted: ["SET a b"]),
    commands("a length of 2^63 - 1", text("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$9223372036854775807\r\nb\r\n")),
    commands("a count of 2^31 - 1", text("*2147483647\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\nb\r\n")),
    commands("a count of 2^32 + 3", text("*4294967299\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\nb\r\n"), wanted: ["SET a b"]),
    commands("lower case", text("*3\r\n$3\r\nset\r\n$1\r\na\r\n$1\r\nb\r\n"), wanted: ["SET a b"]),
    commands("a cut in the last argument", text("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$5\r\nabc"), wanted: ["SET a abcde"], after: []),
    commands("a cut in the last line end", text("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$5\r\nabcde\r"), wanted: ["SET a abcde"], after: []),
    commands("a cut in a length", text("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$"), wanted: ["SET a abcde"], after: []),
    commands("a cut behind a length", text("*3\r\n$3\r\nSET\r\n$1\r\na\r\n$5\r\n"), wanted: ["SET a abcde"], after: []),
    commands("a cut in a count", text("*3"), wanted: ["SET a abcde"], after: []),
    commands("a cut behind a star", text("*"), wanted: ["SET a abcde"], after: []),
  ]

  static let annotations: [CraftedAOF] = [
    commands("a timestamp", text("#TS:1700000000\r\n")), commands("a timestamp with LF", text("#TS:1700000000\n")),
    commands("timestamps that run backwards", text("#TS:1700000000\r\n#TS:1600000000\r\n")),
    commands("a timestamp of letters", text("#TS:abc\r\n")), commands("another annotation", text("#note\r\n")),
    commands("an annotation of 1023 bytes", text("#" + String(repeating: "x", count: 1020) + "\r\n")),
    commands("an annotation of 1024 bytes", text("#" + String(repeating: "x", count: 1022) + "\r\n")),
    commands("an annotation of 3000 bytes", text("#" + String(repeating: "x", count: 2998) + "\r\n")),
    commands("a cut in an annotation", text("#TS:17"), after: [], isTrap: true),
    commands("an annotation in a command", text("*3\r\n$3\r\nSET\r\n#x\r\n$1\r\na\r\n$1\r\nb\r\n")),
    commands("a timestamp in a transaction", encode(["MULTI", "SET a 1"]) + text("#TS:1700000000\r\n") + encode(["SET b 2", "EXEC"]), wanted: ["SET a 1", "SET b 2"]),
  ]

  static let transactions: [CraftedAOF] = [
    lines("a transaction", ["MULTI", "SET a 1", "INCR n", "EXEC"]), lines("an empty transaction", ["MULTI", "EXEC"]),
    lines("EXEC without MULTI", ["EXEC"], wanted: []), lines("MULTI in MULTI", ["MULTI", "SET a 1", "MULTI", "SET b 2", "EXEC"], wanted: ["SET a 1", "SET b 2"]),
    lines("MULTI without EXEC", ["MULTI", "SET a 1"], wanted: ["SET a 1"]),
    lines("DISCARD in a transaction", ["MULTI", "SET a 1", "DISCARD"], wanted: []),
    lines("DISCARD in a transaction with EXEC", ["MULTI", "SET a 1", "DISCARD", "EXEC"], wanted: []),
    lines("DISCARD without MULTI", ["DISCARD"], wanted: []),
    lines("MULTI with an argument", ["MULTI x", "SET a 1", "EXEC"], wanted: ["SET a 1"]),
    lines("an unknown command in a transaction", ["MULTI", "NOSUCH a", "EXEC"], wanted: []),
    lines("a failing command in a transaction", ["MULTI", "SET a 1", "INCRBY n x", "EXEC"], wanted: ["SET a 1", "INCRBY n 1"]),
    lines("SELECT in a transaction", ["MULTI", "SELECT 3", "SET a 1", "EXEC", "SELECT 0"], wanted: ["SELECT 3", "SET a 1", "SELECT 0"]),
    commands("a file that ends in a transaction", encode(["MULTI", "SET a 1"]), wanted: ["SET a 1"], after: []),
    commands("a file that ends behind MULTI", encode(["MULTI"]), wanted: ["SET a 1"], after: []),
    commands("a cut in a transaction", encode(["MULTI", "SET a 1"]) + text("*3\r\n$3\r\nSET\r\n$1\r\nb"), wanted: ["SET a 1", "SET b 2"], after: []),
  ]

  static let verdicts: [CraftedAOF] = [
    lines("SELECT out of range", ["SELECT 1000", "SET a 1", "SELECT 0"], wanted: ["SELECT 9", "SET a 1", "SELECT 0"]),
    lines("SELECT of a word", ["SELECT x", "SET a 1", "SELECT 0"], wanted: ["SELECT 9", "SET a 1", "SELECT 0"]),
    lines("SELECT of -1", ["SELECT -1", "SET a 1", "SELECT 0"], wanted: ["SELECT 9", "SET a 1", "SELECT 0"]),
    lines("an unknown command", ["NOSUCH a"], wanted: []), lines("an unknown subcommand", ["XGROUP NOSUCH a"], wanted: ["SET lost 1"]),
    lines("SET without a value", ["SET a"], wanted: []), lines("DEL without a key", ["DEL"], wanted: ["DEL before"]), lines("RPUSH without a value", ["RPUSH new"], wanted: ["RPUSH new x"]),
    // No row for SADD without a member: Redis 8.2 reads behind its arguments there, and crashes most times but not always.
    lines("ZADD without a member", ["ZADD z 1"], wanted: ["ZADD z 1 a"]),
    lines("HSET without a value", ["HSET h f"], wanted: ["HSET h f v"]), lines("HSET with half a pair", ["HSET h f v g"], wanted: ["HSET h f v g w"]),
    lines("MSET with half a pair", ["MSET a 1 b"], wanted: ["MSET a 1 b 2"]), lines("INCR with an argument too many", ["INCR n x"], wanted: ["INCR n"]),
    lines("GET with an argument too many", ["GET before x"], wanted: []), lines("SET with a wrong option", ["SET a b BAD"], wanted: ["SET a b"]),
    lines("SET with a wrong expiry", ["SET a b PXAT x"], wanted: ["SET a b"]), lines("SET with PXAT", ["SET a b PXAT 99999999999999"]),
    lines("INCRBY of a word", ["INCRBY n x"], wanted: ["INCRBY n 1"]), lines("ZADD of a word", ["ZADD z x a"], wanted: ["ZADD z 1 a"]),
    lines("ZADD of many", ["ZADD z 1 a 2 b 3 c"]), lines("XADD with a wrong id", ["XADD x 1-x f v"], wanted: ["XADD x 1-1 f v"]),
    lines("PEXPIREAT", ["PEXPIREAT before 99999999999999"]), lines("PEXPIREAT of a word", ["PEXPIREAT before x"], wanted: ["SET gone 1"]),
    lines("SETRANGE below 0", ["SETRANGE a -1 x"], wanted: ["SET a x"]), lines("a command of a module", ["JSON.SET a $ 1"], wanted: []),
    lines("XACKDEL, new in Redis 8.2", ["XACKDEL x g IDS 1 1-1"], wanted: []), lines("VADD, new in Redis 8.0", ["VADD x VALUES 2 1 2 a"]),
    lines("HPEXPIREAT, new in Redis 7.4", ["HSET h f v", "HPEXPIREAT h 4102444800000 FIELDS 1 f"]),
    lines("a function", ["FUNCTION FLUSH"]), lines("PSYNC", ["PSYNC ? -1"], wanted: []), lines("SHUTDOWN", ["SHUTDOWN NOSAVE"], wanted: []),
    lines("reading commands", ["GET before", "LRANGE list 0 -1", "KEYS *"]), lines("SORT with STORE", ["SORT list ALPHA STORE sorted"]),
    lines("a name of 100 bytes", [String(repeating: "A", count: 100)], wanted: []), lines("FLUSHALL", ["FLUSHALL"]),
    lines("SWAPDB", ["SWAPDB 0 1", "SWAPDB 0 1"]), lines("COPY to another database", ["COPY before b DB 2"]),
    lines("RENAME", ["RENAME before b"]), lines("EVAL", ["EVAL return(1) 0"]), lines("RESTORE of garbage", ["RESTORE r 0 garbage"], wanted: ["SET r 1"]),
  ]

  static let sets: [CraftedAOF] = [
    set("base and increment", [(base, encode(before)), (incr1, encode(after))], wanted: before + after),
    set("two increments", [(incr1, encode(before)), (incr2, encode(after))], wanted: before + after),
    set("an empty last increment", [(base, encode(before)), (incr1, [])], wanted: before),
    set("an empty first increment", [(incr1, []), (incr2, encode(after))], wanted: after),
    set("an RDB as base", [("appendonly.aof.1.base.rdb", rdb(["a", "b"])), (incr1, encode(after))], wanted: ["SET a v", "SET b v"] + after),
    set("an RDB and commands as base", [(base, rdb(["a"]) + encode(before)), (incr1, encode(after))], wanted: ["SET a v"] + before + after),
    set("an RDB as increment", [(base, encode(before)), (incr1, rdb(["a"]))], wanted: before + ["SET a v"]),
    set("an RDB as increment with a key of the base", [("appendonly.aof.1.base.rdb", rdb(["a", "b"])), (incr1, rdb(["b"]))], wanted: []),
    set("an RDB as base and garbage", [(base, rdb(["a"]) + text("garbage")), (incr1, encode(after))], wanted: []),
    set("an RDB as base that is cut", [(base, Array(rdb(["a", "b"]).dropLast(4))), (incr1, encode(after))], wanted: []),
    set("a first increment that is torn", [(incr1, encode(before) + text("*3\r\n$3\r\nSET")), (incr2, encode(after))], wanted: []),
    set("a first increment that ends in a transaction", [(incr1, encode(before + ["MULTI", "SET a 1"])), (incr2, encode(after))], wanted: []),
    set("a first increment that ends in an annotation", [(incr1, encode(before) + text("#TS:17")), (incr2, encode(after))], wanted: before + after),
    set("a last increment that is torn", [(incr1, encode(before)), (incr2, encode(after) + text("*3\r\n$3\r\nSET"))], wanted: before + after + ["SET a 1"]),
    set("zeros between increments", [(incr1, encode(before) + [0, 0, 0]), (incr2, encode(after))], wanted: []),
    set("an unknown command in the base", [(base, encode(before + ["NOSUCH a"])), (incr1, encode(after))], wanted: []),
    set("an increment without SELECT", [(incr1, encode(["SELECT 5", "SET a 1"])), (incr2, encode(["SET b 1"]))], wanted: ["SELECT 5", "SET a 1", "SELECT 0", "SET b 1"]),
  ]

  private static func manifest(_ name: String, _ manifest: String, wanted: [String]? = nil) -> CraftedAOF {
    // Twice is not once.
    let after = CraftedAOF.after + ["RPUSH once 1"]
    return set(name, [(base, encode(before)), (incr1, encode(after)), (incr2, encode(["SET third 3"]))], manifest: manifest, wanted: wanted ?? before + after + ["SET third 3"])
  }

  static let manifests: [CraftedAOF] = {
    let b = "file \(base) seq 1 type b\n"
    let i = "file \(incr1) seq 1 type i\n"
    let j = "file \(incr2) seq 2 type i\n"
    return [
      manifest("as servers write it", b + i + j), manifest("increments first", i + j + b), manifest("keys in another order", "seq 1 type b file \(base)\n" + i + j),
      manifest("keys in capital letters", "FILE \(base) SEQ 1 TYPE b\n" + i + j), manifest("tabs and blanks", "  file\t\(base)   seq 1 type b\n" + i + j),
      manifest("CR LF", (b + i + j).replacing("\n", with: "\r\n")), manifest("a comment", "# hello\n" + b + i + j),
      manifest("a comment without an end", b + i + j + "# hello"), manifest("an unknown key", b + i + "file \(incr2) seq 2 type i foo bar\n"),
      manifest("offsets", b + i + "file \(incr2) seq 2 type i startoffset 10 endoffset 20\n"), manifest("a key twice", b + i + "file x file \(incr2) seq 2 type i\n"),
      manifest("a long type", b + i + "file \(incr2) seq 2 type incr\n"), manifest("a type in capital letters", "file \(base) seq 1 type B\n" + i + j),
      manifest("no line end", b + i + String(j.dropLast())), manifest("a blank line", b + "\n" + i + j), manifest("an odd number of words", b + i + "file \(incr2) seq 2 type i x\n"),
      manifest("too few words", b + i + "file \(incr2) seq 2\n"), manifest("a seq of 0", b + "file \(incr1) seq 0 type i\n" + j),
      manifest("a negative seq", b + "file \(incr1) seq -1 type i\n" + j), manifest("increments out of order", b + j + i), manifest("the same seq twice", b + i + "file \(incr2) seq 1 type i\n"),
      manifest("a gap", b + i + "file \(incr2) seq 7 type i\n"), manifest("two bases", b + "file \(incr1) seq 2 type b\n" + j),
      manifest("a path", b + i + "file ./\(incr2) seq 2 type i\n"), manifest("an unknown type", b + i + "file \(incr2) seq 2 type z\n"),
      manifest("no words at all", ""), manifest("comments only", "# nothing\n"), manifest("a base that is not there", "file nothing seq 1 type b\n" + i + j),
      manifest("an increment that is not there", b + i + "file nothing seq 2 type i\n"),
      manifest("a file of the past that is not there", "file nothing seq 1 type h\n" + b + i + j), manifest("without a base", i + j, wanted: after + ["RPUSH once 1", "SET third 3"]),
      manifest("a base only", b, wanted: before), manifest("a seq that is a word", b + i + "file \(incr2) seq x type i\n"),
      manifest("a seq with letters behind", b + i + "file \(incr2) seq 2x type i\n"), manifest("a quoted name", b + i + "file \"\(incr2)\" seq 2 type i\n"),
      manifest("a quote without an end", b + i + "file \"\(incr2) seq 2 type i\n"), manifest("a line of 2000 bytes", b + i + "file \(incr2) seq 2 type i x \(String(repeating: "y", count: 2000))\n"),
      manifest("an increment twice", b + i + "file \(incr1) seq 2 type i\n" + "file \(incr2) seq 3 type i\n"),
    ]
  }()

  /// All of them.
  static let rows = framing + annotations + transactions + verdicts + sets + manifests
}
