import RDBFormats

/// A place of a history that cannot be read.
package struct HistoryDamage: Hashable, Sendable {
  /// The file of the set, counted from 0.
  package let part: Int
  /// Bytes from the start of the file to what cannot be read; 0 for a whole file.
  package let offset: Int
  /// What is wrong, as the end of a sentence.
  package let message: String
  /// Where the history goes on; nil when nothing more of the file could be read.
  package let resumedAt: Int?
  /// Whether it is only the unfinished end of the last file, which servers cut.
  package let isTornTail: Bool

  static func text(_ kind: AOFFault.Kind) -> String {
    switch kind {
    case .headerCut: "the file ends within the header of a command"
    case .argumentCut(let declared, let available): "an argument of \(grouped(declared)) bytes, of which \(grouped(available)) are there"
    case .terminatorCut: "the file ends behind an argument, before its line end"
    case .argumentsMissing(let present, let declared): "a command of \(grouped(UInt64(declared))) arguments ends after \(grouped(UInt64(present)))"
    case .annotationCut: "the file ends within an annotation"
    case .zeros(let count, let reachesEnd): "\(grouped(count)) zero bytes\(reachesEnd ? " up to the end of the file" : "")"
    case .unexpectedByte(let byte): "byte 0x\(String(byte, radix: 16)) where a command should begin"
    case .argumentCount(let count): "a command of \(count) arguments"
    case .argumentMarker(let byte, let present): "byte 0x\(String(byte, radix: 16)) where argument \(present + 1) of a command should begin"
    case .argumentLength(let length): "an argument of \(length) bytes"
    }
  }
}
