/// The bytes of a command that a scanner found right, as they stand in the file; a namespace.
package enum AOFCommandBytes {
  /// Its arguments, which lie in the bytes.
  ///
  /// - Parameter bytes: from the `*` of the command to behind its last line end.
  package static func arguments(_ bytes: UnsafeRawBufferPointer) -> [UnsafeRawBufferPointer] {
    guard let base = bytes.baseAddress else { return [] }
    let end = base + bytes.count
    var at = base
    let count = AOFFraming.number(behind: 0x2A, &at, end)
    guard count > 0 else { return [] }
    var cursor = AOFArguments.Cursor(at: at, end: end, left: count, isCondensed: false, lineByteCount: AOFScanner.defaultLineByteCount)
    var arguments: [UnsafeRawBufferPointer] = []
    while cursor.left > 0, at < end { arguments.append(cursor.next().0) }
    return arguments
  }
}
