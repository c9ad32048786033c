import RDBFormats

/// A word of a command, lent for the length of the call.
///
/// Whoever keeps it copies its bytes.
package struct Word {
  package let bytes: UnsafeRawBufferPointer

  package init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  /// Its bytes, copied.
  package var array: [UInt8] { [UInt8](bytes) }
  /// For messages; what is not UTF-8 is replaced.
  package var text: String { String(decoding: bytes, as: UTF8.self) }
  package var count: Int { bytes.count }

  /// Whether it is an option word, in any letter case.
  package func equals(_ upperCase: StaticString) -> Bool { bytes.equalsIgnoringCase(upperCase) }

  /// A number as servers read one: canonical decimal text only.
  ///
  /// - Throws: ``CommandError/notAnInteger``.
  package func integer() throws(CommandError) -> Int64 {
    guard let value = Decimal.canonicalInteger(bytes) else { throw .notAnInteger }
    return value
  }

  /// The same, nil when it is none.
  package var integerOrNil: Int64? { Decimal.canonicalInteger(bytes) }

  /// A floating-point number as servers read one; infinity is one, NaN is not.
  ///
  /// - Throws: ``CommandError/notAFloat``.
  package func double() throws(CommandError) -> Double {
    guard let value = doubleOrNil else { throw .notAFloat }
    return value
  }
}

/// The words of a command, its name the first, lent for the length of the call.
package struct Arguments {
  private let words: UnsafeBufferPointer<UnsafeRawBufferPointer>

  package init(_ words: UnsafeBufferPointer<UnsafeRawBufferPointer>) { self.words = words }

  package var count: Int { words.count }

  /// - Parameter index: below ``count``, which the arity of the command vouches for or the caller has compared.
  package subscript(index: Int) -> Word { Word(words[index]) }

  /// The words from `index` on.
  package func from(_ index: Int) -> Arguments { Arguments(UnsafeBufferPointer(rebasing: words[min(index, words.count)...])) }

  /// Copies of all of them.
  package var arrays: [[UInt8]] { words.map { [UInt8]($0) } }
}

/// Lends arrays as the words of a command.
package func withArguments<Result>(_ words: [[UInt8]], _ body: (Arguments) -> Result) -> Result {
  let total = words.reduce(0) { $0 + $1.count }
  return withUnsafeTemporaryAllocation(byteCount: max(1, total), alignment: 1) { storage in
    withUnsafeTemporaryAllocation(of: UnsafeRawBufferPointer.self, capacity: max(1, words.count)) { places in
      var offset = 0
      for (index, word) in words.enumerated() {
        let room = UnsafeMutableRawBufferPointer(rebasing: storage[offset..<offset + word.count])
        room.copyBytes(from: word)
        places.initializeElement(at: index, to: UnsafeRawBufferPointer(room))
        offset += word.count
      }
      return body(Arguments(UnsafeBufferPointer(rebasing: places[..<words.count])))
    }
  }
}
