/// A key as a person reads it: in quotes, with everything that is not printable escaped.
package struct KeyText: CustomStringConvertible {
  package let description: String

  /// - Parameter maximumByteCount: longer keys are cut and marked.
  package init(_ bytes: [UInt8], maximumByteCount: Int = 128) {
    let shown = bytes.prefix(maximumByteCount)
    var text = "\""
    if let valid = String(validating: shown, as: UTF8.self) {
      for scalar in valid.unicodeScalars { text += Self.escape(scalar) }
    } else {
      for byte in shown { text += byte < 0x80 ? Self.escape(Unicode.Scalar(byte)) : Self.hex(byte) }
    }
    text += "\""
    if bytes.count > maximumByteCount { text += "… (\(bytes.count) bytes)" }
    description = text
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"": "\\\""
    case "\\": "\\\\"
    case "\n": "\\n"
    case "\r": "\\r"
    case "\t": "\\t"
    default:
      switch scalar.properties.generalCategory {
      // What a terminal would act on, or what hides.
      case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
        String(scalar).utf8.map(hex).joined()
      default: String(scalar)
      }
    }
  }

  private static func hex(_ byte: UInt8) -> String { "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16) }
}
