/// What an export came to.
package struct ExportReport: Sendable {
  /// A key that was left out.
  package struct SkippedKey: Hashable, Sendable {
    package let database: UInt64
    package let key: [UInt8]
    /// As `TYPE` names it; of a module the name of its type.
    package let type: String
    /// Why it was left out, fit to follow "which".
    package let reason: String

    package init(database: UInt64, key: [UInt8], type: String, reason: String = "has no command to build it") {
      self.reason = reason
      self.database = database
      self.key = key
      self.type = type
    }
  }

  /// Keys in the file.
  package var keysSeen: UInt64 = 0
  /// Keys written.
  package var keysExported: UInt64 = 0
  /// How many of those expire.
  package var expires: UInt64 = 0
  /// Bytes written.
  package var byteCount: UInt64 = 0
  /// Oddities met that no server minds, such as an empty list.
  package var benignDefects: UInt64 = 0
  /// Keys left out (commands only), at most the first thousand of them.
  package var skipped: [SkippedKey] = []
  /// How many there are.
  package var skippedCount: UInt64 = 0
  /// Function libraries left out, for an older target.
  package var skippedFunctions: UInt64 = 0
  /// Expiries of fields left out, for an older target.
  package var skippedFieldExpiries: UInt64 = 0
  /// Pending entries that lost time and count of delivery, as their group has over a million of them.
  package var pendingWithoutTime: UInt64 = 0
  /// Pending entries left out, as no consumer owns them.
  package var skippedPending: UInt64 = 0
  /// How the walk ended.
  package var end: PipelineEnd

  /// How many names of skipped keys are kept.
  static let skippedLimit = 1000

  init(_ end: PipelineEnd) { self.end = end }

  /// Whether everything that was asked for is in the output.
  package var isComplete: Bool {
    skippedCount == 0 && skippedFunctions == 0 && skippedFieldExpiries == 0 && pendingWithoutTime == 0 && skippedPending == 0
  }

  /// Adds what another worker counted after it.
  mutating func add(_ other: ExportReport) {
    keysSeen += other.keysSeen
    keysExported += other.keysExported
    expires += other.expires
    byteCount += other.byteCount
    benignDefects += other.benignDefects
    skipped += other.skipped.prefix(max(0, Self.skippedLimit - skipped.count))
    skippedCount += other.skippedCount
    skippedFunctions += other.skippedFunctions
    skippedFieldExpiries += other.skippedFieldExpiries
    pendingWithoutTime += other.pendingWithoutTime
    skippedPending += other.skippedPending
  }
}
