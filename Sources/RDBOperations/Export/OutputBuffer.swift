// Text on its way out, in memory of its own.
//
// Advice to whoever changes this file: it is what an export spends its time in.
// The state lies behind a pointer so that an append costs no exclusivity check
// and no reference count; every store below stands behind `reserve`.

import Glibc
import RDBFormats

/// Bytes that grow at their end: amortised, by hand, never an array a byte.
package final class OutputBuffer {
  private struct State {
    var base: UnsafeMutableRawPointer
    var count = 0
    var capacity: Int
  }

  private let state: UnsafeMutablePointer<State>

  /// Empty.
  package init(capacity: Int = 4096) {
    let capacity = max(64, capacity)
    state = .allocate(capacity: 1)
    state.initialize(to: State(base: .allocate(byteCount: capacity, alignment: 16), capacity: capacity))
  }

  deinit {
    state.pointee.base.deallocate()
    state.deallocate()
  }

  /// Bytes in it.
  @inline(__always) package var count: Int { state.pointee.count }

  /// Bytes that it holds before it has to grow.
  package var capacity: Int { state.pointee.capacity }

  /// What is in it; valid until the next change.
  @inline(__always)
  package var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: state.pointee.base, count: state.pointee.count) }

  /// Forgets everything behind the first `count` bytes.
  @inline(__always)
  package func truncate(to count: Int) {
    precondition(count >= 0 && count <= state.pointee.count)
    state.pointee.count = count
  }

  /// Forgets the first bytes and moves the others to the front.
  func removeFirst(_ count: Int) {
    precondition(count >= 0 && count <= state.pointee.count)
    let left = state.pointee.count - count
    memmove(state.pointee.base, state.pointee.base + count, left)
    state.pointee.count = left
  }

  /// Forgets everything, and memory over `limit`.
  package func clear(keeping limit: Int) {
    state.pointee.count = 0
    if state.pointee.capacity > limit {
      state.pointee.base.deallocate()
      state.pointee.base = .allocate(byteCount: limit, alignment: 16)
      state.pointee.capacity = limit
    }
  }

  /// Makes room for `extra` more bytes.
  ///
  /// - Returns: where they go; ``advance(_:)`` says how many were written.
  @inline(__always)
  func reserve(_ extra: Int) -> UnsafeMutableRawPointer {
    if state.pointee.capacity &- state.pointee.count < extra { grow(extra) }
    return state.pointee.base + state.pointee.count
  }

  /// Takes in bytes written where ``reserve(_:)`` pointed.
  @inline(__always)
  func advance(_ count: Int) { state.pointee.count &+= count }

  @inline(never)
  private func grow(_ extra: Int) {
    let needed = state.pointee.count + max(0, extra)
    var capacity = state.pointee.capacity
    while capacity < needed { capacity *= 2 }
    let grown = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
    grown.copyMemory(from: state.pointee.base, byteCount: state.pointee.count)
    state.pointee.base.deallocate()
    state.pointee.base = grown
    state.pointee.capacity = capacity
  }

  // MARK: Appending

  /// Appends one byte.
  @inline(__always)
  package func append(_ byte: UInt8) {
    reserve(1).storeBytes(of: byte, as: UInt8.self)
    advance(1)
  }

  /// Appends the text of a literal.
  @inline(__always)
  package func append(_ text: StaticString) {
    let size = text.utf8CodeUnitCount
    reserve(size).copyMemory(from: text.utf8Start, byteCount: size)
    advance(size)
  }

  /// Appends bytes.
  @inline(__always)
  package func append(_ bytes: UnsafeRawBufferPointer) {
    guard let source = bytes.baseAddress else { return }
    Self.copy(source, bytes.count, to: reserve(bytes.count))
    advance(bytes.count)
  }

  /// Appends bytes.
  @inline(__always)
  package func append(_ bytes: RawSpan) { bytes.withUnsafeBytes { append($0) } }

  /// Appends text; for what is written once an export.
  package func append(text: String) {
    var text = text
    text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
  }

  /// Appends what another buffer holds from `start` on.
  func append(_ other: OutputBuffer, from start: Int = 0) {
    append(UnsafeRawBufferPointer(rebasing: other.bytes[start...]))
  }

  /// Appends bytes that are in it already.
  func append(own range: Range<Int>) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    let target = reserve(range.count)
    target.copyMemory(from: state.pointee.base + range.lowerBound, byteCount: range.count)
    advance(range.count)
  }

  /// Appends a number in decimal.
  @inline(__always)
  package func append(decimal value: UInt64) {
    let digits = DecimalDigits.count(value)
    DecimalDigits.write(value, digits, to: reserve(20))
    advance(digits)
  }

  /// Appends a number in decimal.
  @inline(__always)
  package func append(decimal value: Int64) {
    if value < 0 { append(0x2D) }
    append(decimal: value.magnitude)
  }

  /// Copies a few bytes without a call, many with one.
  @inline(__always)
  static func copy(_ source: UnsafeRawPointer, _ count: Int, to target: UnsafeMutableRawPointer) {
    if count > 32 {
      target.copyMemory(from: source, byteCount: count)
    } else if count >= 16 {
      typealias Half = SIMD16<UInt8>
      let tail = source.loadUnaligned(fromByteOffset: count &- 16, as: Half.self)
      target.storeBytes(of: source.loadUnaligned(as: Half.self), as: Half.self)
      target.storeBytes(of: tail, toByteOffset: count &- 16, as: Half.self)
    } else if count >= 8 {
      let tail = source.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self)
      target.storeBytes(of: source.loadUnaligned(as: UInt64.self), as: UInt64.self)
      target.storeBytes(of: tail, toByteOffset: count &- 8, as: UInt64.self)
    } else if count >= 4 {
      let tail = source.loadUnaligned(fromByteOffset: count &- 4, as: UInt32.self)
      target.storeBytes(of: source.loadUnaligned(as: UInt32.self), as: UInt32.self)
      target.storeBytes(of: tail, toByteOffset: count &- 4, as: UInt32.self)
    } else {
      var index = 0
      while index < count {
        target.storeBytes(of: source.load(fromByteOffset: index, as: UInt8.self), toByteOffset: index, as: UInt8.self)
        index &+= 1
      }
    }
  }

  /// Appends a score as servers from 7.2 on print it, which reads back as the same score.
  func append(score: Double) {
    let target = UnsafeMutableRawBufferPointer(start: reserve(32), count: 32)
    advance(ScoreText.grisu2(score, into: target))
  }

  /// Appends the id of a stream entry.
  func append(_ id: StreamEntryID) {
    append(decimal: id.milliseconds)
    append(0x2D)
    append(decimal: id.sequence)
  }
}
