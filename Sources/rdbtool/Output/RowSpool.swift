import RDBFiles

/// Text that waits in a file without a name until it is known whether it will be printed.
final class RowSpool {
  private let file: ScratchFile
  private var pending: [UInt8] = []

  init(_ directory: String) throws {
    do throws(SinkError) { file = try ScratchFile(directory: directory) } catch { throw Ending.of(error) }
  }

  func append(_ text: String) throws {
    pending.append(contentsOf: text.utf8)
    if pending.count >= 256 << 10 { try settle() }
  }

  private func settle() throws {
    try pending.withUnsafeBytes { bytes in
      do throws(SinkError) { _ = try file.append(bytes) } catch { throw Ending.of(error) }
    }
    pending.removeAll(keepingCapacity: true)
  }

  func copy(to output: StandardOutput) throws {
    try settle()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
    defer { buffer.deallocate() }
    var offset: UInt64 = 0
    while true {
      let count: Int
      do throws(SinkError) { count = try file.read(at: offset, into: buffer) } catch { throw Ending.of(error) }
      guard count > 0 else { return }
      try output.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      offset += UInt64(count)
    }
  }
}
