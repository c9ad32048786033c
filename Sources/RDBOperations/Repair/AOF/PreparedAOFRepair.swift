package import RDBFiles
import RDBFormats

/// A repaired AOF that is ready to be told or written.
package struct PreparedAOFRepair {
  /// Why nothing can be written there, apart from what ``SinkError`` says.
  package enum Refusal: Error {
    /// The quarantine of an earlier repair is in the way.
    case inTheWay(String)
    /// A compressed file, or one that was read from a pipe, cannot be replaced.
    case notInPlace
    /// What the system says.
    case sink(SinkError)
  }

  /// What there is to say of it.
  package private(set) var report: AOFRepairReport
  private let parts: [AOFPartRepair]
  private let contents: [FileContent]
  private let set: AOFSet?
  private let entries: [AOFManifestEntry]
  private let isCompressed: Bool

  init(
    report: AOFRepairReport, parts: [AOFPartRepair], contents: [FileContent], set: AOFSet?, entries: [AOFManifestEntry], isCompressed: Bool
  ) {
    self.report = report
    self.parts = parts
    self.contents = contents
    self.set = set
    self.entries = entries
    self.isCompressed = isCompressed
  }

  /// Whether bytes were left out that a quarantine file keeps.
  package var needsQuarantine: Bool { parts.contains { !$0.quarantine.isEmpty } }

  /// Bytes that will be written, the quarantine not counted.
  package var byteCount: UInt64 { report.newBytes }

  /// Writes the new file, or the directory of the new set, and beside it what is not in it.
  ///
  /// - Parameters:
  ///   - path: where it will be.
  ///   - force: whether what is there may be replaced.
  ///   - progress: told of bytes as they are written.
  /// - Throws: ``Refusal``; nothing of the new AOF is there then.
  package mutating func write(to path: String, force: Bool, progress: (UInt64) -> Void = { _ in }) throws(Refusal) {
    do throws(SinkError) {
      if let set {
        try OutputPlace.checkDirectory(path, inputs: contents, directory: set.directory, replacing: force)
      } else {
        try OutputPlace.checkFile(path, inputs: contents, replacing: force)
      }
    } catch { throw .sink(error) }
    try quarantine(besides: path, force: force)
    do throws(SinkError) {
      if let set {
        try AOFSetOutput.write(
          outputParts, prefix: set.prefix, to: path, replacing: force, attributes: FileAttributes(path: set.directory), progress: progress)
      } else {
        try FileOutput.write(parts[0].pieces, to: path, replacing: force, attributes: contents[0].attributes, progress: progress)
      }
    } catch {
      forgetQuarantine()
      throw .sink(error)
    }
  }

  /// Puts the repaired AOF in the place of the old one, which stays: the file, or the manifest with all that it names, as `.bak`.
  ///
  /// - Throws: ``Refusal``; servers load what they loaded before then.
  package mutating func replace(force: Bool, progress: (UInt64) -> Void = { _ in }) throws(Refusal) {
    if isCompressed { throw .notInPlace }
    try quarantine(besides: set?.directory ?? contents[0].path, force: force)
    do throws(SinkError) {
      if let set {
        report.backup = try AOFSetOutput.replace(set, inputs: contents, with: outputParts, progress: progress).backup
      } else {
        report.backup = try FileOutput.replace(contents[0], with: parts[0].pieces, progress: progress)
      }
    } catch {
      forgetQuarantine()
      throw .sink(error)
    }
  }

  private var outputParts: [AOFOutputPart] {
    zip(parts, zip(entries, contents)).map { part, other in AOFOutputPart(entry: other.0, pieces: part.pieces, attributes: other.1.attributes) }
  }

  /// First what was taken out, then what is left: whoever is killed between the two has everything still.
  private mutating func quarantine(besides path: String, force: Bool) throws(Refusal) {
    guard needsQuarantine else { return }
    var place = path[...]
    while place.count > 1, place.hasSuffix("/") { place = place.dropLast() }
    let quarantine = place + ".quarantine"
    if !force, FilePresence.exists(String(quarantine)) { throw .inTheWay(String(quarantine)) }
    do throws(SinkError) {
      try OutputPlace.checkFile(String(quarantine), inputs: contents, replacing: force)
      try FileOutput.write(parts.flatMap(\.quarantine), to: String(quarantine), replacing: force, attributes: contents.last?.attributes)
    } catch { throw .sink(error) }
    report.quarantine = String(quarantine)
  }

  /// Nothing came of it: what was taken out is in the old AOF still.
  private mutating func forgetQuarantine() {
    if let quarantine = report.quarantine { FilePresence.remove(quarantine) }
    report.quarantine = nil
  }
}
