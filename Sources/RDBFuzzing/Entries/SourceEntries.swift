import RDBFiles
import RDBFormats
import RDBOperations

/// What stands before an RDB: recognition and decompression.
enum SourceEntries {
  /// Damaged bytes can stand for a thousand times as many; more than this is not asked for.
  private static let maximumByteCount = 4 << 20

  static func recognition(_ bytes: [UInt8]) -> String? {
    do {
      let source = try OpenedSource(recognizing: ArraySource(bytes, pieceByteCount: 100), path: "x")
      if source.content.description.isEmpty { return "content without a description" }
      return drain(source.source, 300)
    } catch {
      return error.description.isEmpty ? "an error without a sentence" : nil
    }
  }

  static func gzip(_ bytes: [UInt8]) -> String? {
    do {
      return drain(try GzipSource(ArraySource(bytes, pieceByteCount: 1 + bytes.count / 3), path: "x"), 1 + bytes.count % 5000)
    } catch {
      return nil
    }
  }

  static func lz4(_ bytes: [UInt8]) -> String? {
    do {
      return drain(try LZ4Source(ArraySource(bytes, pieceByteCount: 1 + bytes.count / 3), path: "x"), 1 + bytes.count % 5000)
    } catch {
      return nil
    }
  }

  /// `check` over whatever the bytes decompress to.
  static func check(_ bytes: [UInt8]) -> String? {
    do {
      let opened = try OpenedSource(recognizing: ArraySource(bytes), path: "x.rdb.gz")
      _ = try CheckOperation.run(opened, CheckOptions(nowMilliseconds: WalkEntries.now, temporaryDirectory: "."))
    } catch {
      return nil
    }
    return nil
  }

  /// Reads to the end or the first error; an error has to stay.
  private static func drain(_ source: any ByteSource, _ size: Int) -> String? {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 1)
    defer { buffer.deallocate() }
    var total = 0
    do {
      while total < maximumByteCount {
        let got = try source.read(into: buffer)
        if got == 0 { return try source.read(into: buffer) == 0 ? nil : "goes on behind its end" }
        if got < 0 || got > size { return "\(got) bytes in a buffer of \(size)" }
        total += got
      }
    } catch {
      if "\(error)".isEmpty { return "an error without a sentence" }
      do { return "goes on behind an error with \(try source.read(into: buffer)) bytes" } catch { return nil }
    }
    return nil
  }
}
