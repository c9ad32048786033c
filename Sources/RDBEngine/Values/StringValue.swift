package import RDBFormats

/// A string that is changed in place: by APPEND, SETRANGE, SETBIT and their like.
package final class StringValue: LiveValue {
  private var storage: UnsafeMutableRawBufferPointer
  private var count: Int

  /// Its bytes, lent until it changes.
  package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage[..<count]) }
  /// The same, to be changed.
  package var mutableBytes: UnsafeMutableRawBufferPointer { UnsafeMutableRawBufferPointer(rebasing: storage[..<count]) }

  package init(_ bytes: UnsafeRawBufferPointer) {
    count = bytes.count
    storage = .allocate(byteCount: max(16, bytes.count), alignment: 16)
    storage.copyMemory(from: bytes)
    super.init(.string)
  }

  deinit { storage.deallocate() }

  /// Makes it at least so long; what is new is zero.
  package func extend(to wanted: Int) {
    guard wanted > count else { return }
    reserve(wanted)
    UnsafeMutableRawBufferPointer(rebasing: storage[count..<wanted]).initializeMemory(as: UInt8.self, repeating: 0)
    count = wanted
  }

  /// Adds bytes at the end.
  package func append(_ bytes: UnsafeRawBufferPointer) {
    reserve(count + bytes.count)
    UnsafeMutableRawBufferPointer(rebasing: storage[count...]).copyMemory(from: bytes)
    count += bytes.count
  }

  private func reserve(_ wanted: Int) {
    guard wanted > storage.count else { return }
    // Doubled while small, as servers do; a megabyte more at a time after that.
    let fresh = UnsafeMutableRawBufferPointer.allocate(byteCount: wanted < 1 << 20 ? wanted * 2 : wanted + 1 << 20, alignment: 16)
    fresh.copyMemory(from: bytes)
    storage.deallocate()
    storage = fresh
  }

  override package func walk(_ sink: ValueSink) { sink.element(.string, bytes.bytes) }

  override package func encodingName(_ limits: EncodingLimits) -> StaticString { "raw" }

  override package func copy() -> LiveValue { StringValue(bytes) }
}
