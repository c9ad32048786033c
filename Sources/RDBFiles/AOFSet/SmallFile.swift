import Glibc

/// Files that people and servers write by the line: manifests and configurations.
enum SmallFile {
  /// The most that is read; a manifest of a million files would be smaller.
  static var maximumByteCount: Int { 16 << 20 }

  /// Reads a file whole.
  ///
  /// - Throws: ``SourceError``; `.tooLarge` for over ``maximumByteCount`` bytes, `.notARegularFile` before anything is opened.
  static func read(_ path: String) throws(SourceError) -> [UInt8] {
    switch AOFPart.state(of: path) {
    case .file: break
    case .missing: throw SourceError(path: path, .notFound)
    case .notRegular: throw SourceError(path: path, .notARegularFile)
    case .unreadable(let number): throw SourceError(path: path, action: "examine", errno: number)
    }
    let number = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY)
    guard number >= 0 else { throw SourceError(path: path, action: "open", errno: errno) }
    let source = FileDescriptorSource(descriptor: number, path: path, closesDescriptor: true)
    var bytes: [UInt8] = []
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    defer { buffer.deallocate() }
    do throws(StreamError) {
      while true {
        let got = try source.read(into: buffer)
        if got == 0 { return bytes }
        bytes.append(contentsOf: buffer[..<got])
        if bytes.count > maximumByteCount { throw StreamError(path: path, .other("it has over \(maximumByteCount >> 20) MiB"), at: 0) }
      }
    } catch {
      throw SourceError(path: path, .unreadable(error))
    }
  }
}
