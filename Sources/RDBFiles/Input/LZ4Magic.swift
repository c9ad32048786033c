/// The four bytes an LZ4 frame begins with: `04 22 4D 18` (0x184D2204), or
/// `50…5F 2A 4D 18` for a frame of other data that decoders skip.
enum LZ4Magic {
  /// A frame begins here.
  case frame
  /// Too few bytes to tell, and up to here it could be one.
  case incomplete
  /// Something else.
  case none

  init(_ bytes: some Collection<UInt8>) {
    let head = Array(bytes.prefix(4))
    let skippable: [UInt8] = [head.first.map { 0x50...0x5F ~= $0 ? $0 : 0x50 } ?? 0x50, 0x2A, 0x4D, 0x18]
    let isPossible = [0x04, 0x22, 0x4D, 0x18].starts(with: head) || skippable.starts(with: head)
    self = !isPossible ? .none : head.count == 4 ? .frame : .incomplete
  }
}
