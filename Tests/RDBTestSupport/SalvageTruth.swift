import Foundation
import RDBFormats

/// Every key of a sound file: its digest, and where its record stands.
package struct SalvageTruth {
  /// A key.
  package struct Name: Hashable, Sendable, CustomStringConvertible {
    package let database: Int
    package let key: [UInt8]
    package var description: String { "db \(database) \(String(decoding: key, as: UTF8.self).debugDescription)" }
  }

  /// Our own digest of each key: value, expiry, groups.
  package let digests: [Name: String]
  /// Where each record stands.
  package private(set) var ranges: [Name: Range<Int>] = [:]
  /// Where the name of each stands, and what is in front of it.
  package private(set) var names: [Range<Int>] = []
  /// Where records of modules stand: what their bytes have to be only the module knows.
  package private(set) var moduleRanges: [Range<Int>] = []
  /// Where values stand whose length says where they end, the length itself left out.
  package private(set) var framedRanges: [Range<Int>] = []
  package let bytes: [UInt8]

  /// - Throws: when the file is not sound.
  package init(_ bytes: [UInt8]) throws {
    self.bytes = bytes
    let directory = try TemporaryDirectory("truth")
    digests = try Self.digests(directory.write(bytes, to: "dump.rdb"))
    let sink = Places()
    try RDBReader(MemorySource(bytes), byteCount: UInt64(bytes.count)).readAll(sink)
    ranges = sink.ranges
    names = sink.names
    moduleRanges = sink.modules
    framedRanges = sink.framed
  }

  /// The digest of every key of a file.
  package static func digests(_ path: String) throws -> [Name: String] {
    let run = try Toolrun.run(["digest", "--full", "--keys", "--json", path])
    guard run.exitCode == 0, let rows = try run.object()["keys"] as? [[String: Any]] else {
      throw TestSupportError("digest of \(path): \(run.errorOutput)")
    }
    var digests: [Name: String] = [:]
    for row in rows {
      guard let database = row["db"] as? Int, let key = Self.bytes(row["key"]), let digest = row["digest"] as? String else { continue }
      digests[Name(database: database, key: key)] = digest
    }
    return digests
  }

  /// A key as JSON documents have it.
  package static func bytes(_ value: Any?) -> [UInt8]? {
    if let text = value as? String { return [UInt8](text.utf8) }
    guard let object = value as? [String: Any], let text = object["base64"] as? String else { return nil }
    return Data(base64Encoded: text).map { [UInt8]($0) }
  }

  private final class Places: RecordSink {
    var ranges: [Name: Range<Int>] = [:]
    var names: [Range<Int>] = []
    var modules: [Range<Int>] = []
    var framed: [Range<Int>] = []
    private var isModule = false
    private var framedOffset: Int?
    private var open: (Name, Int)?

    override func record(_ head: RecordHead, key: RawSpan) -> Bool {
      open = (Name(database: Int(clamping: head.database), key: key.withUnsafeBytes { [UInt8]($0) }), head.offset)
      names.append(head.offset..<head.valueOffset)
      isModule = head.encoding.kind == .module
      switch head.encoding {
      case .string, .hashZipmap, .listZiplist, .setIntset, .sortedSetZiplist, .hashZiplist, .hashListpack, .sortedSetListpack, .setListpack:
        // The longest that stands in front of the bytes: C3 and two lengths of five bytes.
        framedOffset = head.valueOffset + 11
      default: framedOffset = nil
      }
      return true
    }

    override func recordEnd(at offset: Int) {
      guard let (name, start) = open else { return }
      ranges[name] = start..<offset
      if let framedOffset, framedOffset < offset { framed.append(framedOffset..<offset) }
      if isModule { modules.append(start..<offset) }
    }
  }
}
