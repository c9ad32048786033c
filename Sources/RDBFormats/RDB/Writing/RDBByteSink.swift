/// Where the bytes of an RDB go: a file, a socket, memory.
package protocol RDBByteSink: AnyObject {
  /// Takes bytes, in the order of the file; lent for the call.
  func write(_ bytes: UnsafeRawBufferPointer) throws
}
