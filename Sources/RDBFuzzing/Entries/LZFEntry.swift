import RDBFormats

/// LZF of any bytes: the fast version against an obvious one, and against the one that keeps 8 KiB only.
enum LZFEntry {
  /// The first two bytes are the size that is claimed.
  static func run(_ bytes: [UInt8]) -> String? {
    guard bytes.count >= 2 else { return nil }
    let size = Int(bytes[0]) | Int(bytes[1]) << 8
    let stream = Array(bytes.dropFirst(2))
    let expected = plain(stream, size)
    // Guards around what it may write to, and no byte behind what it may read.
    let margin = 64
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: size + 2 * margin, alignment: 16)
    defer { room.deallocate() }
    room.initializeMemory(as: UInt8.self, repeating: 0xA5)
    let output = UnsafeMutableRawBufferPointer(rebasing: room[margin..<margin + size])
    let defect = stream.withUnsafeBytes { LZF.decompress($0, into: output) }
    let told = stream.withUnsafeBytes { LZF.validate($0, outputByteCount: size) }
    if told != defect { return "validated as \(String(describing: told)), decompressed as \(String(describing: defect))" }
    let guards = [room[..<margin], room[(margin + size)...]]
    if guards.contains(where: { $0.contains { $0 != 0xA5 } }) { return "wrote outside of the output" }
    if (defect == nil) != (expected != nil) { return "\(String(describing: defect)), but the obvious version says \(expected == nil ? "damaged" : "right")" }
    if let expected, !expected.elementsEqual(output) { return "differs from the obvious version" }
    if expected != nil, !LZF.claimIsPlausible(compressed: UInt64(stream.count), uncompressed: UInt64(size)) { return "a claim that is right was not believed" }

    var pieces: [UInt8] = []
    let fault = LZF.decompressInPieces(stream, claimed: UInt64(size)) { piece in piece.withUnsafeBytes { pieces.append(contentsOf: $0) } }
    if (fault == nil) != (expected != nil) { return "in pieces: \(fault?.reason.code ?? "right"), but \(expected == nil ? "damaged" : "right") in one" }
    if let expected, expected != pieces { return "differs in pieces" }
    return nil
  }

  /// A byte at a time; nil when the stream is damaged.
  private static func plain(_ stream: [UInt8], _ size: Int) -> [UInt8]? {
    var output: [UInt8] = []
    var rest = stream[...]
    while let control = rest.popFirst() {
      if control < 32 {
        guard rest.count > control else { return nil }
        output += rest.prefix(Int(control) + 1)
        rest = rest.dropFirst(Int(control) + 1)
      } else {
        var count = Int(control >> 5) + 2
        if count == 9 {
          guard let more = rest.popFirst() else { return nil }
          count += Int(more)
        }
        guard let low = rest.popFirst() else { return nil }
        let distance = Int(control & 31) << 8 + Int(low) + 1
        guard distance <= output.count else { return nil }
        for _ in 0..<count { output.append(output[output.count - distance]) }
      }
      if output.count > size { return nil }
    }
    return output.count == size ? output : nil
  }
}
