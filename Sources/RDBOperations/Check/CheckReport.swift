package import RDBFormats

/// What `check` found.
package struct CheckReport: Sendable {
  /// The path as it was given.
  package var source: String
  /// What the source is: `rdb`.
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
  /// Whether the walk got to the end.
  package var isComplete = false

  package var isSound: Bool { verdict == .sound }

  package init(source: String) { self.source = source }
}
