import RDBFiles
import RDBFormats

/// Gives bytes a few at a time, as a slow pipe does.
final class ArraySource: ByteSource {
  private let bytes: [UInt8]
  private let chunk: Int
  private var position = 0
  private let error: StreamError?

  /// - Parameter error: thrown after the last byte instead of the end.
  init(_ bytes: [UInt8], chunk: Int = .max, then error: StreamError? = nil) {
    self.bytes = bytes
    self.chunk = chunk
    self.error = error
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = min(buffer.count, chunk, bytes.count - position)
    if count == 0, let error { throw error }
    buffer.copyBytes(from: bytes[position..<position + count])
    position += count
    return count
  }
}

/// What a source gave until it ended or failed.
struct Reading: Equatable {
  var bytes: [UInt8] = []
  var error: StreamError?

  /// Reads to the end, and twice more to see that it stays there.
  /// - Parameter limit: gives up after so many bytes; a decoder that loops must not hang the suite.
  init(_ source: any ByteSource, chunk: Int = 4096, limit: Int = 1 << 26) throws {
    var buffer = [UInt8](repeating: 0, count: chunk)
    do {
      while bytes.count < limit {
        let got = try buffer.withUnsafeMutableBytes { try source.read(into: $0) }
        if got == 0 { break }
        bytes += buffer.prefix(got)
      }
    } catch let error as StreamError {
      self.error = error
    }
    for _ in 0..<2 {
      do {
        let more = try buffer.withUnsafeMutableBytes { try source.read(into: $0) }
        if more > 0 || error != nil { throw Restless() }
      } catch let again as StreamError {
        if again != error { throw Restless() }
      }
    }
  }

  /// A source that ended or failed, and then did something else.
  struct Restless: Error {}
}

/// Data that compresses, but not to nothing, and differs everywhere.
func sampleBytes(_ count: Int) -> [UInt8] {
  var bytes: [UInt8] = []
  var number = 0
  while bytes.count < count {
    bytes += Array("key:\(number &* 7919 % 10007)=".utf8)
    bytes.append(UInt8(truncatingIfNeeded: number &* number))
    number += 1
  }
  return Array(bytes.prefix(count))
}
