/// Base 64 of RFC 4648, with padding.
enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    var index = 0
    while index < bytes.count {
      let group = (0..<3).reduce(0) { $0 << 8 | (index + $1 < bytes.count ? Int(bytes[index + $1]) : 0) }
      let present = min(3, bytes.count - index)
      for place in 0..<4 { text.append(place <= present ? alphabet[(group >> (18 - 6 * place)) & 63] : 0x3D) }
      index += 3
    }
    return String(decoding: text, as: UTF8.self)
  }
}
