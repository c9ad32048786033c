/// Something wrong or odd, and the key it is in.
public struct RecordFinding: Sendable {
  /// What is wrong and where.
  public let fault: DecodeFault
  /// The database of the key; nil between keys.
  public let database: UInt64?
  /// The key; nil between keys and where it cannot be read.
  public let key: [UInt8]?
  /// Whether ``key`` is the last one before the fault, which may have swallowed or lost bytes, and not the one it is in.
  public let isBehindKey: Bool
  /// How the key's value is written.
  public let encoding: ValueEncoding?
  /// The element in question, where one is: the duplicate member, the first 64 bytes of it.
  public let element: [UInt8]?

  package init(
    _ fault: DecodeFault, database: UInt64? = nil, key: [UInt8]? = nil, encoding: ValueEncoding? = nil, element: [UInt8]? = nil,
    isBehindKey: Bool = false
  ) {
    self.isBehindKey = isBehindKey
    self.fault = fault
    self.database = database
    self.key = key
    self.encoding = encoding
    self.element = element
  }

  /// What decides how bad a finding is, by and large.
  struct Kind: Hashable {
    let code: String
    let encoding: ValueEncoding?
  }

  var kind: Kind { Kind(code: fault.reason.code, encoding: encoding) }

  /// The same with the front of a key that is too long to keep.
  func cuttingKey(to count: Int) -> RecordFinding {
    RecordFinding(
      fault, database: database, key: key.map { $0.count > count ? Array($0.prefix(count)) : $0 }, encoding: encoding, element: element,
      isBehindKey: isBehindKey)
  }
}
