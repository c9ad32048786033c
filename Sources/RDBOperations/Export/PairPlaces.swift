/// Where the pairs of a hash stand that may have to be rewritten. By hand, as it is written once a field.
final class PairPlaces {
  struct Place {
    /// The first byte of the field; the pair before it ends one byte, the comma, before that.
    var field: Int
    /// The colon behind the field.
    var colon: Int
    var expiresAt: Int64?
  }

  private struct State {
    var base: UnsafeMutablePointer<Place>
    var count = 0
    var capacity = 256
  }

  private let state: UnsafeMutablePointer<State>

  init() {
    state = .allocate(capacity: 1)
    state.initialize(to: State(base: .allocate(capacity: 256)))
  }

  deinit {
    state.pointee.base.deallocate()
    state.deallocate()
  }

  @inline(__always) var count: Int { state.pointee.count }

  subscript(index: Int) -> Place {
    precondition(index >= 0 && index < count)
    return state.pointee.base[index]
  }

  @inline(__always)
  func append(field: Int) {
    if state.pointee.count == state.pointee.capacity { grow() }
    (state.pointee.base + state.pointee.count).initialize(to: Place(field: field, colon: field, expiresAt: nil))
    state.pointee.count &+= 1
  }

  /// Says more of the last pair.
  @inline(__always)
  func setColon(_ colon: Int) { if count > 0 { state.pointee.base[count &- 1].colon = colon } }

  /// Says more of the last pair.
  func setExpiry(_ milliseconds: Int64) { if count > 0 { state.pointee.base[count - 1].expiresAt = milliseconds } }

  /// - Returns: the last pair, nil when there is none.
  func removeLast() -> Place? {
    guard count > 0 else { return nil }
    state.pointee.count -= 1
    return state.pointee.base[state.pointee.count]
  }

  func removeAll() { state.pointee.count = 0 }

  @inline(never)
  private func grow() {
    let grown = UnsafeMutablePointer<Place>.allocate(capacity: state.pointee.capacity * 2)
    grown.moveInitialize(from: state.pointee.base, count: count)
    state.pointee.base.deallocate()
    state.pointee.base = grown
    state.pointee.capacity *= 2
  }
}
