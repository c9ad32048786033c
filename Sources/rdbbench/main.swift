import Glibc
import RDBEngine
import RDBFiles
import RDBFormats

// Work that no command of rdbtool does alone, for Scripts/bench: `rdbbench load FILE` puts an RDB into the engine, `rdbbench replay FILE`
// runs an AOF. Prints seconds and resident kilobytes.

/// Reads a file front to back.
final class PlainFile: ByteSource {
  private let descriptor: Int32
  init?(_ path: String) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { return nil }
  }
  deinit { close(descriptor) }
  var byteCount: UInt64 {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? UInt64(clamping: status.st_size) : 0
  }
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int { max(0, Glibc.read(descriptor, buffer.baseAddress, buffer.count)) }
}

func seconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func residentKilobytes() -> Int {
  var pages = 0
  if let file = fopen("/proc/self/statm", "r") {
    var text = [CChar](repeating: 0, count: 256)
    fgets(&text, 256, file)
    fclose(file)
    let fields = text.split(separator: 0x20)
    if fields.count > 1 { pages = Int(String(decoding: fields[1].map { UInt8(bitPattern: $0) }, as: UTF8.self)) ?? 0 }
  }
  return pages * Int(getpagesize()) / 1024
}

func say(_ text: String) {
  let bytes = Array(text.utf8)
  _ = write(2, bytes, bytes.count)
}

let words = CommandLine.arguments
guard words.count == 3, let file = PlainFile(words[2]) else {
  say("usage: rdbbench load|replay FILE\n")
  exit(2)
}
let engine = Engine { 0 }
let began = seconds()
if words[1] == "load" {
  do {
    let framer = try RDBFramer(file, byteCount: file.byteCount)
    _ = try engine.load(framer, byteCount: file.byteCount)
  } catch {
    say("\(error)\n")
    exit(1)
  }
} else {
  var scanner = AOFScanner(file, byteCount: file.byteCount)
  let replay = engine.replay(&scanner, nil, Session(), at: 0)
  if let error = replay.firstError { say("\(replay.errors.values.reduce(0, +)) errors, the first at byte \(error.offset): \(error.text)\n") }
}
print("\(seconds() - began) \(residentKilobytes()) \(engine.databases.reduce(0) { $0 + $1.count })")
