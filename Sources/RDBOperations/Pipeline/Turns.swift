import Glibc

/// Lets threads end numbered work in the order of the numbers, which begin at 0.
final class Turns: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let turn = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var ended = 0
  /// What the first failure was. To be read when nobody works any more.
  private(set) var failure: (any Error)?

  init() {
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(turn, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    pthread_cond_destroy(turn)
    mutex.deallocate()
    turn.deallocate()
  }

  /// Waits until everything before `number` has ended.
  ///
  /// - Returns: whether there is anything left to do: nothing has failed.
  func wait(for number: Int) -> Bool {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while ended != number { pthread_cond_wait(turn, mutex) }
    return failure == nil
  }

  /// Waits until everything before `number` has ended, runs `body`, and ends `number`; after a failure nothing runs any more.
  ///
  /// - Returns: whether nothing has failed.
  func take(_ number: Int, _ body: () throws -> Void) -> Bool {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while ended != number { pthread_cond_wait(turn, mutex) }
    if failure == nil {
      do { try body() } catch {
        failure = error
      }
    }
    ended += 1
    pthread_cond_broadcast(turn)
    return failure == nil
  }
}
