/// Up to where servers keep collections compact: their settings, by their defaults (encodings.md §2).
package struct EncodingLimits: Sendable {
  package var hashEntries = 512, hashValueByteCount = 64
  package var sortedSetEntries = 128, sortedSetMemberByteCount = 64
  package var intsetEntries = 512
  package var setEntries = 128, setMemberByteCount = 64
  /// Bytes of a list node.
  package var listNodeByteCount = 8192
  package var streamNodeByteCount = 4096, streamNodeEntries = 100

  package init() {}
}
