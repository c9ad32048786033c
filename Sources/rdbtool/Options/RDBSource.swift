import RDBFiles
import RDBFormats
import RDBOperations

/// A source that has to be an RDB, for commands that look into one.
struct RDBSource {
  let source: OpenedSource
  let framer: RDBFramer

  init(_ path: String, _ options: CommonOptions) throws {
    try self.init(SourceOpening.open(path, options))
  }

  init(_ source: OpenedSource) throws {
    self.source = source
    framer = try Self.framer(source)
  }

  /// The same bytes from the start, for a second pass; nil where they come only once.
  static func reopened(_ source: OpenedSource) throws -> RDBFramer? {
    guard source.isSeekable else { return nil }
    let again: OpenedSource?
    do throws(SourceError) { again = try source.reopened() } catch { throw Ending.failed("\(error)") }
    return try again.map(framer)
  }

  private static func framer(_ source: OpenedSource) throws -> RDBFramer {
    do throws(RDBOpening.Failure) { return try RDBOpening.framer(source) } catch {
      switch error {
      case .notAnRDB(let message, let hint):
        throw Ending.failed("\(PathText(source.path)): \(message)" + (hint.map { "; \($0)" } ?? ""))
      case .damaged(let fault): throw damaged(source.path, fault, database: nil, key: nil)
      case .source(let problem): throw Ending.failed("\(problem)")
      }
    }
  }

  /// Says that the data is bad, in the tone of the contract, and ends with 1.
  static func damaged(_ path: String, _ fault: DecodeFault, database: UInt64?, key: [UInt8]?) -> Ending {
    if case .unsupported(let what) = fault.reason {
      return .failed("\(PathText(path)): at byte \(grouped(UInt64(max(0, fault.offset)))): \(what), which rdbtool does not hold in memory")
    }
    StandardError.print("\(PathText(path)): damaged at byte \(grouped(UInt64(max(0, fault.offset)))): \(fault.reason.message)")
    if let key { StandardError.print("  key \(KeyText(key)) (db \(database ?? 0))") }
    StandardError.print("  `rdbtool check \(PathText(path))` says what else is wrong with it")
    return .bad
  }
}
