import Glibc

/// The input in hand, kept where a signal handler can still reach it, and the files that inputs are saved in.
///
/// Everything here is plain memory allocated at the start: a handler may neither allocate nor lock.
enum Artifacts {
  nonisolated(unsafe) private static var input = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)
  nonisolated(unsafe) private static var capacity = 0
  nonisolated(unsafe) private static var count = 0
  nonisolated(unsafe) private static var path = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
  nonisolated(unsafe) private static var folderByteCount = 0
  private static let entryByteCount = 32
  nonisolated(unsafe) private static var entry = UnsafeMutablePointer<UInt8>.allocate(capacity: 32)
  nonisolated(unsafe) private static var entryCount = 0

  /// - Parameter folder: where files go; it is there already.
  static func prepare(folder: String, maximumByteCount: Int) {
    input = .allocate(capacity: maximumByteCount)
    input.initialize(repeating: 0, count: maximumByteCount)
    capacity = maximumByteCount
    let text = Array(folder.utf8)
    folderByteCount = text.count
    path = .allocate(capacity: text.count + 128)
    path.initialize(repeating: 0, count: text.count + 128)
    for (index, byte) in text.enumerated() { path[index] = CChar(bitPattern: byte) }
    entry.initialize(repeating: 0, count: entryByteCount)
  }

  /// Remembers what is about to be run.
  static func begin(_ bytes: [UInt8], entry name: String) {
    count = min(bytes.count, capacity)
    bytes.withUnsafeBufferPointer { if let start = $0.baseAddress { input.update(from: start, count: count) } }
    entryCount = 0
    for byte in name.utf8.prefix(entryByteCount) {
      entry[entryCount] = byte
      entryCount += 1
    }
  }

  /// Writes the input in hand to `<kind>-<entry>-<hash>` in the folder; safe in a signal handler.
  static func save(_ kind: StaticString) {
    var end = folderByteCount
    func put(_ byte: UInt8) {
      path[end] = CChar(bitPattern: byte)
      end += 1
    }
    put(0x2F)
    for index in 0..<kind.utf8CodeUnitCount { put(kind.utf8Start[index]) }
    put(0x2D)
    for index in 0..<entryCount { put(entry[index]) }
    put(0x2D)
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for index in 0..<count { hash = (hash ^ UInt64(input[index])) &* 0x0000_0100_0000_01b3 }
    for place in 0..<16 {
      let digit = UInt8(truncatingIfNeeded: hash >> UInt64(60 - 4 * place)) & 15
      put(digit < 10 ? 0x30 + digit : 0x57 + digit)
    }
    put(0)
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    if file >= 0 {
      _ = write(file, input, count)
      _ = close(file)
    }
    path[end - 1] = 0x0A
    say("saved ")
    _ = write(2, path, end)
  }

  /// Writes to standard error; safe in a signal handler.
  static func say(_ text: StaticString) { _ = write(2, text.utf8Start, text.utf8CodeUnitCount) }
}
