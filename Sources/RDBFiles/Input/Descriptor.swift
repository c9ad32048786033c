import Glibc

/// A file descriptor that several sources may read, closed after the last one
/// if it is ours to close.
final class Descriptor: Sendable {
  let number: Int32
  private let isOwned: Bool

  init(_ number: Int32, closes isOwned: Bool) {
    self.number = number
    self.isOwned = isOwned
  }

  deinit {
    // Nothing was written, so a failing close can lose nothing.
    if isOwned { _ = close(number) }
  }

  /// Waits until a non-blocking descriptor can go on. A shell or an ssh that
  /// shares our standard streams may have made them non-blocking.
  static func wait(for events: Int32, on number: Int32) {
    var request = pollfd(fd: number, events: Int16(truncatingIfNeeded: events), revents: 0)
    // Interrupted or failed: the read or write that follows says what is wrong.
    _ = poll(&request, 1, -1)
  }
}
