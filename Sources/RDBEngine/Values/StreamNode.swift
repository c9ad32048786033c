import RDBFormats

// A node of a stream (rdb.md §7), as a listpack:
//
//   count, deleted, nfields, field ×nfields, 0                        the master entry
//   ( flags, ms−master.ms, seq−master.seq, [nfields,] …, lp-count )*  entries
//
//   flags bit 0: deleted, bit 1: has the master's fields

/// Entries of a stream that lie together, byte for byte as servers have them.
struct StreamNode {
  /// What the ids of its entries are counted from.
  let id: StreamEntryID
  private(set) var elements: PackedElements

  init(_ id: StreamEntryID, _ elements: PackedElements) {
    self.id = id
    self.elements = elements
  }

  /// A node with its first entry.
  init(_ id: StreamEntryID, _ words: Arguments) {
    self.id = id
    elements = PackedElements()
    elements.append(0)
    elements.append(0)
    elements.append(Int64(words.count / 2))
    for index in stride(from: 0, to: words.count, by: 2) { elements.append(words[index].bytes) }
    elements.append(0)
    append(id, words)
  }

  var byteCount: Int { elements.byteCount }

  /// What its first elements say.
  struct Head {
    let live: Int64
    let deleted: Int64
    let fieldCount: Int64
    /// Where the master's fields begin, and where the entries do.
    let fieldsStart: Int
    var entriesStart: Int
  }

  /// How many entries are there and how many are marked as deleted.
  var counts: (live: Int64, deleted: Int64) {
    let live = elements.integer(at: 0)
    return (live.value, elements.integer(at: live.end).value)
  }

  /// - Complexity: O(fields).
  var head: Head {
    let live = elements.integer(at: 0)
    let deleted = elements.integer(at: live.end)
    let fields = elements.integer(at: deleted.end)
    var head = Head(live: live.value, deleted: deleted.value, fieldCount: fields.value, fieldsStart: fields.end, entriesStart: 0)
    head.entriesStart = elements.element(at: skip(head.fieldCount, fields.end)).end
    return head
  }

  /// Where the element stands that comes so many behind one.
  private func skip(_ count: Int64, _ offset: Int) -> Int {
    var offset = offset
    var left = count
    while left > 0, offset < elements.end {
      offset = elements.element(at: offset).end
      left -= 1
    }
    return offset
  }

  // MARK: Entries

  struct Entry {
    let id: StreamEntryID
    let flags: PackedElements.Element
    let flagBits: Int64
    /// Fields and values, or values only.
    let contentStart: Int
    let fieldCount: Int64
    /// Where the next one begins.
    let end: Int

    var isDeleted: Bool { flagBits & 1 != 0 }
    var hasMasterFields: Bool { flagBits & 2 != 0 }
  }

  /// The entry at an offset below the end.
  func entry(at start: Int, _ head: Head) -> Entry {
    let flags = elements.integer(at: start)
    let milliseconds = elements.integer(at: flags.end)
    let sequence = elements.integer(at: milliseconds.end)
    var content = sequence.end
    var count = head.fieldCount
    if flags.value & 2 == 0 { (count, content) = elements.integer(at: content) }
    return Entry(
      id: StreamEntryID(
        milliseconds: id.milliseconds &+ UInt64(bitPattern: milliseconds.value), sequence: id.sequence &+ UInt64(bitPattern: sequence.value)),
      flags: elements.element(at: start), flagBits: flags.value, contentStart: content, fieldCount: count,
      end: elements.element(at: skip(flags.value & 2 == 0 ? count &* 2 : count, content)).end)
  }

  /// The entry that ends at an offset; nil at the first.
  func entry(before end: Int, _ head: Head) -> Entry? {
    guard end > head.entriesStart else { return nil }
    var start = elements.start(before: end)
    var left = elements.integer(at: start).value
    while left > 0, start > head.entriesStart {
      start = elements.start(before: start)
      left -= 1
    }
    return start < end ? entry(at: start, head) : nil
  }

  /// The entries in order, or in reverse, until `body` says no; deleted ones too.
  ///
  /// - Returns: whether `body` never did.
  @discardableResult
  func forEach(reversed: Bool = false, _ body: (Entry, Head) -> Bool) -> Bool {
    let head = head
    if reversed {
      var end = elements.end
      while let entry = entry(before: end, head) {
        guard body(entry, head) else { return false }
        end = entry.flags.start
      }
    } else {
      var start = head.entriesStart
      while start < elements.end {
        let entry = entry(at: start, head)
        guard body(entry, head) else { return false }
        start = entry.end
      }
    }
    return true
  }

  /// The live entry of an id.
  func find(_ id: StreamEntryID) -> (entry: Entry, head: Head)? {
    var found: (entry: Entry, head: Head)?
    forEach { entry, head in
      if entry.id == id, !entry.isDeleted { found = (entry, head) }
      return entry.id < id
    }
    return found
  }

  /// The fields and values of an entry.
  func forEachField(_ entry: Entry, _ head: Head, _ body: (PackedElements.Element, PackedElements.Element) -> Void) {
    var field = head.fieldsStart
    var offset = entry.contentStart
    var left = entry.fieldCount
    while left > 0, offset < elements.end {
      let name = elements.element(at: entry.hasMasterFields ? field : offset)
      let value = elements.element(at: entry.hasMasterFields ? offset : name.end)
      body(name, value)
      field = name.end
      offset = value.end
      left -= 1
    }
  }

  // MARK: Changing

  /// Adds an entry behind the others.
  ///
  /// - Parameter words: fields and values in turn.
  mutating func append(_ id: StreamEntryID, _ words: Arguments) {
    let head = head
    let count = words.count / 2
    var isSame = head.fieldCount == Int64(count)
    var offset = head.fieldsStart
    var index = 0
    while isSame, index < count {
      let field = elements.element(at: offset)
      let word = words[index * 2].bytes
      isSame = elements.lend(field) { $0.count == word.count && $0.elementsEqualFast(word) }
      offset = field.end
      index += 1
    }
    setCounts(live: head.live + 1, deleted: head.deleted)
    elements.append(isSame ? 2 : 0)
    elements.append(Int64(bitPattern: id.milliseconds &- self.id.milliseconds))
    elements.append(Int64(bitPattern: id.sequence &- self.id.sequence))
    if !isSame { elements.append(Int64(count)) }
    for index in 0..<count {
      if !isSame { elements.append(words[index * 2].bytes) }
      elements.append(words[index * 2 + 1].bytes)
    }
    elements.append(Int64(isSame ? count + 3 : count * 2 + 4))
  }

  /// Marks an entry as deleted. Offsets of others change if the counts do not fit where they were.
  mutating func delete(_ entry: Entry) {
    mark(entry)
    let counts = counts
    setCounts(live: counts.live - 1, deleted: counts.deleted + 1)
  }

  /// Marks an entry and leaves the counts to the caller.
  mutating func mark(_ entry: Entry) { elements.replace(entry.flags, entry.flagBits | 1) }

  mutating func setCounts(live: Int64, deleted: Int64) {
    elements.replace(elements.element(at: 0), live)
    elements.replace(elements.element(at: elements.element(at: 0).end), deleted)
  }

  /// Gives back memory that is there for growth: nobody adds here any more.
  mutating func trimCapacity() { elements.trimCapacity() }
}
