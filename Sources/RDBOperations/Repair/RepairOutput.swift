package import RDBFiles
import RDBFormats

/// Where a repaired file goes: under its name when it is whole, or not at all.
package final class RepairOutput {
  /// What the user wants to happen to what is there already.
  package struct Manner: Sendable {
    /// The new file takes the place of the old one, which stays as `.bak`, or `.bak.1`, … beside older ones.
    package var inPlace = false
    /// Files that are in the way may be replaced.
    package var force = false

    package init() {}
  }

  /// Why nothing can be written there.
  package enum Refusal: Error {
    /// The output is the input.
    case isInput(String)
    /// The quarantine of an earlier repair is in the way.
    case inTheWay(String)
    /// What the system says.
    case sink(SinkError)
  }

  /// Where the file will be.
  package let path: String
  /// Where the bytes that were left out will be.
  package let quarantinePath: String
  private let manner: Manner
  private let file: AtomicFile

  /// Makes sure that there is a place to write to, before any work is done.
  package init(_ path: String, _ source: OpenedSource, _ manner: Manner) throws(Refusal) {
    self.path = path
    self.manner = manner
    quarantinePath = path + ".quarantine"
    if !manner.inPlace, source.isFile(at: path) { throw .isInput(path) }
    if !manner.force {
      if FilePresence.exists(quarantinePath) { throw .inTheWay(quarantinePath) }
    }
    do throws(SinkError) {
      file = try AtomicFile(destination: path, replacing: manner.inPlace || manner.force)
    } catch { throw .sink(error) }
  }

  /// Writes the new file, and beside it what is not in it.
  ///
  /// - Returns: the prepared repair with the size of what was written.
  /// - Throws: ``RepairError``; neither file is there then.
  package func write(_ repair: PreparedRepair, progress: ((UInt64) -> Void)? = nil) throws(RepairError) -> RepairReport {
    var report = repair.report
    do {
      report.newByteCount = try repair.write(to: FileSink(file), progress: progress)
      // First what was taken out, then what is left: whoever is killed between the two has everything still.
      if repair.needsQuarantine {
        let quarantine = try AtomicFile(destination: quarantinePath, replacing: manner.force)
        try repair.writeQuarantine { try quarantine.write($0) }
        try quarantine.commit()
        report.quarantine = quarantinePath
      }
      if manner.inPlace { report.backup = try BackupName.give(to: path) }
      try file.commit()
    } catch let error as RepairError {
      throw error
    } catch let error as SinkError {
      throw .sink(error)
    } catch {
      throw .source(error)
    }
    return report
  }
}

/// A file that is being written as the place where the bytes of an RDB go.
private final class FileSink: RDBByteSink {
  private let file: AtomicFile
  init(_ file: AtomicFile) { self.file = file }
  func write(_ bytes: UnsafeRawBufferPointer) throws { try file.write(bytes) }
}
