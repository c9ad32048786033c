import RDBFiles
import RDBFormats
import RDBOperations

/// `check` of AOFs.
enum AOFCheckEntries {
  private static let judges: [ServerVersion?] = [nil, ServerVersion.redis.first, ServerVersion.redis.first { $0.isModern }, ServerVersion.valkey.last]

  private static func check(_ bytes: [UInt8], piece: Int, for server: ServerVersion?, isFast: Bool = false) throws -> CheckReport {
    let opened = try OpenedSource(recognizing: ArraySource(bytes, pieceByteCount: piece), path: "x.aof")
    var options = CheckOptions(nowMilliseconds: WalkEntries.now, temporaryDirectory: ".")
    options.server = server
    options.isFast = isFast
    return try CheckOperation.run(opened, options)
  }

  /// Pieces of any size tell the same, offsets lie in the file, and what is called sound has no error.
  static func operation(_ bytes: [UInt8]) -> String? {
    do {
      let server = judges[bytes.count % judges.count]
      let report = try check(bytes, piece: .max, for: server)
      let again = try check(bytes, piece: 1 + bytes.count % 701, for: server)
      if report.verdict != again.verdict || report.defects.count != again.defects.count { return "pieces differ: \(report.verdict), \(again.verdict)" }
      for defect in report.defects where defect.offset < 0 || defect.offset > bytes.count && report.header == nil { return "\(defect.code) at \(defect.offset)" }
      let hasError = report.defects.contains { $0.severity == .error }
      if report.isSound, hasError { return "sound with an error" }
      if !report.isSound, !report.defects.contains(where: { $0.severity != .note }) { return "\(report.verdict) without a word" }
      let fast = try check(bytes, piece: .max, for: server, isFast: true)
      if fast.verdict > report.verdict { return "fast is stricter" }
      return nil
    } catch {
      // A file that unfolds to more than is held in memory is said to be one.
      return nil
    }
  }
}
