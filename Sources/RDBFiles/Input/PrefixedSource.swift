public import RDBFormats

/// Bytes that were read already, then the rest: a pipe is recognised by its
/// first bytes, and they cannot be put back.
public final class PrefixedSource: ByteSource {
  private let prefix: [UInt8]
  private var position = 0
  private let upstream: any ByteSource

  /// - Parameters:
  ///   - prefix: given first.
  ///   - upstream: gives what follows.
  public init(_ prefix: [UInt8], then upstream: any ByteSource) {
    self.prefix = prefix
    self.upstream = upstream
  }

  /// - Throws: what upstream throws.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = min(buffer.count, prefix.count - position)
    guard count > 0 else { return buffer.isEmpty ? 0 : try upstream.read(into: buffer) }
    buffer.copyBytes(from: prefix[position..<position + count])
    position += count
    return count
  }
}
