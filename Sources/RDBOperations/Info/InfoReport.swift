package import RDBFormats

/// What is in a file, counted.
package struct InfoReport: Sendable {
  /// Counts of one database.
  package struct Database: Sendable {
    package var keys: UInt64 = 0
    package var expires: UInt64 = 0
  }

  /// nil for an AOF without an RDB in front.
  package var header: RDBHeader?
  package var checksum = PipelineEnd.Checksum.unchecked
  /// Bytes of the decompressed file.
  package var bytes: UInt64 = 0
  /// In the order of the file; values cut at 1 KiB.
  package var auxiliary: [(name: [UInt8], value: [UInt8])] = []
  package var databases: [UInt64: Database] = [:]
  package var types: [ValueKind: UInt64] = [:]
  /// By the servers' names of encodings; strings are `int` or `raw`.
  package var encodings: [String: UInt64] = [:]
  /// Names of function libraries.
  package var functions: [[UInt8]] = []
  /// Types of modules, with the number of values in each.
  package var modules: [ModuleID: UInt64] = [:]
  /// Keys that had expired already.
  package var expiredKeys: UInt64 = 0
  /// The first and last expiry of a key, in milliseconds since 1970.
  package var expiryRange: ClosedRange<Int64>?
  /// Hashes of which at least one field has an expiry.
  package var hashesWithFieldExpiry: UInt64 = 0
  /// What is wrong with the framing: everything before it has been counted.
  package var fault: DecodeFault?

  package var keys: UInt64 { databases.values.reduce(0) { $0 + $1.keys } }
  package var expires: UInt64 { databases.values.reduce(0) { $0 + $1.expires } }

  /// Nothing counted.
  package init(header: RDBHeader?) { self.header = header }

  /// The most entries of a list that is kept.
  static let maximumListCount = 4096

  /// Adds what another thread counted behind this.
  mutating func add(_ other: InfoReport) {
    auxiliary += other.auxiliary.prefix(max(0, Self.maximumListCount - auxiliary.count))
    functions += other.functions.prefix(max(0, Self.maximumListCount - functions.count))
    for (number, counts) in other.databases where databases[number] != nil || databases.count < Self.maximumListCount {
      databases[number, default: Database()].keys += counts.keys
      databases[number, default: Database()].expires += counts.expires
    }
    types.merge(other.types, uniquingKeysWith: +)
    encodings.merge(other.encodings, uniquingKeysWith: +)
    for (id, count) in other.modules where modules[id] != nil || modules.count < Self.maximumListCount {
      modules[id, default: 0] += count
    }
    expiredKeys += other.expiredKeys
    hashesWithFieldExpiry += other.hashesWithFieldExpiry
    if let range = other.expiryRange {
      expiryRange = expiryRange.map { min($0.lowerBound, range.lowerBound)...max($0.upperBound, range.upperBound) } ?? range
    }
  }
}
