import RDBFormats

/// Writes JSON objects: lines, the elements of one document, or values in the rows of a table.
///
/// `{"db":0,"key":…,"type":"hash","encoding":"listpack","expiresAt":ms,"idle":s,"freq":n,"value":…}`; bytes that are not
/// UTF-8 are `{"base64":"…"}`. By type the value is
///
/// - string: itself · list, set: an array · zset: an array of `{"member":…,"score":1.5}`, infinities as `"inf"`, `"-inf"`
/// - hash: an object, with `"fieldExpiresAt":{"field":ms}` behind `"value"`; an array of `[field, value]` or
///   `[field, value, ms]` when a field is not UTF-8 or the object would be over ``objectByteCount``
/// - stream: an object with `entries`, ids and `groups` · module: an object with `module`, `version` and `items`; of
///   RedisJSON with `json`, the document itself, or `text` where that is no JSON or over ``ValueWalker/wholeElementByteCount``
/// - array: an array of `[index, element]`
///
/// Elements over ``ValueWalker/wholeElementByteCount`` are always base64.
final class JSONWorker: ExportWorker {
  /// How a hash is written.
  enum HashForm {
    /// Not a hash.
    case none
    case object
    case pairs
  }

  /// Bytes of a hash's JSON up to which it is an object, so that it need not be held in memory for longer.
  static let objectByteCount = 1 << 20

  /// Where JSON is written: ``output``, or for a table beside it, where quotes are doubled afterwards.
  let json: OutputBuffer
  let isTable: Bool
  private let isDocument: Bool

  /// Something stands before the next element.
  var needsComma = false
  var valueStart = 0
  /// As `LLEN` and its like would say it.
  var elementCount: UInt64 = 0
  var hashForm = HashForm.none
  /// The pairs of a hash in object form, in ``json``.
  let pairs = PairPlaces()
  var hasFieldExpiries = false
  /// The last pair in the form of pairs still lacks its bracket.
  var pairIsOpen = false
  /// How far a stream is told.
  var streamPart = StreamPart.entries
  /// Ids to come that belong to the consumer.
  var ownedLeft: UInt64 = 0
  /// The module's value is JSON, and comes as one string.
  var isJSONModule = false
  private var largeRole = ElementRole.string
  private var encoder = Base64Encoder()
  private var rowIsBegun = false

  init(_ options: ExportOptions, _ state: ExportState) {
    isTable = options.format == .csv
    isDocument = options.format == .json
    let output = OutputBuffer(capacity: 64 << 10)
    json = isTable ? OutputBuffer(capacity: 64 << 10) : output
    super.init(options, state, output: output)
  }

  // MARK: Records

  override func beginRecord(_ head: RecordHead, _ key: RawSpan) -> Bool {
    elementCount = 0
    needsComma = false
    hashForm = .none
    streamPart = .entries
    if isTable {
      json.truncate(to: 0)
      rowIsBegun = false
    } else {
      beginObject(head, key)
    }
    valueStart = json.count
    switch head.encoding.kind {
    case .string: break
    case .list, .set, .sortedSet, .array: json.append(0x5B)
    case .hash: beginHash()
    case .stream: json.append("{\"entries\":[")
    case .module: json.append("{\"module\":")
    }
    return true
  }

  override func finishRecord() {
    switch head.encoding.kind {
    case .string: break
    case .list, .set, .sortedSet, .array: json.append(0x5D)
    case .hash: endHash()
    case .stream: break
    case .module: json.append(isJSONModule ? "}" : "]}")
    }
    if isTable {
      drainRow(isWhole: true)
      output.append("\"\n")
    } else {
      json.append(isDocument ? "}" : "}\n")
    }
  }

  private func beginObject(_ head: RecordHead, _ key: RawSpan) {
    json.append(isDocument ? ",\n{\"db\":" : "{\"db\":")
    json.append(decimal: head.database)
    json.append(",\"key\":")
    key.withUnsafeBytes { json.appendJSONOrBase64($0) }
    json.append(",\"type\":\"")
    json.append(text: head.encoding.kind.name)
    json.append("\",\"encoding\":\"")
    json.append(text: head.encoding.name)
    json.append(0x22)
    if let milliseconds = head.attributes.expiresAtMilliseconds {
      json.append(",\"expiresAt\":")
      json.append(decimal: milliseconds)
    }
    if let seconds = head.attributes.idleSeconds {
      json.append(",\"idle\":")
      json.append(decimal: seconds)
    }
    if let frequency = head.attributes.frequency {
      json.append(",\"freq\":")
      json.append(decimal: UInt64(frequency))
    }
    json.append(",\"value\":")
  }

  // MARK: Elements

  override func element(_ role: ElementRole, _ bytes: RawSpan) {
    elementCount &+= ElementCount.of(role, byteCount: UInt64(bytes.byteCount))
    begin(role)
    bytes.withUnsafeBytes { bytes in
      switch role {
      case .hashField:
        if hashForm == .object {
          if !json.appendJSON(bytes) { field(notText: bytes) }
        } else {
          json.appendJSONOrBase64(bytes)
        }
      case .moduleString where isJSONModule: appendDocument(bytes)
      case .producerName: break
      default: json.appendJSONOrBase64(bytes)
      }
    }
    end(role)
  }

  override func sharedElement(_ role: ElementRole, _ bytes: RawSpan, _ name: SharedName) {
    if !isOver { element(role, bytes) }
  }

  override func integer(_ role: ElementRole, _ value: Int64) {
    elementCount &+= ElementCount.of(role, integer: value)
    begin(role)
    if role == .producerName { return }
    if role == .moduleString, isJSONModule {
      json.append(",\"json\":")
      json.append(decimal: value)
    } else {
      json.appendJSON(integerText: value)
    }
    end(role)
  }

  override func largeElement(_ role: ElementRole, byteCount: UInt64) {
    elementCount &+= ElementCount.of(role, byteCount: byteCount)
    if role == .hashField, hashForm == .object { becomePairs() }
    begin(role)
    largeRole = role
    encoder = Base64Encoder()
    if role == .moduleString, isJSONModule { json.append(",\"text\":") }
    if role != .producerName { json.append("{\"base64\":\"") }
  }

  override func piece(_ bytes: RawSpan) {
    if largeRole == .producerName { return }
    bytes.withUnsafeBytes { encoder.write($0, to: json) }
    // A hash of which one value is this large has no place in memory.
    if hashForm == .object, json.count - valueStart > Self.objectByteCount { becomePairs() }
    rest()
  }

  override func largeElementEnd() {
    if largeRole == .producerName { return }
    encoder.finish(json)
    json.append("\"}")
    end(largeRole)
  }

  /// What stands before an element.
  @inline(__always)
  private func begin(_ role: ElementRole) {
    switch role {
    case .string, .streamValue, .producerName: break
    case .groupName: beginGroup()
    case .listElement, .setMember: comma()
    case .sortedSetMember:
      comma()
      json.append("{\"member\":")
    case .hashField: beginField()
    case .hashValue: beginValue()
    case .streamField:
      comma()
      json.append(0x5B)
    case .consumerName: beginConsumer()
    case .moduleString: if !isJSONModule { comma() }
    case .arrayElement: json.append(0x2C)
    }
  }

  /// What stands behind it.
  @inline(__always)
  private func end(_ role: ElementRole) {
    switch role {
    case .listElement, .setMember: rest()
    case .streamField: json.append(0x2C)
    case .streamValue:
      json.append(0x5D)
      rest()
    case .arrayElement:
      json.append(0x5D)
      rest()
    case .hashValue: endValue()
    case .string, .sortedSetMember, .hashField, .groupName, .consumerName, .moduleString, .producerName: break
    }
  }

  override func score(_ value: Double) {
    json.append(",\"score\":")
    json.appendJSON(score: value)
    json.append(0x7D)
    rest()
  }

  override func arrayIndex(_ index: UInt64) {
    comma()
    json.append(0x5B)
    json.append(decimal: index)
  }

  /// A comma unless it is the first.
  @inline(__always)
  func comma() {
    if needsComma { json.append(0x2C) }
    needsComma = true
  }

  /// Lets a streamed value be written as far as it has come; a hash only once it is sure to be pairs.
  @inline(__always)
  func rest() {
    if hashForm == .object { return }
    rested()
    if isTable, json.count > Self.keptByteCount { restTable() }
  }

  /// Begins a row before its value has ended, when the columns in front of it are known from a scan, or nobody could scan.
  @inline(never)
  private func restTable() {
    guard rowIsBegun || options.largeValues.elementCounts[head.offset] != nil || !options.largeValues.areKnown else { return }
    drainRow(isWhole: false)
    rested()
  }

  // MARK: Hashes, streams and modules, in files of their own

  override func streamEntry(_ id: StreamEntryID, fieldCount: Int) { beginEntry(id) }
  override func streamEnd(_ properties: StreamProperties) { append(properties) }
  override func group(_ group: StreamGroup) { append(group) }
  override func pending(_ id: StreamEntryID, deliveredAt: Int64, deliveryCount: UInt64) {
    appendPending(id, deliveredAt: deliveredAt, deliveryCount: deliveryCount)
  }
  override func consumer(seenAt: Int64, activeAt: Int64?, pendingCount: UInt64) {
    appendConsumer(seenAt: seenAt, activeAt: activeAt, pendingCount: pendingCount)
  }
  override func owned(_ id: StreamEntryID) { appendOwned(id) }
  override func groupsEnd() { endGroups() }
  override func fieldExpiry(_ milliseconds: Int64?) { appendFieldExpiry(milliseconds) }
  override func module(_ id: ModuleID) { beginModule(id) }
  override func moduleInteger(opcode: UInt8, _ bits: UInt64) { appendModuleInteger(opcode: opcode, bits) }
  override func moduleDouble(_ value: Double) { appendModuleDouble(value) }

  // MARK: Output

  override func prepareToWrite() -> Int {
    guard isDocument, !state.hasObjects else { return 0 }
    state.hasObjects = true
    // The comma before the first object.
    return 1
  }

  override func drain() { if isTable, json.count > Self.objectByteCount { drainRow(isWhole: false) } }

  /// Moves JSON of a row into ``output``, with quotes doubled, behind the other columns.
  private func drainRow(isWhole: Bool) {
    if !rowIsBegun { beginRow(isWhole: isWhole) }
    Self.appendDoublingQuotes(json.bytes, to: output)
    json.truncate(to: 0)
    valueStart = 0
  }

  /// - Parameter isWhole: the value has been walked to its end, so that its size is known.
  private func beginRow(isWhole: Bool) {
    rowIsBegun = true
    output.append(decimal: head.database)
    output.append(0x2C)
    appendCSVKey()
    output.append(0x2C)
    output.append(text: head.encoding.kind.name)
    output.append(0x2C)
    output.append(text: head.encoding.name)
    output.append(0x2C)
    if let milliseconds = head.attributes.expiresAtMilliseconds { output.append(decimal: milliseconds) }
    output.append(0x2C)
    let count = isWhole ? elementCount : options.largeValues.elementCounts[head.offset]
    if head.encoding.kind != .module, let count { output.append(decimal: count) }
    output.append(0x2C)
    let size = isWhole ? UInt64(recordEndOffset - head.valueOffset) : options.largeValues.byteCounts[head.offset]
    if let size { output.append(decimal: size) }
    output.append(",\"")
  }

  private func appendCSVKey() {
    let key = keyBytes
    key.withUnsafeBytes { key in
      let start = output.count
      guard output.appendJSON(key) else {
        output.append("base64:")
        var encoder = Base64Encoder()
        encoder.write(key, to: output)
        encoder.finish(output)
        return
      }
      // It is UTF-8; a table wants it as it is.
      output.truncate(to: start)
      if key.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) {
        output.append(0x22)
        Self.appendDoublingQuotes(key, to: output)
        output.append(0x22)
      } else {
        output.append(key)
      }
    }
  }

  private static func appendDoublingQuotes(_ bytes: UnsafeRawBufferPointer, to output: OutputBuffer) {
    let target = output.reserve(bytes.count * 2)
    var written = 0
    for byte in bytes {
      target.storeBytes(of: byte, toByteOffset: written, as: UInt8.self)
      written &+= 1
      if byte == 0x22 {
        target.storeBytes(of: byte, toByteOffset: written, as: UInt8.self)
        written &+= 1
      }
    }
    output.advance(written)
  }
}
