// A function library begins with a line that names it:  #!lua name=mylib
// Servers from 7.0 on refuse to start on a library without it (rdb.md §11).

/// The first line of a function library.
package enum FunctionLibrary {
  /// Why a library is refused.
  package struct Problem: Error, Hashable, Sendable {
    package let text: String
  }

  /// The name of a library, by the rules of `FUNCTION LOAD`.
  package static func name(of source: UnsafeRawBufferPointer) -> Result<[UInt8], Problem> {
    func problem(_ text: String) -> Result<[UInt8], Problem> { .failure(Problem(text: text)) }
    guard source.count >= 2, source[0] == 0x23, source[1] == 0x21 else { return problem("a function library without its `#!` line") }
    guard let end = source.firstIndex(of: 0x0A) else { return problem("a function library of one line") }
    let words = source[2..<end].split(whereSeparator: { $0 == 0x20 || (0x09...0x0D).contains($0) })
    // With a blank behind `#!` the engine is the empty word, and what follows is no property.
    guard let engine = words.first, engine.startIndex == 2 else { return problem("a function library that names no engine") }
    guard engine.count == 3, zip(engine, "lua".utf8).allSatisfy({ $0 | 0x20 == $1 }) else {
      return problem("a function library for engine \(String(decoding: engine.prefix(32), as: UTF8.self).debugDescription)")
    }
    var name: [UInt8]?
    for word in words.dropFirst() {
      guard word.count >= 5, zip(word, "name=".utf8).allSatisfy({ $0 == $1 }) else {
        return problem("a function library with an unknown property in its `#!` line")
      }
      guard name == nil else { return problem("a function library that is named twice") }
      name = [UInt8](word.dropFirst(5))
    }
    guard let name, !name.isEmpty else { return problem("a function library without a name") }
    let isValid = name.allSatisfy { ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || (0x30...0x39).contains($0) || $0 == 0x5F }
    guard isValid else { return problem("a function library whose name is not letters, digits and underscores") }
    return .success(name)
  }
}
