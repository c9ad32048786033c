import RDBFiles
import RDBFormats
package import RDBOperations

/// `repair` on bytes in memory.
package enum Repairing {
  /// What came of it.
  package struct Outcome {
    package let report: RepairReport
    package let bytes: [UInt8]
    package let quarantine: [UInt8]
    /// Keys of the output as text, with `N:` in front where the database is not 0.
    package let keys: [String]
  }

  private final class Collected: RDBByteSink {
    var bytes: [UInt8] = []
    func write(_ more: UnsafeRawBufferPointer) { bytes.append(contentsOf: more) }
  }

  private final class Names: RecordSink {
    var names: [String] = []
    override func record(_ head: RecordHead, key: RawSpan) -> Bool {
      names.append((head.database == 0 ? "" : "\(head.database):") + key.withUnsafeBytes { String(decoding: $0, as: UTF8.self) })
      return false
    }
  }

  package static func repair(_ bytes: [UInt8], threads: Int = 1, _ configure: (inout RepairOptions) -> Void = { _ in }) throws -> Outcome {
    var options = RepairOptions(nowMilliseconds: 1_800_000_000_000, temporaryDirectory: TemporaryDirectory.systemPath)
    options.threads = threads
    configure(&options)
    let source = try OpenedSource(recognizing: MemorySource(bytes), path: "dump.rdb")
    let repair = try RepairOperation.prepare(source, options)
    let output = Collected()
    let size = try repair.write(to: output)
    var quarantine: [UInt8] = []
    try repair.writeQuarantine { quarantine.append(contentsOf: $0) }
    guard size == UInt64(output.bytes.count) else { throw TestSupportError("\(size) bytes said, \(output.bytes.count) written") }
    let names = Names()
    try RDBReader(MemorySource(output.bytes), byteCount: size).readAll(names)
    return Outcome(report: repair.report, bytes: output.bytes, quarantine: quarantine, keys: names.names)
  }
}
