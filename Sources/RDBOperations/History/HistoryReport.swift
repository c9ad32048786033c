package import RDBFormats

/// What `history` found.
package struct HistoryReport {
  /// What was read.
  package enum Kind: String, Sendable {
    case aof, hybrid, multipart, rdb
  }

  /// One file, in the order in which servers load them.
  package struct Part {
    /// Its name, as the manifest has it; of a file that was named directly, as it was given.
    package let name: String
    /// What it is to the AOF.
    package let type: AOFManifestEntry.FileType
    /// Bytes on disk, where that is known.
    package let byteCount: UInt64?
    /// The RDB in front of its commands.
    package internal(set) var preamble: AOFPreamble?
    /// What stands in its commands.
    package internal(set) var scan = HistoryScan.Part()
  }

  /// What was read.
  package internal(set) var kind: Kind
  /// The files.
  package internal(set) var parts: [Part] = []
  /// Commands by time; behind the first timestamp.
  package internal(set) var timeline = HistoryTimeline()
  /// Commands that no timestamp stands before.
  package internal(set) var undated = HistoryCounts()
  /// Commands that make up the base of a set.
  package internal(set) var base = HistoryCounts()
  /// Commands by name, the most frequent first.
  package internal(set) var commands: [(name: String, count: UInt64)] = []
  /// The first timestamp.
  package internal(set) var firstSeconds: Int64?
  /// The latest timestamp.
  package internal(set) var lastSeconds: Int64?
  /// Timestamps that are earlier than one before, and the first of them.
  package internal(set) var backward: (count: UInt64, first: HistoryPlace)?
  /// Timestamps without a number.
  package internal(set) var unreadableTimestampCount: UInt64 = 0
  /// The longest gaps between timestamps, the longest first.
  package internal(set) var gaps: [HistoryGap] = []
  /// Moments at which much may have been lost, in their order.
  package internal(set) var events: [HistoryEvent] = []
  /// How many of each kind were left out.
  package internal(set) var moreEvents: [HistoryEvent.Kind: UInt64] = [:]
  /// Commands that may have replaced a key and could not be followed, there being too many.
  package internal(set) var unfollowedRenames: UInt64 = 0
  /// What could not be read, the first of it.
  package internal(set) var damage: [HistoryDamage] = []
  /// How much damage was left out.
  package internal(set) var moreDamage: UInt64 = 0
  /// What else is to be known, in sentences.
  package internal(set) var notes: [String] = []
  /// How many lines of counts a person looks at.
  package static var screenfulCount: Int { 60 }

  /// What commands are counted by: as asked for, or the finest unit that takes not more than ``screenfulCount`` lines.
  package internal(set) var unit = HistoryUnit.second

  init(_ kind: Kind) { self.kind = kind }

  /// Whether all of it could be read; a torn tail counts as nothing.
  package var isSound: Bool { damage.allSatisfy(\.isTornTail) }

  /// Whether there is a timestamp anywhere.
  package var hasTimestamps: Bool { firstSeconds != nil }

  /// When the data at the beginning was as it is there, in seconds since 1970: when its RDB was written, or the first timestamp of
  /// a base of commands.
  package var baseSeconds: Int64? {
    guard let first = parts.first else { return nil }
    if let preamble = first.preamble { return preamble.writtenAtSeconds }
    return kind == .multipart && first.type == .base ? first.scan.firstSeconds : nil
  }

  /// The moments that the AOF can be cut to: the end of every second in it; nil without timestamps.
  package var window: ClosedRange<Int64>? {
    guard let firstSeconds, let lastSeconds else { return nil }
    let from = baseSeconds ?? firstSeconds
    return min(from, lastSeconds)...lastSeconds
  }

  /// Commands altogether, those of a base included.
  package var commandCount: UInt64 { parts.reduce(0) { $0 &+ $1.scan.commandCount } }
}
