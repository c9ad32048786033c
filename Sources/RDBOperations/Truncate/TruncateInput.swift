package import RDBFiles
package import RDBFormats

/// The files of an AOF that is to be cut, opened once.
package struct TruncateInput {
  /// One of them.
  package struct File {
    /// Its name in the set's directory, or as it was given.
    package let name: String
    /// Its line in the manifest; nil for a single file.
    package let entry: AOFManifestEntry?
    /// Its bytes, or why there are none.
    let content: Result<FileContent, TruncateError>

    /// Bytes on disk; 0 when it cannot be opened.
    package var byteCount: UInt64 { (try? content.get())?.byteCount ?? 0 }
  }

  /// As it was given.
  package let source: String
  /// The set; nil for a single file.
  package let set: AOFSet?
  /// In the order in which servers load them; at least one.
  package let files: [File]
  /// Whether it can be replaced in place: a file or set on disk, not compressed.
  package let isReplaceable: Bool
  /// Whether a single file says of itself that commands follow its RDB, or is no RDB.
  let isAOF: Bool

  /// The files that could be opened.
  package var contents: [FileContent] { files.compactMap { try? $0.content.get() } }

  /// Bytes of all files.
  package var byteCount: UInt64 { files.reduce(0) { $0 &+ $1.byteCount } }

  /// Opens what a user named.
  ///
  /// - Parameters:
  ///   - path: a file, a set, or `-`.
  ///   - temporaryDirectory: where a pipe or a compressed file waits decompressed, as it has to be read twice.
  /// - Throws: ``TruncateError``.
  package init(_ path: String, temporaryDirectory: String) throws(TruncateError) {
    source = path
    let resolved: ResolvedSource
    do throws(SourceError) { resolved = try ResolvedSource.resolve(path) } catch { throw .refused("\(error)") }
    switch resolved {
    case .aofSet(let set):
      self.set = set
      isReplaceable = true
      isAOF = true
      files = try Self.files(of: set)
    case .aofFile(let set, let opened):
      self.set = nil
      isReplaceable = opened.fileContent != nil
      isAOF = true
      files = [File(name: set.parts.first?.path ?? path, entry: nil, content: .success(try Self.content(of: opened, temporaryDirectory)))]
    case .stream(let opened):
      set = nil
      guard opened.content == .aof || opened.content == .rdb else {
        throw .refused("\(PathText(opened.path)): this is \(opened.content), not an AOF; `rdbtool check` says what is wrong with a damaged one")
      }
      isReplaceable = opened.fileContent != nil && path != "-"
      isAOF = opened.content == .aof || opened.hasAOFPreambleMark
      files = [File(name: opened.path, entry: nil, content: .success(try Self.content(of: opened, temporaryDirectory)))]
    }
  }

  private static func files(of set: AOFSet) throws(TruncateError) -> [File] {
    guard let path = set.manifestPath, let manifest = set.manifest else {
      throw .damaged("\(PathText(set.directory)): the manifest of this AOF is missing; `rdbtool repair` makes a new one from the files")
    }
    if let problem = manifest.problems.first(where: \.kind.isRefused) {
      throw .damaged(
        "\(PathText(path)): servers refuse this manifest for its line \(problem.line); "
          + "`rdbtool check` says why, `rdbtool repair` makes a new one from the files")
    }
    guard !set.parts.isEmpty else { throw .refused("\(PathText(path)): this manifest names no files, so there is nothing to cut") }
    return set.parts.map { part in
      File(name: part.name, entry: part.entry, content: Result { () throws(TruncateError) in
        let opened: OpenedSource
        do throws(SourceError) { opened = try part.open() } catch { throw .refused("\(error)") }
        guard let content = opened.fileContent else {
          throw .refused("\(PathText(part.path)): it is compressed, and servers read no compressed parts; decompress it first")
        }
        return content
      })
    }
  }

  /// The file itself, or a copy of what comes only once or compressed.
  private static func content(of opened: OpenedSource, _ temporaryDirectory: String) throws(TruncateError) -> FileContent {
    if let content = opened.fileContent { return content }
    do {
      let scratch = try ScratchFile(directory: temporaryDirectory)
      try scratch.append(all: opened.source)
      return try scratch.content(path: opened.path)
    } catch let error as SinkError {
      throw .sink(error)
    } catch {
      throw .refused("\(error)")
    }
  }
}
