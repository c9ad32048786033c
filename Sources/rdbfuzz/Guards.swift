import Glibc

/// C's `mallopt`, whose header the Glibc module leaves out.
@_silgen_name("mallopt")
private func setAllocatorParameter(_ parameter: Int32, _ value: Int32) -> Int32

/// What stops an execution that goes wrong: signals, time and memory.
enum Guards {
  /// An execution that takes more processor time is a finding, in nanoseconds.
  static let maximumNanoseconds: UInt64 = 1_000_000_000
  /// One that takes as long by the clock, and much more than that, never ends, in seconds.
  private static let hopelessSeconds: UInt64 = 30
  /// What an execution may need beyond its input, in bytes.
  static let memoryBudget = 64 << 20

  // Written by one thread and read by the other; a value that is late by a moment does no harm.
  nonisolated(unsafe) private static var beat: UInt64 = 0

  /// Saves the input when the process is about to die.
  static func catchSignals() {
    let size = 64 << 10
    var stack = stack_t()
    stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
    stack.ss_size = size
    sigaltstack(&stack, nil)
    for number in [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT, SIGFPE] {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = { _ in
        Artifacts.say("\ncrash (out of memory is one too); ")
        Artifacts.save("crash")
        _exit(1)
      }
      action.sa_flags = Int32(SA_ONSTACK)
      sigaction(number, &action, nil)
    }
  }

  /// Processor time of all threads, in nanoseconds.
  static func processorTime() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// Says that a new execution begins.
  static func heartbeat() { beat &+= 1 }

  /// Watches the heartbeat, and ends the process when there is none for too long.
  static func watch() {
    var thread = pthread_t()
    let problem = pthread_create(
      &thread, nil,
      { _ in
        var last = Guards.beat
        var seconds: UInt64 = 0
        while true {
          sleep(1)
          if Guards.beat != last {
            last = Guards.beat
            seconds = 0
            continue
          }
          seconds += 1
          if seconds >= Guards.hopelessSeconds {
            Artifacts.say("\nhangs; ")
            Artifacts.save("hang")
            _exit(1)
          }
        }
      }, nil)
    if problem == 0 { pthread_detach(thread) }
  }

  /// One arena and eager return of large blocks, so that the size of the process says what is in use.
  static func tameAllocator() {
    let arenaMaximum: Int32 = -8, mapThreshold: Int32 = -3, trimThreshold: Int32 = -1
    for (parameter, value) in [(arenaMaximum, 1), (mapThreshold, 512 << 10), (trimThreshold, 8 << 20)] as [(Int32, Int32)] {
      _ = setAllocatorParameter(parameter, value)
    }
  }

  /// Lets the process grow by the budget and `byteCount` from where it is now; past that, allocating traps.
  static func limitMemory(beyond byteCount: Int) {
    let file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    defer { close(file) }
    var text: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    let pages = withUnsafeMutableBytes(of: &text) { buffer in
      let got = read(file, buffer.baseAddress, buffer.count)
      return buffer.prefix(max(0, got)).prefix { $0 != 0x20 }.reduce(0) { $0 * 10 + Int($1) - 48 }
    }
    guard pages > 0 else { return }
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    limit.rlim_cur = min(rlim_t(pages * 4096 + memoryBudget + byteCount), limit.rlim_max)
    setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
  }
}
