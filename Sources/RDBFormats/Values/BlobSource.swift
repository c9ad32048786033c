/// The bytes of one string inside a stream, as a stream of their own.
///
/// Lives only inside ``read(_:_:_:)``, where the stream it points to stays put.
final class BlobSource<C: ByteReading & ~Copyable>: ByteSource {
  private let stream: UnsafeMutablePointer<C>
  private var left: UInt64
  /// What is wrong with the stream itself.
  private(set) var fault: DecodeFault?

  init(_ stream: UnsafeMutablePointer<C>, _ count: UInt64) {
    self.stream = stream
    left = count
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    guard left > 0, fault == nil else { return 0 }
    do {
      let size = min(try stream.pointee.chunkSize(of: left), buffer.count)
      buffer.copyMemory(from: stream.pointee.peekUnsafe(size))
      stream.pointee.advance(size)
      left -= UInt64(size)
      return size
    } catch {
      fault = error
      throw error
    }
  }

  /// Runs `body` over the next `count` bytes of `cursor` and steps over all of them.
  ///
  /// - Throws: what is wrong with `cursor` itself.
  static func read<R>(_ count: UInt64, _ cursor: inout C, _ body: (inout ByteWindow) throws(DecodeFault) -> R) throws(DecodeFault) -> R {
    let start = cursor.offset
    let result: Result<R, DecodeFault>
    let left: UInt64
    (result, left) = try withUnsafeMutablePointer(to: &cursor) { pointer throws(DecodeFault) -> (Result<R, DecodeFault>, UInt64) in
      let source = BlobSource(pointer, count)
      var window = ByteWindow(source: source, capacity: 64 << 10, baseOffset: start)
      let result: Result<R, DecodeFault>
      do throws(DecodeFault) { result = .success(try body(&window)) } catch { result = .failure(error) }
      if let fault = source.fault { throw fault.inString(of: count, startingAt: start, left: source.left) }
      return (result, source.left)
    }
    do throws(DecodeFault) { try cursor.skip(left) } catch { throw error.inString(of: count, startingAt: start, skipping: left) }
    return try result.get()
  }
}
