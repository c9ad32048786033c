import RDBFormats

/// Makes a ``SetValue`` of what a walk through a packed set tells.
final class SetBuilder: ValueBuilder {
  private let set = SetValue(.hashtable)
  private let limits = EncodingLimits()

  init() { super.init(set) }

  override func add(_ role: ElementRole, _ bytes: UnsafeRawBufferPointer) { set.add(bytes, limits) }

  override func finish(_ encoding: ValueEncoding) { set.settle(from: encoding, limits) }
}
