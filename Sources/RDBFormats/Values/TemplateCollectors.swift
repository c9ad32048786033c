/// A visitor that copies elements, for the rare values whose fields and values stand apart.
///
/// Holds at most ``maximumByteCount``; the rest is a fault.
protocol ElementCollector: ValueVisitor {
  var faults: [DecodeFault] { get set }
  var byteCount: Int { get set }
  mutating func collect(_ bytes: [UInt8])
}

extension ElementCollector {
  static var maximumByteCount: Int { 8 << 20 }

  mutating func element(_ role: ElementRole, _ bytes: RawSpan) {
    byteCount += bytes.byteCount + 16
    guard byteCount <= Self.maximumByteCount else { return tooLarge() }
    collect(bytes.withUnsafeBytes { [UInt8]($0) })
  }
  mutating func integer(_ role: ElementRole, _ value: Int64) {
    byteCount += 36
    guard byteCount <= Self.maximumByteCount else { return tooLarge() }
    collect([UInt8](String(value).utf8))
  }
  mutating func largeElement(_ role: ElementRole, byteCount: UInt64) { tooLarge() }
  mutating func piece(_ bytes: RawSpan) {}
  mutating func largeElementEnd() {}
  mutating func score(_ value: Double) {}
  mutating func fieldExpiry(_ milliseconds: Int64?) {}
  mutating func streamEntry(_ id: StreamEntryID, fieldCount: Int) {}
  mutating func streamEnd(_ properties: StreamProperties) {}
  mutating func group(_ group: StreamGroup) {}
  mutating func pending(_ id: StreamEntryID, deliveredAt: Int64, deliveryCount: UInt64) {}
  mutating func consumer(seenAt: Int64, activeAt: Int64?, pendingCount: UInt64) {}
  mutating func owned(_ id: StreamEntryID) {}
  mutating func groupsEnd() {}
  mutating func module(_ id: ModuleID) {}
  mutating func moduleInteger(opcode: UInt8, _ bits: UInt64) {}
  mutating func moduleDouble(_ value: Double) {}
  mutating func arrayIndex(_ index: UInt64) {}
  mutating func defect(_ fault: DecodeFault) { if faults.count < 16 { faults.append(fault) } }

  private mutating func tooLarge() {
    if faults.isEmpty { faults.append(DecodeFault(.unsupported("a template hash of over 8 MiB"), at: 0)) }
  }
}

/// The field names of a hash that carries its own template.
struct FieldNames: ElementCollector {
  var names: [[UInt8]] = []
  var faults: [DecodeFault] = []
  var byteCount = 0
  mutating func collect(_ bytes: [UInt8]) { names.append(bytes) }
}

/// The values of a listpack, and the fields they belong to.
struct TemplatePairs: ElementCollector {
  private let templates: [HashTemplate]
  private(set) var fields: [[UInt8]]?
  /// Whose fields those are, when not the hash's own.
  private(set) var template: UInt64?
  private(set) var values: [[UInt8]] = []
  private var awaitsReference: Bool
  var faults: [DecodeFault] = []
  var byteCount = 0

  /// - Parameter visitorFields: the fields; nil when the first entry names one of `templates`.
  init(_ templates: [HashTemplate], visitorFields: [[UInt8]]?) {
    self.templates = templates
    fields = visitorFields
    awaitsReference = visitorFields == nil
  }

  mutating func collect(_ bytes: [UInt8]) {
    guard awaitsReference else { return values.append(bytes) }
    awaitsReference = false
    if let id = bytes.withUnsafeBytes({ Decimal.canonicalInteger($0) }), id >= 0, id < Int64(templates.count) {
      fields = templates[Int(id)].fields
      template = UInt64(id)
    }
  }
}
