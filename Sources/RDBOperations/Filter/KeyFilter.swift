package import RDBFormats

/// Which keys of a dataset are meant: every part that is given has to fit.
package struct KeyFilter: Sendable {
  /// Databases, nil for all.
  package var databases: Set<UInt64>?
  /// One of these has to fit the key, when there are any.
  package var globs: [Glob] = []
  /// Has to be found in the key.
  package var expression: KeyExpression?
  /// None of these may fit the key.
  package var excludedGlobs: [Glob] = []
  /// Types, nil for all.
  package var kinds: Set<ValueKind>? {
    didSet { kindBits = kinds.map { $0.reduce(0) { $0 | 1 << $1.rawValue } } ?? .max }
  }
  /// What is asked of the expiry.
  package var timeToLive: TTLFilter?
  /// Bytes of the value in the file.
  ///
  /// Of a value that does not fit into the reader's window the size is not known when its key is met:
  /// ``largeValueSizes`` says it. Without that (standard input cannot be read twice) such a value counts as larger
  /// than any size: `>` lets it through, `<` and exact sizes do not.
  package var size: SizeRange?
  /// Bytes of values that are larger than a window, by ``RecordHead/offset``; from ``SizeScan``.
  package var largeValueSizes: [Int: UInt64] = [:]
  /// Hash slots of a cluster.
  package var slots: SlotSet?

  private var kindBits: UInt8 = .max

  /// Every key.
  package init() {}

  /// Whether every key is meant.
  package var isEmpty: Bool {
    databases == nil && globs.isEmpty && expression == nil && excludedGlobs.isEmpty && kinds == nil && timeToLive == nil
      && size == nil && slots == nil
  }

  /// Whether ``RecordHead/valueByteCount`` is looked at.
  package var needsValueByteCount: Bool { size != nil }

  /// Whether a key is meant.
  ///
  /// - Parameter nowMilliseconds: what expiries are compared with, since 1970.
  package func matches(_ head: RecordHead, key: RawSpan, nowMilliseconds: Int64) -> Bool {
    // What costs least comes first.
    if kindBits >> head.encoding.kind.rawValue & 1 == 0 { return false }
    if let databases, !databases.contains(head.database) { return false }
    if let timeToLive, !timeToLive.matches(head.attributes.expiresAtMilliseconds, nowMilliseconds: nowMilliseconds) { return false }
    if let size, !size.bytes.contains(valueByteCount(head)) { return false }
    if let slots, !slots.contains(SlotSet.slot(of: key)) { return false }
    if !globs.isEmpty, !Self.anyMatches(globs, key) { return false }
    if !excludedGlobs.isEmpty, Self.anyMatches(excludedGlobs, key) { return false }
    if let expression, !expression.matches(key) { return false }
    return true
  }

  private func valueByteCount(_ head: RecordHead) -> UInt64 {
    if let count = head.valueByteCount { return UInt64(count) }
    return largeValueSizes[head.offset] ?? .max
  }

  private static func anyMatches(_ globs: [Glob], _ key: RawSpan) -> Bool {
    for glob in globs where glob.matches(key) { return true }
    return false
  }

  /// Reads types as `TYPE` names them, several with commas.
  ///
  /// - Throws: `.type` with the one that is none.
  package static func parseKinds(_ text: String) throws(FilterError) -> Set<ValueKind> {
    var kinds: Set<ValueKind> = []
    for name in words(text) {
      guard let kind = ValueKind.allCases.first(where: { $0.name == name.lowercased() }) else { throw .type(name) }
      kinds.insert(kind)
    }
    return kinds
  }

  /// Reads numbers of databases, several with commas.
  ///
  /// - Throws: `.database` with the one that is none.
  package static func parseDatabases(_ text: String) throws(FilterError) -> Set<UInt64> {
    var databases: Set<UInt64> = []
    for name in words(text) {
      guard let number = UInt64(name), name.first != "+" else { throw .database(name) }
      databases.insert(number)
    }
    return databases
  }

  private static func words(_ text: String) -> [String] {
    text.split(separator: ",", omittingEmptySubsequences: false).map { String($0.filter { $0 != " " }) }
  }
}
