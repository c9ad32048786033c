import Foundation
import RDBFormats
import RDBTestSupport
import Testing

/// Manifests as servers read and write them.
@Suite struct AOFManifestTests {
  private func parse(_ text: String) -> AOFManifest { AOFManifest(parsing: Array(text.utf8)) }
  private static let usual = "file a.1.base.rdb seq 1 type b\nfile a.1.incr.aof seq 1 type i\nfile a.2.incr.aof seq 2 type i\n"

  @Test func `a manifest as servers write it is read, and written the same`() {
    let manifest = parse(Self.usual)
    #expect(manifest.problems.isEmpty)
    #expect(manifest.parts.map { String(decoding: $0.name, as: UTF8.self) } == ["a.1.base.rdb", "a.1.incr.aof", "a.2.incr.aof"])
    #expect(manifest.parts.map(\.sequence) == [1, 1, 2])
    #expect(manifest.parts.map(\.lineNumber) == [1, 2, 3])
    #expect(manifest.parts.map(\.lineOffset) == [0, 31, 62])
    #expect(String(decoding: manifest.text, as: UTF8.self) == Self.usual)
  }

  @Test func `offsets and unknown fields are kept and written back, the order is that of servers`() {
    let manifest = parse("file i seq 2 type i startoffset 17 endoffset 40 future \"a b\"\nfile h seq 1 type h\nfile b seq 2 type b\n")
    #expect(manifest.isAccepted)
    #expect(manifest.increments.first?.startOffset == 17)
    #expect(manifest.increments.first?.endOffset == 40)
    #expect(String(decoding: manifest.text, as: UTF8.self) == "file b seq 2 type b\nfile h seq 1 type h\nfile i seq 2 type i startoffset 17 endoffset 40 future \"a b\"\n")
  }

  @Test(arguments: [
    ("", [.empty]), ("file a seq 1 type b", [.lineEndMissing]), ("file a seq 1 type b\n\n", [.blankLine]), (" \t\r\n", [.blankLine, .noParts]),
    ("file a seq 1 type b x\n", [.oddWordCount(7), .noParts]), ("file a seq 1\n", [.tooFewWords(4), .noParts]),
    ("file a seq 0 type b\n", [.sequenceMissing]), ("file a seq one type b\n", [.numberSpelling(Array("one".utf8)), .sequenceMissing]),
    ("x a seq 1 type b\n", [.unknownKey(Array("x".utf8)), .nameMissing, .noParts]), ("file a seq 1 type \"\"\n", [.typeMissing, .noParts]),
    ("file a seq 1 type B\n", [.typeUnknown(0x42), .noParts]), ("file a/b seq 1 type b\n", [.nameIsPath(Array("a/b".utf8)), .noParts]),
    ("file \"a\\\\b\" seq 1 type b\n", [.nameIsPath(Array("a\\b".utf8)), .noParts]), ("file .. seq 1 type b\n", [.nameIsNoFile(Array("..".utf8)), .noParts]),
    ("file a seq 1 type b\nfile c seq 2 type b\n", [.secondBase(firstLine: 1)]),
    ("file a seq 2 type i\nfile c seq 2 type i\n", [.sequenceNotAscending(previous: 2, found: 2)]), ("file a seq -1 type i\n", [.sequenceNotAscending(previous: 0, found: -1)]),
    ("file \"a seq 1 type b\n", [.quoting, .noParts]), ("file \"a\"x seq 1 type b\n", [.quoting, .noParts]), ("file a\0 seq 1 type b\n", [.zeroByte, .noParts]),
  ] as [(String, [AOFManifestProblem.Kind])])
  func `servers refuse`(text: String, problems: [AOFManifestProblem.Kind]) {
    let manifest = parse(text)
    #expect(manifest.problems.map(\.kind) == problems)
    #expect(!manifest.isAccepted)
  }

  @Test(arguments: [
    ("# only a comment", [.noParts]), ("TYPE incr SEQ 1\tFiLe a\n", [.typeSpelling(Array("incr".utf8))]), ("  file a seq 1 type b\r\n", [.spelling]),
    ("file a seq 1x type b\n", [.numberSpelling(Array("1x".utf8))]), ("file x file a seq 1 type b\n", [.repeatedKey(Array("file".utf8))]),
    ("file a seq 1 type b future 1\n", [.unknownKey(Array("future".utf8))]), ("file a seq 1 type i\nfile c seq 5 type i\n", [.sequenceGap(previous: 1, found: 5)]),
    ("file a seq -3 type b\n", [.sequenceNegative(-3)]), ("file a seq 1 type b\nfile a seq 1 type i\n", [.repeatedName([0x61], firstLine: 1)]),
    ("file a seq 1 type b startoffset 5\n# end", []), ("file h seq 1 type h\n", [.noParts]),
  ] as [(String, [AOFManifestProblem.Kind])])
  func `servers start with`(text: String, problems: [AOFManifestProblem.Kind]) {
    let manifest = parse(text)
    #expect(manifest.problems.map(\.kind) == problems)
    #expect(manifest.isAccepted)
  }

  @Test(arguments: ["a b", "a\"b", "it's", "new\nline", "\u{7F}é", "'x'", "tab\tbell\u{7}"])
  func `names are quoted as servers do, and come back`(name: String) throws {
    let entry = try #require(AOFManifestEntry(name: Array(name.utf8), sequence: 1, type: .base))
    let manifest = AOFManifest(entries: [entry])
    let again = AOFManifest(parsing: manifest.text)
    #expect(again.entries.map(\.name) == [Array(name.utf8)])
    #expect(again.problems.isEmpty)
  }

  @Test func `a line of 1024 bytes is read and one of 1025 is not`() {
    func line(_ count: Int) -> String {
      let head = "file a seq 1 type b note "
      return head + String(repeating: "x", count: count - head.utf8.count - 1) + "\n"
    }
    #expect(parse(line(1024)).isAccepted)
    let long = parse(line(1025) + "file c seq 1 type i\n")
    #expect(long.problems.first { $0.kind.isRefused }.map(\.kind) == .lineTooLong)
    #expect(long.increments.map(\.lineNumber) == [2])
  }

  @Test func `problems of every line are told, with the line and its offset`() {
    let problems = parse("file a seq 1 type b\n\nfile c seq 1 type z\nfile d seq 0 type i\n").problems
    #expect(problems == [
      AOFManifestProblem(kind: .blankLine, line: 2, offset: 20), AOFManifestProblem(kind: .typeUnknown(0x7A), line: 3, offset: 21),
      AOFManifestProblem(kind: .sequenceMissing, line: 4, offset: 41),
    ])
  }

  @Test func `names say what a file is, and the next one counts on`() {
    let manifest = parse("file p.3.base.rdb seq 3 type b\nfile p.7.incr.aof seq 7 type i\n")
    let prefix = Array("p".utf8)
    #expect(String(decoding: manifest.nextName(prefix: prefix, type: .base, isRDB: true).bytes, as: UTF8.self) == "p.4.base.rdb")
    #expect(String(decoding: manifest.nextName(prefix: prefix, type: .base, isRDB: false).bytes, as: UTF8.self) == "p.4.base.aof")
    #expect(String(decoding: manifest.nextName(prefix: prefix, type: .increment, isRDB: false).bytes, as: UTF8.self) == "p.8.incr.aof")
    #expect(AOFFileName(parsing: Array("appendonly.aof.12.base.rdb".utf8)) == AOFFileName(prefix: Array("appendonly.aof".utf8), sequence: 12, type: .base, isRDB: true))
    for name in ["appendonly.aof", "x.0.incr.aof", "x.01.incr.aof", ".1.incr.aof", "x.base.rdb", "temp-x.1.incr.aof", "x.1.incr.rdb"] {
      #expect(AOFFileName(parsing: Array(name.utf8)) == nil)
    }
  }
}

/// Every directory of the corpus, judged by the text of its manifest.
@Suite(.needsCorpus) struct AOFManifestCorpusTests {
  /// Whose manifest is the reason that servers do not start.
  private static let refused: Set = [
    "blank-line", "empty", "long-line", "no-newline", "nul-in-name", "odd-tokens", "path-absolute", "path-escape", "seq-not-number", "seq-order",
    "seq-repeated", "seq-zero", "two-bases", "type-base-as-incr", "type-unknown",
  ]

  @Test func `servers and the parser agree on every manifest`() throws {
    let corpus = try #require(Corpus.shared)
    var judged: Set<String> = []
    for entry in corpus.entries where entry.kind == .aofdir {
      let directory = corpus.path(of: entry)
      for name in try FileManager.default.contentsOfDirectory(atPath: directory) where name.hasSuffix(".manifest") && !name.hasPrefix("temp-") {
        let manifest = AOFManifest(parsing: [UInt8](try Data(contentsOf: URL(fileURLWithPath: directory + "/" + name))))
        let label = String(entry.path.split(separator: "/").dropLast().last ?? "")
        let isWound = entry.group == "damaged" && Self.refused.contains(label)
        #expect(manifest.isAccepted == !isWound, "\(entry.path): \(manifest.problems)")
        if isWound {
          judged.insert(label)
          #expect(entry.oracles.allSatisfy { !$0.loads }, "\(entry.path)")
        } else {
          // What is written is read the same, and by servers' own manifests byte for byte.
          #expect(AOFManifest(parsing: manifest.text).entries.map(\.name) == manifest.parts.prefix(1).filter { $0.type == .base }.map(\.name) + manifest.history.map(\.name) + manifest.increments.map(\.name))
          if entry.group == "servers" { #expect(manifest.problems.filter { if case .sequenceGap = $0.kind { false } else { true } }.isEmpty, "\(entry.path): \(manifest.problems)") }
        }
      }
    }
    #expect(judged == Self.refused)
  }
}
