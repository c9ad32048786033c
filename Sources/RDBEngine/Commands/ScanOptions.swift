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
    guard let cursor = UInt64(call[index].text) else { throw CommandError("ERR invalid cursor") }
    self.cursor = cursor
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
      } else { throw .syntax }
      index += 1
    }
  }

  func accepts(_ name: UnsafeRawBufferPointer) -> Bool { pattern?.matches(name) ?? true }
}
