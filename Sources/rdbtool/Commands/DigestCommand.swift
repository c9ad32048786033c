import ArgumentParser
import RDBFiles
import RDBFormats
import RDBOperations

/// `rdbtool digest`: prints the dataset digest.
struct DigestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "digest",
    abstract: "Print the 40-digit digest that DEBUG DIGEST gives on the server that wrote it.",
    discussion: """
      Keys that have expired already count, so that the digest of a file never changes with the clock. Like DEBUG DIGEST it leaves out \
      expiry times, consumer groups and most module values; --full is our own digest, which covers them.
      """)

  @OptionGroup var from: SourceOptions

  @Flag(help: "One line a key as well: what DEBUG DIGEST-VALUE gives.")
  var keys = false

  @Flag(help: "Our own digest, which also covers expiry times, consumer groups, module values and functions.")
  var full = false

  @OptionGroup var server: ServerOption
  @OptionGroup var filters: FilterOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    if full, server.server != nil { throw ValidationError("--full is the same for every server: leave out --for") }
  }

  func run() throws {
    let source = try from.path()
    let input = try RDBSource(source, common)
    var options = DigestOptions()
    options.server = server.server
    options.full = full
    options.perKey = keys
    options.threads = common.threadCount
    let filter = try filters.filter(input.source)
    if let filter { options.filter = { filter.matches($0, key: $1) } }
    options.wantsValueByteCount = filter?.wantsValueByteCount ?? false
    let progress = Progress(common.progress, isQuiet: common.quiet, total: input.source.byteCount) { input.source.bytesRead }
    // Rows of a document that may yet turn out to have none wait outside memory.
    let rows = try keys ? RowSpool(common.temporaryDirectory) : nil
    var isFirst = true
    let report: DigestReport
    do throws(DigestError) {
      report = try DigestOperation.run(
        input.framer, options, progress: { _ in progress?.update() },
        row: rows.map { rows in
          { database, key, digest in
            let name = key.withUnsafeBytes { [UInt8]($0) }
            try rows.append(row(database, name, digest.hex, isFirst: isFirst))
            isFirst = false
          }
        })
      progress?.finish()
    } catch {
      progress?.finish()
      throw ending(error, source)
    }
    let output = StandardOutput()
    if common.json {
      let speaks = JSONValue.string(report.server?.name ?? "rdbtool").text
      try output.write(#"{"schema": "rdbtool.digest/1", "digest": "\#(report.digest)", "for": \#(speaks), "#)
      if let rows {
        try output.write(#""count": \#(report.keyCount), "keys": ["#)
        try rows.copy(to: output)
        try output.write("]}\n")
      } else {
        try output.write(#""keys": \#(report.keyCount)}"# + "\n")
      }
    } else {
      try rows?.copy(to: output)
      try output.write(
        "\(report.digest)  \(Numbers.count(UInt64(report.keyCount), "key")), \(report.server.map { "as \($0.name)" } ?? "full")\n")
    }
    try output.flush()
  }

  private func row(_ database: UInt64, _ key: [UInt8], _ digest: String, isFirst: Bool) -> String {
    if common.json {
      let members: [(String, JSONValue)] = [("db", .unsigned(database)), ("key", .bytes(key)), ("digest", .string(digest))]
      return (isFirst ? "" : ", ") + JSONValue.object(members).text
    }
    return "\(digest)  db \(database) \(KeyText(key, maximumByteCount: .max))\n"
  }

  private func ending(_ error: DigestError, _ source: String) -> Ending {
    switch error {
    case .damaged(let problem): RDBSource.damaged(source, problem.fault, database: problem.database, key: problem.key)
    case .checksum(let stored, let computed):
      RDBSource.damaged(source, DecodeFault(.checksumMismatch(stored: stored, computed: computed), at: 0), database: nil, key: nil)
    case .source(let problem), .consumer(let problem): problem as? Ending ?? .failed("\(problem)")
    }
  }
}
