import RDBFormats

/// Replies in RESP, one behind the other.
package final class ReplyBuffer {
  /// What was written.
  package private(set) var bytes: [UInt8] = []
  /// 2 or 3: the protocol that the client speaks.
  package var version = 2
  /// Nobody reads them: nothing is written, errors are still kept.
  package var isDiscarding = false
  /// The last error since ``clear()``.
  package private(set) var lastError: CommandError?

  package init() {}

  /// Forgets everything.
  package func clear() {
    bytes.removeAll(keepingCapacity: true)
    lastError = nil
  }

  /// `+OK`
  package func ok() { simple("OK") }

  /// A status line.
  package func simple(_ text: StaticString) {
    guard !isDiscarding else { return }
    bytes.append(UInt8(ascii: "+"))
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    endLine()
  }

  /// An error.
  package func error(_ error: CommandError) {
    lastError = error
    guard !isDiscarding else { return }
    bytes.append(UInt8(ascii: "-"))
    bytes.append(contentsOf: error.text.utf8.map { $0 == 0x0D || $0 == 0x0A ? 0x20 : $0 })
    endLine()
  }

  package func integer(_ value: Int64) {
    guard !isDiscarding else { return }
    number(UInt8(ascii: ":"), value)
  }

  package func integer(_ value: Int) { integer(Int64(value)) }

  /// 1 or 0, as RESP2 commands answer yes and no.
  package func flag(_ value: Bool) { integer(value ? 1 : 0) }

  package func bulk(_ content: UnsafeRawBufferPointer) {
    guard !isDiscarding else { return }
    number(UInt8(ascii: "$"), Int64(content.count))
    bytes.append(contentsOf: content)
    endLine()
  }

  package func bulk(_ content: [UInt8]) { content.withUnsafeBytes { bulk($0) } }

  package func bulk(_ text: String) { bulk([UInt8](text.utf8)) }

  /// The decimal text of a number, as a string.
  package func bulk(decimal value: Int64) {
    guard !isDiscarding else { return }
    withUnsafeTemporaryAllocation(byteCount: 20, alignment: 1) { room in
      bulk(UnsafeRawBufferPointer(rebasing: room[Decimal.write(value, into: room)]))
    }
  }

  /// No value, where there could have been a string.
  package func null() { literal(version == 3 ? "_" : "$-1") }

  /// No value, where there could have been an array.
  package func nullArray() { literal(version == 3 ? "_" : "*-1") }

  /// The head of an array of so many replies.
  package func array(_ count: Int) {
    guard !isDiscarding else { return }
    number(UInt8(ascii: "*"), Int64(count))
  }

  /// The head of so many pairs; in RESP2 an array of twice as many.
  package func map(_ pairs: Int) {
    guard !isDiscarding else { return }
    if version == 3 { number(UInt8(ascii: "%"), Int64(pairs)) } else { number(UInt8(ascii: "*"), Int64(pairs) * 2) }
  }

  /// The head of a set; in RESP2 an array.
  package func set(_ count: Int) {
    guard !isDiscarding else { return }
    number(version == 3 ? UInt8(ascii: "~") : UInt8(ascii: "*"), Int64(count))
  }

  /// A number; in RESP2 its text.
  package func double(_ value: Double) {
    guard !isDiscarding else { return }
    let text = NumberText.double(value)
    guard version == 3 else { return bulk(text) }
    bytes.append(UInt8(ascii: ","))
    bytes.append(contentsOf: text)
    endLine()
  }

  /// A number as servers write one for people; in RESP2 its text.
  package func humanDouble(_ value: Double) {
    guard !isDiscarding else { return }
    let text = NumberText.human(value)
    guard version == 3 else { return bulk(text) }
    bytes.append(UInt8(ascii: ","))
    bytes.append(contentsOf: text)
    endLine()
  }

  package func bool(_ value: Bool) {
    if version == 3 { literal(value ? "#t" : "#f") } else { flag(value) }
  }

  /// Text for people; in RESP2 a string.
  package func verbatim(_ text: String) {
    guard !isDiscarding else { return }
    guard version == 3 else { return bulk(text) }
    let content = [UInt8](text.utf8)
    number(UInt8(ascii: "="), Int64(content.count + 4))
    bytes.append(contentsOf: Array("txt:".utf8))
    bytes.append(contentsOf: content)
    endLine()
  }

  /// A reply that was made elsewhere.
  package func raw(_ reply: [UInt8]) {
    guard !isDiscarding else { return }
    bytes.append(contentsOf: reply)
  }

  /// Writes an array of which the length shows only afterwards.
  ///
  /// - Parameter body: writes the elements and says how many there are.
  package func array<Failure: Error>(counting body: () throws(Failure) -> Int) throws(Failure) { try counted(UInt8(ascii: "*"), 1, body) }

  /// The same for pairs.
  package func map<Failure: Error>(counting body: () throws(Failure) -> Int) throws(Failure) {
    try counted(version == 3 ? UInt8(ascii: "%") : UInt8(ascii: "*"), version == 3 ? 1 : 2, body)
  }

  /// The same for a set.
  package func set<Failure: Error>(counting body: () throws(Failure) -> Int) throws(Failure) {
    try counted(version == 3 ? UInt8(ascii: "~") : UInt8(ascii: "*"), 1, body)
  }

  private func counted<Failure: Error>(_ type: UInt8, _ factor: Int, _ body: () throws(Failure) -> Int) throws(Failure) {
    guard !isDiscarding else {
      _ = try body()
      return
    }
    let start = bytes.count
    let count: Int
    do throws(Failure) { count = try body() } catch {
      bytes.removeSubrange(start...)
      throw error
    }
    var head = [type]
    head.append(contentsOf: String(count * factor).utf8)
    head += [0x0D, 0x0A]
    bytes.insert(contentsOf: head, at: start)
  }

  private func literal(_ text: StaticString) {
    guard !isDiscarding else { return }
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
    endLine()
  }

  private func number(_ type: UInt8, _ value: Int64) {
    bytes.append(type)
    withUnsafeTemporaryAllocation(byteCount: 20, alignment: 1) { room in
      bytes.append(contentsOf: room[Decimal.write(value, into: room)])
    }
    endLine()
  }

  private func endLine() {
    bytes.append(0x0D)
    bytes.append(0x0A)
  }
}
