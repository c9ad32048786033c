/// How a file of an AOF begins: what decides is its first bytes, never its name.
package enum AOFStart: ~Copyable {
  /// With commands, or with nothing at all.
  case commands(ByteWindow)
  /// With an RDB, behind which ``RDBFramer/takeWindow()`` gives the commands.
  case rdb(RDBFramer)

  /// Looks at the first bytes; none is lost.
  ///
  /// - Throws: `.inputFailed`, and what ``RDBFramer`` throws of an RDB that ends within its header.
  package init(_ source: any ByteSource, byteCount: UInt64? = nil, windowByteCount: Int = 1 << 20) throws(DecodeFault) {
    var window = ByteWindow(source: source, capacity: windowByteCount, byteCount: byteCount)
    do throws(DecodeFault) { try window.need(RDBHeader.byteCount) } catch {
      guard case .truncated = error.reason else { throw error }
    }
    if AOFPreamble.begins(window.peekUnsafe(min(window.available, RDBHeader.byteCount))) {
      self = .rdb(try RDBFramer(window, trailing: .aof))
    } else {
      self = .commands(window)
    }
  }
}
