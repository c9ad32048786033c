import Glibc
import Synchronization

/// A wish to end while files are written: writers look at it between pieces, remove what is not finished and throw
/// ``SinkError/Reason/interrupted``.
public enum WriteInterruption {
  private static let wish = Atomic<Bool>(false)

  /// Whether somebody wants to end.
  public static var isWished: Bool { wish.load(ordering: .relaxed) }

  /// Wishes it; may be called by a signal handler.
  public static func request() { wish.store(true, ordering: .relaxed) }

  /// Turns SIGINT, SIGTERM and SIGHUP into the wish. A setting of the whole process, so the program makes it.
  public static func catchSignals() {
    // A lazy global must not be made for the first time in a handler.
    _ = isWished
    for number in [SIGINT, SIGTERM, SIGHUP] { signal(number) { _ in WriteInterruption.request() } }
  }
}
