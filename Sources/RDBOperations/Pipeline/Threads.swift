import Glibc

/// Runs a job on several threads and waits for all of them.
enum Threads {
  private final class Job {
    let run: () -> Void
    init(_ run: @escaping () -> Void) { self.run = run }
  }

  /// Calls `body` with every number from 0 to `count` − 1, each on a thread of its own; 0 is the calling one.
  static func run(_ count: Int, _ body: @escaping (Int) -> Void) {
    var threads: [pthread_t] = []
    var missing: [Int] = []
    for number in 1..<max(1, count) {
      let job = Unmanaged.passRetained(Job { body(number) })
      var thread = pthread_t()
      let problem = pthread_create(
        &thread, nil,
        { argument in
          if let argument { Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().run() }
          return nil
        }, job.toOpaque())
      if problem == 0 {
        threads.append(thread)
      } else {
        // One thread less is slower, not wrong.
        job.release()
        missing.append(number)
      }
    }
    body(0)
    for number in missing { body(number) }
    for thread in threads { pthread_join(thread, nil) }
  }
}
