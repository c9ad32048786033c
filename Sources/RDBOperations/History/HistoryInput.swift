import RDBFiles
import RDBFormats

/// The files of a history, before they are read.
struct HistoryInput {
  /// One of them.
  struct File {
    let name: String
    let type: AOFManifestEntry.FileType
    let byteCount: UInt64?
    /// Where it lies; nil for what was opened already.
    let part: AOFPart?
    /// The stream that recognised it, at its start.
    let opened: OpenedSource?

    /// - Parameter isSecond: for the second pass.
    func open(isSecond: Bool) throws(SourceError) -> OpenedSource {
      if let opened {
        guard isSecond else { return opened }
        guard let again = try opened.reopened() else { throw SourceError(path: name, .notFound) }
        return again
      }
      guard let part else { throw SourceError(path: name, .notFound) }
      return try part.open()
    }
  }

  let files: [File]
  let isMultipart: Bool
  let canBeReadTwice: Bool
  let notes: [String]

  init(_ resolved: ResolvedSource) throws(HistoryError) {
    switch resolved {
    case .stream(let source):
      if case .manifest = source.content { throw .notAnAOF(path: source.path, content: "a manifest apart from its files; name its path") }
      if case .compressedOtherwise = source.content { throw .notAnAOF(path: source.path, content: "\(source.content)") }
      files = [File(name: source.path, type: .base, byteCount: source.byteCount, part: nil, opened: source)]
      isMultipart = false
      canBeReadTwice = source.isSeekable
      notes = []
    case .aofFile(_, let source):
      files = [File(name: source.path, type: .base, byteCount: source.byteCount, part: nil, opened: source)]
      isMultipart = false
      canBeReadTwice = true
      notes = []
    case .aofSet(let set):
      let isLost = set.manifestPath == nil
      files = (isLost ? set.strays : set.parts).map { File(name: $0.name, type: $0.type, byteCount: $0.byteCount, part: $0, opened: nil) }
      isMultipart = true
      canBeReadTwice = true
      var notes: [String] = []
      if isLost { notes.append("there is no manifest: these files are taken in the order of their names") }
      if let manifest = set.manifest, !manifest.isAccepted { notes.append("servers refuse the manifest; `rdbtool check` says why") }
      if !isLost, !set.strays.isEmpty { notes.append("files that the manifest does not name were left out: \(set.strays.map { "\(PathText($0.name))" }.joined(separator: ", "))") }
      if !set.history.isEmpty { notes.append("files of the past that the manifest still names were left out: \(set.history.map { "\(PathText($0.name))" }.joined(separator: ", "))") }
      self.notes = notes
    }
  }
}
