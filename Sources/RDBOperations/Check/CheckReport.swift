package import RDBFormats

/// What `check` found.
package struct CheckReport: Sendable {
  /// The path as it was given.
  package var source: String
  /// What the source is: `rdb`, `aof`, `hybrid` (an RDB with commands behind it) or `multipart`.
  package var kind = "rdb"
  package var verdict = Verdict.sound
  /// Who it was judged for.
  package var judgedFor: ServerVersion?
  /// nil when not even the header can be read.
  package var header: RDBHeader?
  /// The writing server as the file names it: `redis 7.0.15`.
  package var writer: String?
  package var checksum = PipelineEnd.Checksum.unchecked
  /// Bytes of the decompressed file that were walked.
  package var bytes: UInt64 = 0
  package var tally = RecordTally()
  /// In the order of the file.
  package var defects: [Defect] = []
  /// Defects that are not in the list because there were too many.
  package var droppedDefects: UInt64 = 0
  package var loads: [ServerRange] = []
  package var obstacles: [ServerObstacle] = []
  /// Commands of an AOF, those of all its files.
  package var commands: UInt64 = 0
  /// The lowest and the highest timestamp of an AOF, in seconds since 1970.
  package var timeRange: ClosedRange<Int64>?
  /// The files of an AOF in several, in the order in which they are loaded.
  package var parts: [Part] = []
  /// Whether the walk got to the end.
  package var isComplete = false

  /// One file of an AOF in several.
  package struct Part: Sendable {
    package let name: String
    package let type: AOFManifestEntry.FileType
    /// Bytes that were read of it.
    package var bytes: UInt64
    /// Commands in it.
    package var commands: UInt64
    /// Keys in the RDB at its start.
    package var keys: UInt64
  }

  package var isSound: Bool { verdict == .sound }

  package init(source: String) { self.source = source }
}
