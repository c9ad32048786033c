import ArgumentParser
import RDBFiles
import RDBFormats
import RDBOperations

/// Which keys are meant, everywhere a key stream is read.
struct FilterOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Only these databases.", valueName: "n[,n]"))
  var db: String?

  @Option(help: ArgumentHelp("Only keys that a glob fits, as in KEYS; may be given several times.", valueName: "glob"))
  var key: [String] = []

  @Option(help: ArgumentHelp("Only keys in which a regular expression is found.", valueName: "re"))
  var keyRegex: String?

  @Option(help: ArgumentHelp("No keys that a glob fits; may be given several times.", valueName: "glob"))
  var notKey: [String] = []

  @Option(help: ArgumentHelp("Only these types: string, list, set, zset, hash, stream, module, array.", valueName: "type[,type]"))
  var type: String?

  @Option(help: ArgumentHelp("any (has an expiry), none, expired, or the time left: <1h, >2d.", valueName: "ttl"))
  var ttl: String?

  @Option(help: ArgumentHelp("Bytes of the value in the file: >1MiB, <=10KB.", valueName: "size"))
  var size: String?

  @Option(help: ArgumentHelp("Only keys of these hash slots: 0-5460 or 7,9-12.", valueName: "slots"))
  var slot: String?

  func validate() throws { _ = try parsed() }

  private func parsed() throws -> KeyFilter {
    var filter = KeyFilter()
    do throws(FilterError) {
      if let db { filter.databases = try KeyFilter.parseDatabases(db) }
      filter.globs = key.map { Glob($0) }
      if let keyRegex { filter.expression = try KeyExpression.parse(keyRegex) }
      filter.excludedGlobs = notKey.map { Glob($0) }
      if let type { filter.kinds = try KeyFilter.parseKinds(type) }
      if let ttl { filter.timeToLive = try TTLFilter.parse(ttl) }
      if let size { filter.size = try SizeRange.parse(size) }
      if let slot { filter.slots = try SlotSet.parse(slot) }
    } catch {
      throw ValidationError("\(error)")
    }
    return filter
  }

  /// Whether not every key is meant.
  var isGiven: Bool { (try? parsed())?.isEmpty == false }

  /// The filter, or nil when every key is meant.
  ///
  /// - Parameter source: read once more where sizes of large values are asked for and it can be.
  func filter(_ source: OpenedSource) throws -> PreparedFilter? {
    var filter = try parsed()
    guard !filter.isEmpty else { return nil }
    if filter.needsValueByteCount, let again = try RDBSource.reopened(source) {
      filter.largeValueSizes = try SizeScan.largeSizes(again)
    }
    return PreparedFilter(filter: filter, nowMilliseconds: Clock.nowMilliseconds)
  }
}

/// A filter and the moment that expiries are compared with.
struct PreparedFilter: Sendable {
  let filter: KeyFilter
  let nowMilliseconds: Int64

  var wantsValueByteCount: Bool { filter.needsValueByteCount }

  func matches(_ head: RecordHead, key: RawSpan) -> Bool { filter.matches(head, key: key, nowMilliseconds: nowMilliseconds) }
}
