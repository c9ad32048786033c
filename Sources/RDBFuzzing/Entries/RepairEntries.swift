import RDBFiles
import RDBFormats
import RDBOperations

/// Repairs of any bytes: what comes out is sound, or nothing does.
enum RepairEntries {
  private final class Collected: RDBByteSink {
    var bytes: [UInt8] = []
    func write(_ more: UnsafeRawBufferPointer) { bytes.append(contentsOf: more) }
  }

  /// One repair; its output is checked.
  static func run(_ bytes: [UInt8]) -> String? {
    var options = RepairOptions(nowMilliseconds: WalkEntries.now, temporaryDirectory: ".")
    options.threads = 1 + bytes.count & 1
    options.partial = bytes.count & 2 == 0 ? .drop : .keep
    options.chunkByteCount = bytes.count & 4 == 0 ? 1 << 16 : 4096
    let output = Collected()
    do {
      let repair = try RepairOperation.prepare(MemoryBytes(bytes), SourceContent.rdb, options)
      _ = try repair.write(to: output)
      for range in repair.report.lostRanges where range.lowerBound < 0 || range.upperBound > bytes.count { return "lost \(range) of \(bytes.count) bytes" }
      if let loss = repair.report.losses.first(where: { $0.why.isEmpty }) { return "lost \(loss.range) without a reason" }
      var check = CheckOptions(nowMilliseconds: WalkEntries.now, temporaryDirectory: ".")
      check.threads = 1
      let report = try CheckOperation.run(try OpenedSource(recognizing: ArraySource(output.bytes), path: "x.rdb"), check)
      // What no server of its writer reads is no damage: data of a version that is not out yet.
      let errors = report.defects.filter { $0.severity == .error && $0.code != "server.unsupported" }
      if !errors.isEmpty { return "\(report.verdict): \(errors.prefix(2).map { "\($0.code) at \($0.offset): \($0.message)" })" }
      if report.tally.keys != repair.report.kept { return "\(repair.report.kept) keys kept, \(report.tally.keys) written" }
    } catch is RepairError {
      return nil
    } catch {
      return "\(error)"
    }
    return nil
  }
}
