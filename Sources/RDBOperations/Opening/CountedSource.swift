import RDBFormats

/// A source that counts what is read of it, and remembers why it failed: parsers only say that it did.
final class CountedSource: ByteSource {
  private let source: any ByteSource
  private let told: ((UInt64) -> Void)?
  /// Bytes read.
  private(set) var byteCount: UInt64 = 0
  /// What it threw.
  private(set) var failure: (any Error)?

  /// - Parameter told: of the bytes read, after every read.
  init(_ source: any ByteSource, told: ((UInt64) -> Void)? = nil) {
    self.source = source
    self.told = told
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    do {
      let count = try source.read(into: buffer)
      byteCount &+= UInt64(max(0, count))
      told?(byteCount)
      return count
    } catch {
      failure = error
      throw error
    }
  }
}
