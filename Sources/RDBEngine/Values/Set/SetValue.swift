package import RDBFormats

/// A set that is changed in place.
///
/// Complexity: finding, adding, removing O(1); O(log n) while it is an intset, O(n) for adding there, with n at most a few
/// hundred. Memory: 8 bytes a number of an intset, otherwise that of ``ByteTable``.
package final class SetValue: LiveValue {
  /// How a server holds it: replies depend on it (`OBJECT ENCODING`), and it never goes back to a smaller one by itself.
  package enum Layout: Sendable {
    case intset
    case listpack
    case hashtable
  }

  package private(set) var layout: Layout
  /// The members of an intset, ascending.
  private var numbers: [Int64] = []
  /// The members of the other layouts.
  private var names = ByteTable<Void>()

  /// A member: good until one is added or removed.
  package enum Position: Hashable {
    case number(Int)
    case name(ByteTable<Void>.Place)
  }

  package init(_ layout: Layout = .intset) {
    self.layout = layout
    super.init(.set)
  }

  /// An empty set in the layout that servers give one that is made for some members.
  ///
  /// - Parameters:
  ///   - first: the first of them.
  ///   - count: how many words the command brings.
  package convenience init(for first: UnsafeRawBufferPointer, expecting count: Int, _ limits: EncodingLimits) {
    // Without listpacks (Redis 7.0 and older) nobody looks ahead.
    let count = limits.setsHaveListpacks ? count : 1
    if count <= limits.intsetEntries, Decimal.canonicalInteger(first) != nil {
      self.init(.intset)
    } else {
      self.init(count <= limits.setEntries ? .listpack : .hashtable)
    }
  }

  private init(_ other: SetValue) {
    layout = other.layout
    numbers = other.numbers
    names = other.names
    super.init(.set)
  }

  package var count: Int { layout == .intset ? numbers.count : names.count }
  override package var isEmpty: Bool { count == 0 }

  // MARK: Members

  package func contains(_ member: UnsafeRawBufferPointer) -> Bool {
    guard layout == .intset else { return names.contains(member) }
    guard let value = Decimal.canonicalInteger(member) else { return false }
    let at = place(of: value)
    return at < numbers.count && numbers[at] == value
  }

  /// Where in an intset a number stands or would stand.
  private func place(of value: Int64) -> Int {
    var low = 0, high = numbers.count
    while low < high {
      let middle = (low + high) / 2
      if numbers[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Makes it ready for so many words: what is no longer compact then becomes a table at once.
  package func expect(_ count: Int, _ limits: EncodingLimits) {
    guard limits.setsHaveListpacks else { return }
    if layout == .listpack && count > limits.setEntries || layout == .intset && count > limits.intsetEntries { convert(to: .hashtable) }
  }

  /// - Parameter member: may not lie in this set.
  /// - Returns: whether it is new.
  @discardableResult
  package func add(_ member: UnsafeRawBufferPointer, _ limits: EncodingLimits) -> Bool {
    if layout == .intset {
      if let value = Decimal.canonicalInteger(member) { return add(value, limits) }
      convert(to: fitsListpack(member.count, limits) ? .listpack : .hashtable)
    } else if names.contains(member) {
      return false
    } else if layout == .listpack, !fitsListpack(member.count, limits) {
      layout = .hashtable
    }
    names.add(member, ())
    return true
  }

  private func add(_ value: Int64, _ limits: EncodingLimits) -> Bool {
    let at = place(of: value)
    if at < numbers.count, numbers[at] == value { return false }
    numbers.insert(value, at: at)
    if numbers.count > limits.intsetEntries { convert(to: .hashtable) }
    return true
  }

  private func fitsListpack(_ byteCount: Int, _ limits: EncodingLimits) -> Bool {
    count < limits.setEntries && byteCount <= limits.setMemberByteCount
  }

  /// - Returns: whether it was there.
  @discardableResult
  package func remove(_ member: UnsafeRawBufferPointer) -> Bool {
    if layout == .intset {
      guard let value = Decimal.canonicalInteger(member) else { return false }
      let at = place(of: value)
      guard at < numbers.count, numbers[at] == value else { return false }
      numbers.remove(at: at)
      return true
    }
    guard let place = names.find(member) else { return false }
    names.remove(place)
    return true
  }

  package func remove(_ position: Position) {
    switch position {
    case .number(let index): numbers.remove(at: index)
    case .name(let place): names.remove(place)
    }
  }

  private func convert(to layout: Layout) {
    if self.layout == .intset {
      withUnsafeTemporaryAllocation(byteCount: 20, alignment: 1) { room in
        for value in numbers { names.add(UnsafeRawBufferPointer(rebasing: room[Decimal.write(value, into: room)]), ()) }
      }
      numbers = []
    }
    self.layout = layout
  }

  /// Makes it an intset if its members are numbers and not too many.
  package func becomeIntset(_ limits: EncodingLimits) {
    guard layout != .intset, count <= limits.intsetEntries else { return }
    var values: [Int64] = []
    for place in names.places {
      guard let value = names.withName(place, Decimal.canonicalInteger) else { return }
      values.append(value)
    }
    numbers = values.sorted()
    names.removeAll()
    layout = .intset
  }

  /// Gives a set that was filled as a table the layout in which servers load it (encodings.md §1): generic ones in the smallest
  /// that holds them, compact ones as they are unless they have too many members.
  package func settle(from encoding: ValueEncoding, _ limits: EncodingLimits) {
    if encoding != .setListpack { becomeIntset(limits) }
    guard layout == .hashtable, encoding != .setIntset, count <= limits.setEntries else { return }
    if encoding == .setListpack || names.places.allSatisfy({ names.withName($0, \.count) <= limits.setMemberByteCount }) { layout = .listpack }
  }

  // MARK: All of them

  /// Every member, those of an intset ascending, others in the order in which they came.
  package var positions: AnySequence<Position> {
    layout == .intset ? AnySequence(numbers.indices.lazy.map { .number($0) }) : AnySequence(names.places.lazy.map { .name($0) })
  }

  /// Lends a member.
  package func withMember<Result>(_ position: Position, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    switch position {
    case .number(let index):
      withUnsafeTemporaryAllocation(byteCount: 20, alignment: 1) { room in
        body(UnsafeRawBufferPointer(rebasing: room[Decimal.write(numbers[index], into: room)]))
      }
    case .name(let place): names.withName(place, body)
    }
  }

  /// Lends every member, until the body returns false.
  package func forEachWhile(_ body: (UnsafeRawBufferPointer) -> Bool) {
    if layout == .intset {
      withUnsafeTemporaryAllocation(byteCount: 20, alignment: 1) { room in
        for value in numbers { if !body(UnsafeRawBufferPointer(rebasing: room[Decimal.write(value, into: room)])) { return } }
      }
    } else {
      for place in names.places { if !names.withName(place, body) { return } }
    }
  }

  /// Lends every member.
  package func forEach(_ body: (UnsafeRawBufferPointer) -> Void) {
    forEachWhile { member in
      body(member)
      return true
    }
  }

  /// A member by chance; there is one.
  package func random(_ generator: inout some RandomNumberGenerator) -> Position {
    layout == .intset ? .number(Int.random(in: numbers.indices, using: &generator)) : .name(names.random(&generator))
  }

  /// The members from a cursor on, as SSCAN gives them: all at once but of a table.
  ///
  /// - Returns: the next cursor, 0 at the end.
  package func scan(_ cursor: UInt64, count: Int, _ body: (UnsafeRawBufferPointer) -> Void) -> UInt64 {
    guard layout == .hashtable else {
      forEach(body)
      return 0
    }
    let (places, next) = names.scan(cursor, count: count)
    for place in places { names.withName(place, body) }
    return next
  }

  // MARK: A value

  override package func walk(_ sink: ValueSink) {
    if layout == .intset {
      for value in numbers { sink.integer(.setMember, value) }
    } else {
      names.forEach { member, _ in sink.element(.setMember, member.bytes) }
    }
  }

  override package func encodingName(_ limits: EncodingLimits) -> StaticString {
    switch layout {
    case .intset: "intset"
    case .listpack where limits.setsHaveListpacks: "listpack"
    default: "hashtable"
    }
  }

  override package func copy() -> LiveValue { SetValue(self) }
}

extension EncodingLimits {
  /// Whether sets can be listpacks: since Redis 7.2.
  var setsHaveListpacks: Bool { setEntries > 0 }
}
