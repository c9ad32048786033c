package import RDBFormats

// The values stand one behind the other in one piece of memory, like the names
// of the fields in their table; what is replaced by something longer leaves
// garbage that is cleared when it is half of all. When a field expires stands in
// an array of its own, so that hashes without such fields pay nothing for it.

/// A hash that is changed in place.
///
/// Complexity: finding, setting and removing a field O(1). Memory: the bytes of fields and values and 32 a field, 8 more for one
/// that expires.
package final class HashValue: LiveValue {
  /// How a server holds it: replies depend on it (`OBJECT ENCODING`), and it never goes back to a smaller one by itself.
  package enum Layout: Sendable {
    case listpack
    /// A listpack with expiries, by Redis; Valkey has them in tables only.
    case listpackEx
    case hashtable
  }

  /// A field: good until one is added or removed.
  package typealias Place = ByteTable<HashFieldContent>.Place

  package private(set) var layout = Layout.listpack
  private var fields = ByteTable<HashFieldContent>()
  private var values: [UInt8] = []
  private var garbageByteCount = 0
  private var expiries: [Int64] = []
  private var freeExpiries: [UInt32] = []
  /// No field expires before; exact after ``removeExpired(before:)``.
  package private(set) var earliestExpiry = Int64.max
  /// When fields were last removed because their time was over, in milliseconds since 1970.
  package var expiredAt = Int64.min

  package init() { super.init(.hash) }

  private init(_ other: HashValue) {
    layout = other.layout
    fields = other.fields
    values = other.values
    garbageByteCount = other.garbageByteCount
    expiries = other.expiries
    freeExpiries = other.freeExpiries
    earliestExpiry = other.earliestExpiry
    expiredAt = other.expiredAt
    super.init(.hash)
  }

  /// How many fields there are, those included whose time is over.
  package var count: Int { fields.count }
  override package var isEmpty: Bool { fields.isEmpty }

  /// Whether there are fields that expire.
  package var hasExpiries: Bool { expiries.count > freeExpiries.count }

  // MARK: Fields

  /// Where a field is that is there and not over; nil otherwise.
  ///
  /// - Parameter clock: fields that expire before are over.
  package func find(_ field: UnsafeRawBufferPointer, at clock: Int64 = .min) -> Place? {
    guard let place = fields.find(field), !isOver(place, at: clock) else { return nil }
    return place
  }

  package func isOver(_ place: Place, at clock: Int64) -> Bool { earliestExpiry < clock && (expiry(place) ?? .max) < clock }

  /// Lends the value of a field.
  package func withValue<Result>(_ place: Place, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let content = fields[place]
    let start = Int(content.start)
    return values.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start..<start + Int(content.byteCount)])) }
  }

  /// Lends the name of a field.
  package func withField<Result>(_ place: Place, _ body: (UnsafeRawBufferPointer) -> Result) -> Result { fields.withName(place, body) }

  /// When a field expires, in milliseconds since 1970; nil for never.
  package func expiry(_ place: Place) -> Int64? {
    let number = fields[place].expiry
    return number == 0 ? nil : expiries[Int(number) - 1]
  }

  /// Sets a field; whatever its value was is gone.
  ///
  /// - Parameters:
  ///   - field, value: may not lie in this hash.
  ///   - keepsExpiry: whether it expires as it did.
  /// - Returns: whether it is new.
  @discardableResult
  package func set(
    _ field: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer, keepsExpiry: Bool = false, _ limits: EncodingLimits
  ) -> Bool {
    if layout != .hashtable, field.count > limits.hashValueByteCount || value.count > limits.hashValueByteCount { layout = .hashtable }
    if let place = fields.find(field) {
      replace(place, value)
      if !keepsExpiry { setExpiry(place, nil) }
      return false
    }
    fields.add(field, HashFieldContent(start: UInt64(values.count), byteCount: UInt32(truncatingIfNeeded: value.count), expiry: 0))
    values.append(contentsOf: value)
    if count > limits.hashEntries { layout = .hashtable }
    return true
  }

  private func replace(_ place: Place, _ value: UnsafeRawBufferPointer) {
    let old = fields[place]
    fields[place].byteCount = UInt32(truncatingIfNeeded: value.count)
    if value.count <= Int(old.byteCount) {
      let start = Int(old.start)
      values.withUnsafeMutableBytes { UnsafeMutableRawBufferPointer(rebasing: $0[start..<start + value.count]).copyMemory(from: value) }
      garbageByteCount += Int(old.byteCount) - value.count
    } else {
      fields[place].start = UInt64(values.count)
      values.append(contentsOf: value)
      garbageByteCount += Int(old.byteCount)
    }
    clearGarbage()
  }

  private func clearGarbage() {
    guard garbageByteCount > 1024, garbageByteCount * 2 > values.count else { return }
    var fresh: [UInt8] = []
    fresh.reserveCapacity(values.count - garbageByteCount)
    fields.update { content in
      let start = Int(content.start)
      content.start = UInt64(fresh.count)
      fresh.append(contentsOf: values[start..<start + Int(content.byteCount)])
    }
    values = fresh
    garbageByteCount = 0
  }

  /// Sets or takes away when a field expires.
  package func setExpiry(_ place: Place, _ milliseconds: Int64?) {
    let number = fields[place].expiry
    guard let milliseconds else {
      guard number > 0 else { return }
      freeExpiries.append(number)
      return fields[place].expiry = 0
    }
    earliestExpiry = min(earliestExpiry, milliseconds)
    if number > 0 {
      expiries[Int(number) - 1] = milliseconds
    } else if let free = freeExpiries.popLast() {
      expiries[Int(free) - 1] = milliseconds
      fields[place].expiry = free
    } else {
      expiries.append(milliseconds)
      fields[place].expiry = UInt32(truncatingIfNeeded: expiries.count)
    }
  }

  /// Removes a field. Places of others are no longer good.
  package func remove(_ place: Place) {
    forget(fields.remove(place))
    clearGarbage()
  }

  private func forget(_ content: HashFieldContent) {
    garbageByteCount += Int(content.byteCount)
    if content.expiry > 0 { freeExpiries.append(content.expiry) }
  }

  /// Removes the fields whose time is over.
  ///
  /// - Returns: how many.
  /// - Complexity: O(n) when there may be any.
  @discardableResult
  package func removeExpired(before clock: Int64) -> Int {
    guard earliestExpiry < clock else { return 0 }
    let before = count
    var earliest = Int64.max
    fields.removeAll { content in
      guard content.expiry > 0 else { return false }
      let time = expiries[Int(content.expiry) - 1]
      if time >= clock {
        earliest = min(earliest, time)
        return false
      }
      forget(content)
      return true
    }
    earliestExpiry = earliest
    clearGarbage()
    return before - count
  }

  // MARK: Layout

  /// Makes it ready for some fields and values of a command: what will not be compact becomes a table at once.
  package func expect(_ words: Range<Int>, of arguments: Arguments, _ limits: EncodingLimits) {
    guard layout != .hashtable else { return }
    if (words.count + 1) / 2 > limits.hashEntries || words.contains(where: { arguments[$0].count > limits.hashValueByteCount }) {
      layout = .hashtable
    }
  }

  /// Makes it ready for fields that expire.
  package func expectExpiry(_ version: ServerVersion) {
    if layout == .listpack { layout = version.family == .valkey ? .hashtable : .listpackEx }
  }

  /// Gives a hash that was filled the layout in which servers load it (encodings.md §1): generic ones in the smallest that holds
  /// them, compact ones as they are unless they have too many fields.
  package func settle(from encoding: ValueEncoding, _ limits: EncodingLimits) {
    let isCompact: Bool
    switch encoding {
    case .hashListpack, .hashZiplist, .hashListpackEx, .hashListpackExPreGA, .hashTemplateListpack, .hashTemplateListpackReference: isCompact = true
    case .valkeyHash2, .valkeyPathHash: isCompact = false
    default:
      isCompact = places.allSatisfy {
        fields.withName($0, \.count) <= limits.hashValueByteCount && fields[$0].byteCount <= limits.hashValueByteCount
      }
    }
    guard isCompact, count <= limits.hashEntries else { return layout = .hashtable }
    layout = encoding.hasFieldExpiries ? .listpackEx : .listpack
  }

  // MARK: All of them

  /// Every field in the order in which they came, those included whose time is over.
  package var places: some Sequence<Place> { fields.places }

  /// A field by chance; there is one.
  package func random(_ generator: inout some RandomNumberGenerator) -> Place { fields.random(&generator) }

  /// The fields from a cursor on, as HSCAN gives them: all at once but of a table.
  ///
  /// - Returns: the next cursor, 0 at the end.
  package func scan(_ cursor: UInt64, count: Int) -> (places: [Place], next: UInt64) {
    layout == .hashtable ? fields.scan(cursor, count: count) : (Array(places), 0)
  }

  // MARK: A value

  override package var digestEncoding: ValueEncoding { hasExpiries ? .hashMetadata : .hash }

  override package func walk(_ sink: ValueSink) {
    let tellsExpiries = hasExpiries
    for place in places {
      fields.withName(place) { sink.element(.hashField, $0.bytes) }
      withValue(place) { sink.element(.hashValue, $0.bytes) }
      if tellsExpiries { sink.fieldExpiry(expiry(place)) }
    }
  }

  override package func encodingName(_ limits: EncodingLimits) -> StaticString {
    switch layout {
    case .listpack: "listpack"
    case .listpackEx: "listpackex"
    case .hashtable: "hashtable"
    }
  }

  override package func copy() -> LiveValue { HashValue(self) }
}

/// What goes with a field of a ``HashValue``.
package struct HashFieldContent {
  /// Where the value stands, and how long it is.
  fileprivate(set) var start: UInt64
  fileprivate(set) var byteCount: UInt32
  /// 1 more than the place of its expiry; 0 when it has none.
  fileprivate(set) var expiry: UInt32
}

extension ValueEncoding {
  /// Whether it says of every field of a hash when it expires.
  var hasFieldExpiries: Bool {
    switch self {
    case .hashMetadata, .hashMetadataPreGA, .hashListpackEx, .hashListpackExPreGA, .valkeyHash2: true
    default: false
    }
  }
}
