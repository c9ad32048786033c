/// How far a job has come, told from whatever thread walks.
final class WalkedBytes {
  /// Bytes of all files so far.
  var count: UInt64 = 0
}
