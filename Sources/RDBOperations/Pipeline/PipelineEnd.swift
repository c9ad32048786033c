package import RDBFormats

/// How a walk through an RDB ended.
package struct PipelineEnd: Sendable {
  /// What the eight bytes at the end say of the rest.
  package enum Checksum: Hashable, Sendable {
    case valid
    case invalid(stored: UInt64, computed: UInt64)
    /// All zero (the writer had `rdbchecksum no`), or a version below 5.
    case absent
    /// The walk did not get there, or the bytes are missing.
    case unchecked
  }

  package var header: RDBHeader
  package var checksum = Checksum.unchecked
  /// What stands behind the end opcode; nil when the walk did not get there.
  package var ending: RDBFramer.Ending?
  /// Where and why the walk ended early.
  package var fault: DecodeFault?
  /// What kept the source from being read.
  package var sourceFailure: (any Error)?
  /// Bytes behind the header that were walked, checksum and what stands behind it included.
  package var byteCount: UInt64 = 0
}
