extension ByteReading where Self: ~Copyable {
  /// Steps over a value, looking at lengths only.
  ///
  /// - Parameter largest: raised to what the largest compressed string in it claims to stand for, in bytes.
  /// - Throws: what is wrong with the framing: from there on nobody knows where the next item begins.
  /// - Complexity: O(strings), not bytes, for memory.
  mutating func skipValue(_ encoding: ValueEncoding, _ parser: borrowing RDBParser, largest: inout UInt64) throws(DecodeFault) {
    switch encoding {
    case .string, .hashZipmap, .listZiplist, .setIntset, .sortedSetZiplist, .hashZiplist, .hashListpack,
      .sortedSetListpack, .setListpack, .hashListpackExPreGA, .hashTemplateListpackReference:
      largest = max(largest, try skipString())
    case .list, .set, .quicklist: try skipStrings(try readCount(minimumSize: 1), &largest)
    case .hash:
      let count = try readCount(minimumSize: 2)
      try skipStrings(count, &largest)
      try skipStrings(count, &largest)
    case .sortedSet:
      var left = try readCount(minimumSize: 2)
      while left > 0 {
        largest = max(largest, try skipString())
        let size = try readByte()
        if size < 253 { try skip(UInt64(size)) }
        left &-= 1
      }
    case .sortedSet2:
      var left = try readCount(minimumSize: 9)
      while left > 0 {
        largest = max(largest, try skipString())
        try skip(8)
        left &-= 1
      }
    case .quicklist2:
      var left = try readCount(minimumSize: 2)
      while left > 0 {
        _ = try readLength()
        largest = max(largest, try skipString())
        left &-= 1
      }
    case .hashMetadata, .hashMetadataPreGA:
      if encoding == .hashMetadata { try skip(8) }
      var left = try readCount(minimumSize: 3)
      while left > 0 {
        _ = try readLength()
        try skipStrings(2, &largest)
        left &-= 1
      }
    case .hashListpackEx:
      try skip(8)
      largest = max(largest, try skipString())
    case .valkeyHash2:
      var left = try readCount(minimumSize: 10)
      while left > 0 {
        try skipStrings(2, &largest)
        try skip(8)
        left &-= 1
      }
    case .valkeyPathHash:
      var left = try readCount(minimumSize: 2)
      while left > 0 {
        try skipStrings(1, &largest)
        let fields = try readCount(minimumSize: 2)
        try skipStrings(fields, &largest)
        try skipStrings(fields, &largest)
        left &-= 1
      }
    case .stream, .stream2, .stream3, .stream4, .stream5: try skipStream(encoding, &largest)
    case .module2:
      _ = try readLength()
      try skipModuleItems()
    case .modulePreGA: throw fault(.moduleValuePreGA, at: offset)
    case .array: try skipArray(&largest)
    case .hashTemplateListpack, .hashTemplateArray:
      let format = offset
      switch try readLength() {
      case 0 where encoding == .hashTemplateListpack: try skipStrings(2, &largest)
      case 1:
        let fields = try readCount(minimumSize: 1)
        try skipStrings(fields, &largest)
        try skipStrings(encoding == .hashTemplateListpack ? 1 : fields, &largest)
      case let other: throw fault(.hashTemplate("field names in format \(other)"), at: format)
      }
    case .hashTemplateArrayReference:
      let start = offset
      let id = try readLength()
      guard id < UInt64(parser.templates.count) else { throw fault(.hashTemplate("template \(id), which is not in the file"), at: start) }
      try skipStrings(UInt64(parser.templates[Int(id)].fields.count), &largest)
    }
  }

  private mutating func skipStrings(_ count: UInt64, _ largest: inout UInt64) throws(DecodeFault) {
    var left = count
    while left > 0 {
      largest = max(largest, try skipString())
      left &-= 1
    }
  }

  /// Steps over module items up to and including the end opcode (rdb.md §8).
  mutating func skipModuleItems() throws(DecodeFault) {
    let valueStart = offset
    do throws(DecodeFault) {
      while true {
        let start = offset
        switch try readLength() {
        case 0: return
        case 1, 2: _ = try readLength()
        case 3: try skip(4)
        case 4: try skip(8)
        case 5: try skipString()
        case let other: throw fault(.moduleOpcode(other), at: start)
        }
      }
    } catch {
      throw error.inModule(startingAt: valueStart)
    }
  }

  private mutating func skipArray(_ largest: inout UInt64) throws(DecodeFault) {
    var left = try readCount(minimumSize: 3)
    if try readLength() != 0 { _ = try readLength() }
    while left > 0 {
      _ = try readLength()
      let start = offset
      switch try readLength() {
      case 0, 3: largest = max(largest, try skipString())
      case 1, 2: try skip(8)
      case let tag: throw fault(.arrayTag(tag), at: start)
      }
      left &-= 1
    }
  }

  private mutating func skipStream(_ encoding: ValueEncoding, _ largest: inout UInt64) throws(DecodeFault) {
    var nodes = try readCount(minimumSize: 18)
    while nodes > 0 {
      try skipStrings(2, &largest)
      nodes &-= 1
    }
    for _ in 0..<(encoding == .stream ? 3 : 8) { _ = try readLength() }
    var groups = try readCount(minimumSize: 5)
    while groups > 0 {
      try skipStrings(1, &largest)
      for _ in 0..<(encoding == .stream ? 2 : 3) { _ = try readLength() }
      var pending = try readCount(minimumSize: 25)
      while pending > 0 {
        try skip(24)
        _ = try readLength()
        pending &-= 1
      }
      var consumers = try readCount(minimumSize: 10)
      while consumers > 0 {
        try skipStrings(1, &largest)
        try skip(encoding == .stream || encoding == .stream2 ? 8 : 16)
        try skipIDs()
        consumers &-= 1
      }
      if encoding == .stream5 { try skipIDs() }
      groups &-= 1
    }
    if encoding == .stream4 || encoding == .stream5 { try skipIdempotency(&largest) }
  }

  private mutating func skipIDs() throws(DecodeFault) {
    let count = try readCount(minimumSize: 16)
    let (bytes, overflow) = count.multipliedReportingOverflow(by: 16)
    try skip(overflow ? .max : bytes)
  }

  /// `len duration, len max, len producers ×(str pid, len n ×(str iid, len ms, len seq)), len added, len duplicates`.
  private mutating func skipIdempotency(_ largest: inout UInt64) throws(DecodeFault) {
    _ = try readLength()
    _ = try readLength()
    var producers = try readCount(minimumSize: 2)
    while producers > 0 {
      try skipStrings(1, &largest)
      var entries = try readCount(minimumSize: 3)
      while entries > 0 {
        try skipStrings(1, &largest)
        _ = try readLength()
        _ = try readLength()
        entries &-= 1
      }
      producers &-= 1
    }
    _ = try readLength()
    _ = try readLength()
  }
}

extension DecodeFault {
  /// A module value that runs into the end of the file is not known to have ended anywhere before.
  func inModule(startingAt offset: Int) -> DecodeFault {
    if case .truncated = reason { DecodeFault(.moduleUnended, at: offset) } else { self }
  }
}
