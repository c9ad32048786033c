/// Memory that walks through values share: one a thread.
final class WalkScratch {
  /// What a compressed string decompresses to.
  let decompressed = TextBuffer()
}
