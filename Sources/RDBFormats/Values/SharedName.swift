/// Tells names apart that several entries of a stream node, or several hashes of one template, share.
///
/// The same name stands for the same bytes throughout a file, so that a consumer who does something dear with them
/// does it once: a few bytes a record may stand for megabytes of names.
public struct SharedName: Hashable, Sendable {
  // Where the node lies in the file, or the number of the template with the highest bit set.
  private let owner: UInt64
  private let index: Int

  init(node offset: Int, index: Int) {
    owner = UInt64(truncatingIfNeeded: offset) & ~(1 << 63)
    self.index = index
  }

  init(template number: UInt64, index: Int) {
    owner = number | 1 << 63
    self.index = index
  }
}
