import RDBFormats
import RDBFuzzing
import RDBOperations
import RDBTestSupport
import Testing

/// Every bit and every cut of three small files.
@Suite struct EveryBitTests {
  /// Entry points that walk an RDB on this thread, each in chunks and in the stream.
  private static let walks = ["sink", "digest"].compactMap(FuzzEntry.named)

  private func expectHarmless(_ bytes: [UInt8], _ what: @autoclosure () -> String) {
    for entry in Self.walks {
      if let problem = entry.run(bytes) { Issue.record("\(what()), \(entry.name): \(problem)") }
    }
  }

  @Test(arguments: SmallFile.allCases)
  func `the files are small and sound`(file: SmallFile) throws {
    #expect(file.bytes.count < 1024)
    let report = try Checking.check(file.bytes)
    #expect(report.isSound, "\(report.defects.map(\.code))")
    expectHarmless(file.bytes, "as it is")
  }

  @Test(arguments: SmallFile.allCases)
  func `no prefix is sound`(file: SmallFile) throws {
    let whole = file.bytes
    for count in 0..<whole.count {
      let prefix = Array(whole[..<count])
      expectHarmless(prefix, "the first \(count) bytes")
      #expect(try !Checking.check(prefix).isSound, "the first \(count) bytes")
    }
  }

  @Test(arguments: SmallFile.allCases)
  func `the checksum catches every bit`(file: SmallFile) throws {
    for (bytes, index, bit) in flips(file.bytes) {
      let report = try Checking.check(bytes)
      if let header = report.header, header.version > 0, !header.hasChecksum {
        // A bit of the version that makes it one without a checksum: servers load such a file as it was written
        // and leave eight bytes behind its end, of which a word is said.
        #expect(index < RDBHeader.byteCount && report.defects.contains { $0.code == "file.trailing" }, "bit \(bit) of byte \(index)")
      } else {
        #expect(!report.isSound, "bit \(bit) of byte \(index)")
      }
    }
  }

  @Test(arguments: SmallFile.allCases)
  func `with a checksum that fits, no bit does harm, and every defect lies in the file`(file: SmallFile) throws {
    for (flipped, index, bit) in flips(file.bytes) where index < flipped.count - 8 {
      let bytes = RDBBytes.fixingChecksum(flipped)
      expectHarmless(bytes, "bit \(bit) of byte \(index)")
      for defect in try Checking.check(bytes).defects {
        #expect((0...bytes.count).contains(defect.offset), "bit \(bit) of byte \(index): \(defect.code) at \(defect.offset)")
      }
    }
  }

  private func flips(_ whole: [UInt8]) -> some Sequence<([UInt8], Int, Int)> {
    (0..<whole.count * 8).lazy.map { number in
      var bytes = whole
      bytes[number / 8] ^= 1 << UInt8(number % 8)
      return (bytes, number / 8, number % 8)
    }
  }
}
