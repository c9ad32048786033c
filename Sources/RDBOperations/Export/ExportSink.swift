/// Where an export goes.
package protocol ExportSink: AnyObject {
  /// Takes the next bytes; by one thread at a time.
  ///
  /// - Throws: what keeps them from being written; the export ends with it.
  func write(_ bytes: UnsafeRawBufferPointer) throws
}
