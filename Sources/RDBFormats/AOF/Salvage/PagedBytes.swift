/// Short stretches of ``RandomAccessBytes`` near to each other, through one small buffer.
final class PagedBytes {
  /// Behind the last byte.
  let end: Int
  /// How many bytes were read, those read again counted again.
  private(set) var loadedByteCount = 0
  private let bytes: any RandomAccessBytes
  private let page: UnsafeMutableRawBufferPointer
  private var start = 0
  private var count = 0

  init(_ bytes: any RandomAccessBytes, end: Int, pageByteCount: Int) {
    self.bytes = bytes
    self.end = end
    page = .allocate(byteCount: max(1024, pageByteCount), alignment: 64)
  }

  deinit { page.deallocate() }

  /// The byte at an offset; nil at and behind the end.
  @inline(__always)
  func byte(_ offset: Int) throws -> UInt8? {
    let index = offset &- start
    if index >= 0, index < count { return page[index] }
    return try stretch(offset, 1).first
  }

  /// The bytes from an offset on, at most as many as a page has; fewer at the end. Valid until the next call.
  func stretch(_ offset: Int, _ wanted: Int) throws -> UnsafeRawBufferPointer {
    guard offset >= 0, offset < end else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    let wanted = min(wanted, page.count, end - offset)
    if offset < start || offset + wanted > start + count { try load(offset) }
    let from = offset - start
    guard from < count else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    return UnsafeRawBufferPointer(rebasing: page[from..<min(count, from + wanted)])
  }

  /// As many bytes from an offset on as are in hand, at least one where there is one.
  func rest(_ offset: Int) throws -> UnsafeRawBufferPointer {
    guard try byte(offset) != nil else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    return UnsafeRawBufferPointer(rebasing: page[(offset - start)..<count])
  }

  private func load(_ offset: Int) throws {
    start = offset
    count = 0
    let wanted = min(page.count, end - offset)
    while count < wanted {
      let got = try bytes.read(at: offset + count, into: UnsafeMutableRawBufferPointer(rebasing: page[count..<wanted]))
      if got <= 0 { break }
      count += got
    }
    loadedByteCount &+= count
  }
}
