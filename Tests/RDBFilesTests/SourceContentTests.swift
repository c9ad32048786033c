import RDBFiles
import RDBFormats
import RDBTestSupport
import Testing

@Suite struct SourceContentTests {
  private func content(_ text: String) throws -> SourceContent { try content(Array(text.utf8)) }

  private func content(_ bytes: [UInt8]) throws -> SourceContent {
    try OpenedSource(recognizing: ArraySource(bytes, chunk: 3), path: "x").content
  }

  @Test(arguments: [
    ("REDIS0011\u{FA}", .rdb), ("VALKEY080", .rdb), ("REDIS", .rdb), ("", .empty),
    ("*3\r\n$3\r\nSET\r\n", .aof), ("#TS:1700000000\r\n*1\r\n", .aof),
    ("file appendonly.aof.1.base.rdb seq 1 type b\n", .manifest), ("# made by hand\n\tseq 1  FILE x type b\r\n", .manifest),
    ("\0\0\0\0", .zeros), ("file not found\n", .text(firstLine: "file not found")),
    ("\n<html>\u{2028}\nmore", .text(firstLine: "<html>")), ("Größe\n", .text(firstLine: "Größe")),
    ("redis is down\n", .text(firstLine: "redis is down")), ("*important*", .text(firstLine: "*important*")),
    ("a\u{1b}[31mb", .unknown), ("PK\u{3}\u{4}", .compressedOtherwise(program: "zip")),
    ("redis0011", .rdbLike(.magicCase)), ("Valkey080", .rdbLike(.magicCase)), ("REDI", .rdbLike(.magicCut)),
    ("VAL", .rdbLike(.magicCut)), ("RDDIS0010", .rdbLike(.magicDamaged)), ("VALKEX080", .rdbLike(.magicDamaged)),
    ("$123\r\nREDIS0011", .rdbLike(.replication(prefixByteCount: 6, payloadByteCount: 123))),
    ("\n\n$123\r\nVALKEY080", .rdbLike(.replication(prefixByteCount: 8, payloadByteCount: 123))),
    ("+FULLRESYNC abc 1\r\n$9\r\nREDIS0011", .rdbLike(.replication(prefixByteCount: 23, payloadByteCount: 9))),
    ("$99999999999999999999999\r\nREDIS0011", .text(firstLine: "$99999999999999999999999")),
    ("$EOF:" + String(repeating: "f", count: 40) + "\r\nREDIS0011", .rdbLike(.disklessReplication(prefixByteCount: 47))),
    ("\u{1}\u{2}REDIS0011", .rdbLike(.preceded(prefixByteCount: 2))),
    ("VCS\u{2}\u{1}\0\u{1}", .rdbLike(.unknownEnvelope)), ("VKCS\u{1}", .rdbLike(.unknownEnvelope)),
  ] as [(String, SourceContent)])
  func `first bytes are recognised`(text: String, expected: SourceContent) throws {
    #expect(try content(text) == expected)
  }

  @Test func `bytes that are no text are unknown`() throws {
    #expect(try content([0xFF, 0xFE, 0xFD]) == .unknown)
    #expect(try content([0x28, 0xB5, 0x2F, 0xFD, 0]) == .compressedOtherwise(program: "zstd"))
  }

  @Test func `a first line is cut at 60 characters, and one that the head cuts is still text`() throws {
    let long = String(repeating: "é", count: 2000)
    for text in [long, "x" + long] {
      #expect(try content(text) == .text(firstLine: String(text.prefix(60))))
    }
  }

  @Test func `a first line cannot play tricks on the terminal`() throws {
    #expect(try content("a\u{202E}b\tc") == .text(firstLine: "a\\u{202e}b\\tc"))
  }

  @Test func `every single bit of a magic that flips leaves an RDB or something like one`() throws {
    for header in ["REDIS0011", "VALKEY080"] {
      let letters = header.hasPrefix("R") ? 5 : 6
      for bit in 0..<letters * 8 {
        var bytes = Array((header + "\u{1}").utf8)
        bytes[bit / 8] ^= 1 << (bit % 8)
        let found = try content(bytes)
        #expect(found == .rdbLike(.magicDamaged) || found == .rdbLike(.magicCase), "bit \(bit) of \(header)")
      }
    }
  }

  @Test func `an arbitrary beginning never traps`() throws {
    var generator = SeededGenerator(seed: 3)
    let starts = ["", "$", "$EOF:", "+FULLRESYNC", "file ", "#", "*", "VCS", "REDIS", "\n\n$"]
    for _ in 0..<3000 {
      let bytes = Array(starts[generator.below(starts.count)].utf8) + generator.bytes(generator.below(60))
      // Damaged compressed data is an error; anything else has some content.
      do { _ = try content(bytes) } catch {}
    }
  }

  @Test(
    .needsCorpus,
    arguments: [
      ("gzip-named-rdb", .rdb, [.gzip]), ("magic-only-lowercase", .rdbLike(.magicCase), []),
      ("replication-capture", .rdbLike(.disklessReplication(prefixByteCount: 47)), []),
      ("length-prefixed", .rdbLike(.replication(prefixByteCount: 8, payloadByteCount: 33906)), []),
      ("text-error-page", .text(firstLine: "<html><head><title>403 Forbidden</title></head></html>"), []),
      ("aof-named-rdb", .aof, []), ("all-zeros", .zeros, []), ("trunc-zero-bytes", .empty, []),
      ("flip-magic", .rdbLike(.magicDamaged), []), ("trunc-after-header", .rdb, []),
    ] as [(String, SourceContent, [Compression])])
  func `files of the corpus are recognised`(name: String, content: SourceContent, compression: [Compression]) throws {
    let corpus = try #require(Corpus.shared)
    let path = corpus.root + "/damaged/rdb/\(name).rdb"
    let opened = try InputFile.open(path)
    #expect(opened.content == content)
    #expect(opened.compression == compression)
    let reading = try Reading(opened.source)
    #expect(reading.error == nil)
    #expect(opened.bytesRead == opened.byteCount)
    if content == .rdb { #expect(reading.bytes.starts(with: "REDIS".utf8)) }
  }
}
