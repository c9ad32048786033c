import RDBFormats
import RDBOperations
import RDBTestSupport
import Testing

@Suite struct ExportTableTests {
  @Test func `a table quotes what a table must quote`() throws {
    let file = ExportRun.file {
      $0.record(type: 0, key: "a,b", value: RDBBytes.string("say \"hi\""))
      $0.record(type: 0, key: "q\"q", value: RDBBytes.string("line\nline"))
      $0.expire(milliseconds: 4_000_000_000_000)
      $0.record(type: 2, key: [0xFF], value: [2] + RDBBytes.string("x") + RDBBytes.string("=1+1"))
      let listpack = RDBBytes.listpack(["a", "1", 4_000_000_000_000, "b", "2", 0])
      $0.record(type: 25, key: "ttl", value: RDBBytes.littleEndian(Int64(0)) + RDBBytes.string(listpack))
    }
    #expect(
      try ExportRun.text(file, .csv) == #"""
        db,key,type,encoding,expiresAt,elements,bytes,value
        0,"a,b",string,raw,,8,9,"""say \""hi\"""""
        0,"q""q",string,raw,,9,10,"""line\nline"""
        0,base64:/w==,set,hashtable,4000000000000,2,8,"[""x"",""=1+1""]"
        0,ttl,hash,listpackex,,2,40,"[[""a"",""1"",4000000000000],[""b"",""2""]]"

        """#)
  }

  @Test func `a table says how large a streamed value is when that was found out before`() throws {
    let element = [UInt8](repeating: UInt8(ascii: "e"), count: 1000)
    let list = RDBBytes.length(3000) + (0..<3000).flatMap { _ in RDBBytes.string(element) }
    let file = ExportRun.file {
      $0.record(type: 0, key: "before", value: RDBBytes.string("v"))
      $0.record(type: 1, key: "list", value: list)
    }
    func columns(sizes: Bool) throws -> [String] {
      let rows = String(decoding: try ExportRun.bytes(file, .csv, sizes: sizes), as: UTF8.self).split(separator: "\n")
      return rows[2].split(separator: ",", maxSplits: 7, omittingEmptySubsequences: false)[5...6].map { String($0) }
    }
    #expect(try columns(sizes: true) == ["3000", "\(list.count)"])
    #expect(try columns(sizes: false) == ["", ""])
  }

  @Test func `keys are lines, and stay one line each`() throws {
    let keys: [[UInt8]] = [
      [UInt8]("plain:key 1".utf8), [UInt8]("Grüße 世界".utf8), [UInt8]("a\\b\"c".utf8), [0x0A, 0x0D, 0x09, 0x07, 0x08, 0x00, 0x7F],
      [0x61, 0xFF, 0xC3], [0xC2, 0x85], [],
    ]
    let file = ExportRun.file { file in for key in keys { file.record(type: 0, key: key, value: RDBBytes.string("v")) } }
    #expect(
      try ExportRun.text(file, .keys) == #"""
        plain:key 1
        Grüße 世界
        a\\b"c
        \n\r\t\a\b\x00\x7f
        a\xff\xc3
        \xc2\x85


        """#)
  }

  @Test func `a document is one even without keys`() throws {
    #expect(
      try ExportRun.text(ExportRun.file { _ in }, .json) == #"{"schema":"rdbtool.export/1","source":"test.rdb","keys":[]}"# + "\n")
    let file = ExportRun.file {
      $0.record(type: 0, key: "a", value: RDBBytes.string("1"))
      $0.record(type: 0, key: "b", value: RDBBytes.string("2"))
    }
    #expect(
      try ExportRun.text(file, .json) == #"""
        {"schema":"rdbtool.export/1","source":"test.rdb","keys":[
        {"db":0,"key":"a","type":"string","encoding":"raw","value":"1"},
        {"db":0,"key":"b","type":"string","encoding":"raw","value":"2"}
        ]}

        """#)
  }

  @Test func `a filter chooses, and the report counts both`() throws {
    let file = ExportRun.file {
      for index in 0..<10 {
        if index % 2 == 0 { $0.expire(milliseconds: 1_800_000_000_000) }
        $0.record(type: 0, key: "k\(index)", value: RDBBytes.string([UInt8](repeating: 65, count: index * 1000)))
      }
    }
    let sink = ExportRun.Sink()
    let report = try ExportRun.run(file, .keys, sink: sink) { $0.filter.globs = [Glob("k[0-4]")] }
    #expect(String(decoding: sink.bytes, as: UTF8.self) == "k0\nk1\nk2\nk3\nk4\n")
    #expect([report.keysSeen, report.keysExported, report.expires, report.byteCount] == [10, 5, 3, 15])
    for chunk in [4096, 1 << 20] {
      let large = try ExportRun.bytes(file, .keys, chunk: chunk, sizes: true) { $0.filter.size = try? SizeRange.parse(">=7KB") }
      #expect(String(decoding: large, as: UTF8.self) == "k7\nk8\nk9\n")
    }
  }
}
