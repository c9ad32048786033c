import RDBFormats

/// The words of SCAN, HSCAN, SSCAN and ZSCAN.
struct ScanOptions {
  let cursor: UInt64
  var count = 10
  var kind: String?
  var omitsValues = false
  private var pattern: Glob?

  /// - Parameters:
  ///   - index: where the cursor stands; options follow.
  ///   - allowsType: whether TYPE is an option.
  ///   - allowsNoValues: whether NOVALUES is.
  init(_ call: Call, cursorAt index: Int, allowsType: Bool = false, allowsNoValues: Bool = false) throws(CommandError) {
    cursor = try Self.cursor(call[index])
    var index = index + 1
    while index < call.count {
      if call[index].equals("COUNT"), index + 1 < call.count {
        index += 1
        let wanted = try call[index].integer()
        guard wanted >= 1 else { throw .syntax }
        count = Int(clamping: wanted)
      } else if call[index].equals("MATCH"), index + 1 < call.count {
        index += 1
        pattern = Glob(call[index].bytes)
      } else if allowsType, call[index].equals("TYPE"), index + 1 < call.count {
        index += 1
        kind = call[index].text.lowercased()
      } else if allowsNoValues, call[index].equals("NOVALUES") {
        omitsValues = true
      } else if call[index].equals("NOVALUES") {
        throw CommandError("ERR NOVALUES option can only be used in HSCAN")
      } else { throw .syntax }
      index += 1
    }
  }

  /// A cursor as servers read one: white space in front is skipped.
  static func cursor(_ word: Word) throws(CommandError) -> UInt64 {
    let text = word.bytes.drop { $0 == 0x20 || $0 >= 0x09 && $0 <= 0x0D }
    guard let cursor = UInt64(String(decoding: text, as: UTF8.self)) else { throw CommandError("ERR invalid cursor") }
    return cursor
  }

  /// The words of SSCAN, HSCAN or ZSCAN, for a key that is there: without one nobody looks at the options.
  static func of<Value: LiveValue>(
    _ call: Call, _ kind: ValueKind, as type: Value.Type
  ) throws(CommandError) -> (value: Value, options: ScanOptions)? {
    _ = try cursor(call[2])
    guard let value = try call.live(call[1], kind, as: type) else {
      call.reply.array(2)
      call.reply.bulk("0")
      call.reply.array(0)
      return nil
    }
    return (value, try ScanOptions(call, cursorAt: 2, allowsNoValues: kind == .hash))
  }

  func accepts(_ name: UnsafeRawBufferPointer) -> Bool { pattern?.matches(name) ?? true }
}
