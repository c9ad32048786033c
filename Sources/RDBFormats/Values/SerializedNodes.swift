/// What a node of a list or a stream is in a file.
package enum SerializedNode {
  /// One element.
  case plain
  /// Elements of a list.
  case listpack
  /// Elements of a list, of servers before 7.0.
  case ziplist
  /// Entries of a stream as a listpack, with the id that theirs are counted from.
  case stream(StreamEntryID)
}

extension SerializedValueReader {
  /// Tells the nodes of a list or stream as they stand in the file, for those who keep them as they are; nothing of other encodings.
  ///
  /// - Throws: when the value is not framed, or does not decompress; what the nodes hold is not looked at.
  package func nodes(
    _ encoding: ValueEncoding, _ bytes: UnsafeRawBufferPointer, _ body: (SerializedNode, UnsafeRawBufferPointer) -> Void
  ) throws(DecodeFault) {
    var cursor = MemoryCursor(bytes, baseOffset: 0)
    switch encoding {
    case .listZiplist: body(.ziplist, try string(&cursor, bytes))
    case .quicklist:
      var left = try cursor.readCount(minimumSize: 1)
      while left > 0 {
        body(.ziplist, try string(&cursor, bytes))
        left &-= 1
      }
    case .quicklist2:
      var left = try cursor.readCount(minimumSize: 2)
      while left > 0 {
        let container = try cursor.readLength()
        let content = try string(&cursor, bytes)
        // The walk says what is wrong with other containers.
        if container == 1 || container == 2 { body(container == 1 ? .plain : .listpack, content) }
        left &-= 1
      }
    case .stream, .stream2, .stream3, .stream4, .stream5:
      var left = try cursor.readCount(minimumSize: 2)
      while left > 0 {
        let name = try string(&cursor, bytes)
        var id: StreamEntryID?
        if name.count == 16 {
          var inside = MemoryCursor(name, baseOffset: 0)
          id = try inside.readStreamID()
        }
        let content = try string(&cursor, bytes)
        if let id { body(.stream(id), content) }
        left &-= 1
      }
    default: break
    }
  }

  /// The string at a cursor, lent until the next call.
  private func string(_ cursor: inout MemoryCursor, _ bytes: UnsafeRawBufferPointer) throws(DecodeFault) -> UnsafeRawBufferPointer {
    let start = bytes.count - cursor.available
    try cursor.skipString()
    return try string(UnsafeRawBufferPointer(rebasing: bytes[start..<bytes.count - cursor.available]))
  }
}
