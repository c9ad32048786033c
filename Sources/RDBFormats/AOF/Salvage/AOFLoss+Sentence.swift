extension AOFLoss {
  /// What a scanner met, without its place.
  static func sentence(_ fault: AOFFault) -> String {
    switch fault.kind {
    case .headerCut: "the file ends in the header of a command"
    case .argumentCut(let declared, let available): "an argument of \(declared) bytes has only \(available) up to the end of the file"
    case .terminatorCut: "the file ends in the line end of an argument"
    case .argumentsMissing(let present, let declared): "the file ends behind \(present) of \(declared) arguments"
    case .annotationCut: "the file ends inside of an annotation"
    case .zeros(let count, true): "\(count) zero bytes up to the end, as a file system leaves them after a power loss"
    case .zeros(let count, false): "\(count) zero bytes, as a file system leaves them after a power loss"
    case .unexpectedByte(let byte): "a command begins with *, and here stands \(Self.text(byte))"
    case .argumentCount(let count): "the number of arguments cannot be \(count)"
    case .argumentMarker(let byte, let present): "behind \(present) arguments another begins with $, and there stands \(Self.text(byte))"
    case .argumentLength(let length): "the length of an argument cannot be \(length)"
    }
  }

  private static func text(_ byte: UInt8) -> String {
    (0x21...0x7E).contains(byte) ? "\"\(Character(UnicodeScalar(byte)))\"" : "the byte \(byte)"
  }
}
