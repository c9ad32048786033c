/// A file made by hand to ask servers one question.
package struct CraftedFile: Sendable, CustomStringConvertible {
  /// What is in it, as a sentence.
  package let name: String
  package let bytes: [UInt8]

  package var description: String { name }

  /// One value under the key "evil", between two keys that are well.
  package static func value(
    _ name: String, version: Int, isValkey: Bool = false, type: UInt8, _ value: [UInt8], before: [UInt8] = []
  ) -> CraftedFile {
    var file = RDBBuilder(version: version, isValkey: isValkey)
    file.select(0)
    file.record(type: 0, key: "before", value: RDBBytes.string("v"))
    file.raw(before)
    file.record(type: type, key: "evil", value: value)
    file.record(type: 0, key: "after", value: RDBBytes.string("v"))
    return CraftedFile(name: name, bytes: file.finished())
  }

  /// Whatever `build` puts behind a header.
  package static func file(
    _ name: String, version: Int = 9, isValkey: Bool = false, footer: RDBBuilder.Footer = .right, trailing: [UInt8] = [],
    _ build: (inout RDBBuilder) -> Void
  ) -> CraftedFile {
    var file = RDBBuilder(version: version, isValkey: isValkey)
    build(&file)
    return CraftedFile(name: name, bytes: file.finished(footer) + trailing)
  }

  /// The same bytes with a header of one's own and the checksum put right.
  package static func header(_ name: String, _ header: String) -> CraftedFile {
    var file = RDBBuilder(version: 9)
    file.select(0)
    file.record(type: 0, key: "k", value: RDBBytes.string("v"))
    let bytes = [UInt8](header.utf8) + file.finished().dropFirst(9)
    return CraftedFile(name: name, bytes: RDBBytes.fixingChecksum(bytes))
  }
}
