import RDBFormats

/// Makes a ``HashValue`` of what a walk through a packed hash tells.
final class HashBuilder: ValueBuilder {
  private let hash = HashValue()
  private let limits = EncodingLimits()
  private var field: [UInt8] = []
  private var place: HashValue.Place?

  init() { super.init(hash) }

  override func add(_ role: ElementRole, _ bytes: UnsafeRawBufferPointer) {
    switch role {
    case .hashField:
      field.removeAll(keepingCapacity: true)
      field.append(contentsOf: bytes)
    case .hashValue: field.withUnsafeBytes { field in
      hash.set(field, bytes, limits)
      place = hash.find(field)
    }
    default: break
    }
  }

  override func fieldExpiry(_ milliseconds: Int64?) { if let place { hash.setExpiry(place, milliseconds) } }

  override func finish(_ encoding: ValueEncoding) { hash.settle(from: encoding, limits) }
}
