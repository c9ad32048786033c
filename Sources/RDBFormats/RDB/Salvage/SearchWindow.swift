/// A piece of a file in memory.
final class SearchWindow {
  private(set) var start = 0
  private(set) var count = 0
  private var storage = UnsafeMutableRawBufferPointer(start: nil, count: 0)

  deinit { storage.deallocate() }

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage[..<count]) }

  func contains(_ offset: Int) -> Bool { offset >= start && offset < start + count }

  func load(_ source: any RandomAccessBytes, at offset: Int, byteCount: Int) throws {
    if storage.count < byteCount {
      storage.deallocate()
      storage = .allocate(byteCount: byteCount, alignment: 64)
    }
    count = 0
    start = offset
    count = try source.read(at: offset, into: UnsafeMutableRawBufferPointer(rebasing: storage[..<byteCount]))
  }
}
