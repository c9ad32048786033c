import Foundation
import Glibc

/// A program started by a test: its exit, its memory, its end by force.
///
/// Foundation's `Process` tells neither the signal of every death nor the peak
/// memory, so this calls `posix_spawn` and `wait4` itself. Output goes to files,
/// never to pipes, so a talkative child cannot block.
package final class ChildProcess: @unchecked Sendable {
  /// How a child ended.
  package enum Ending: Hashable, Sendable {
    case exited(Int32)
    case signalled(Int32)
  }

  /// What is known once it has ended.
  package struct Result: Sendable {
    package let ending: Ending
    /// The most memory it had resident at once.
    package let peakResidentBytes: Int
  }

  package let processID: Int32
  private let lock = NSLock()
  private var result: Result?
  private var sampledPeak = 0

  /// Starts a program.
  ///
  /// - Parameters:
  ///   - executable: a path; `PATH` is not searched.
  ///   - environment: replaces the whole environment when given.
  ///   - standardInput: a descriptor that the child reads; `/dev/null` when nil.
  ///   - output: a file for standard output, made or emptied; `/dev/null` when nil.
  ///   - errorOutput: the same for standard error.
  /// - Throws: `TestSupportError` with the system's words.
  package init(
    executable: String, arguments: [String], environment: [String: String]? = nil, directory: String? = nil,
    standardInput: Int32? = nil, output: String? = nil, errorOutput: String? = nil
  ) throws {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    if let standardInput {
      posix_spawn_file_actions_adddup2(&actions, standardInput, 0)
    } else {
      posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    }
    posix_spawn_file_actions_addopen(&actions, 1, output ?? "/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, errorOutput ?? "/dev/null", O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    // Glibc's own way to change the directory is hidden behind _GNU_SOURCE, so `env` does it and becomes the program.
    let executed = directory == nil ? executable : "/usr/bin/env"
    let words = directory.map { [executed, "--chdir=" + $0, executable] } ?? [executable]

    let pairs = (environment ?? ProcessInfo.processInfo.environment).map { $0.key + "=" + $0.value }
    var argumentPointers = (words + arguments).map { strdup($0) } + [nil]
    var environmentPointers = pairs.map { strdup($0) } + [nil]
    defer {
      for pointer in argumentPointers { free(pointer) }
      for pointer in environmentPointers { free(pointer) }
    }
    var child: pid_t = 0
    let problem = posix_spawn(&child, executed, &actions, nil, &argumentPointers, &environmentPointers)
    guard problem == 0 else {
      throw TestSupportError("cannot start \(executable): \(String(cString: strerror(problem)))")
    }
    processID = child
  }

  deinit {
    if poll() == nil {
      kill(processID, SIGKILL)
      _ = wait(seconds: 30)
    }
  }

  /// What is known of its end, or nil while it runs. Never blocks.
  package func poll() -> Result? {
    lock.withLock {
      if let result { return result }
      sampledPeak = max(sampledPeak, Self.highWaterMark(of: "\(processID)"))
      var status: Int32 = 0
      var usage = rusage()
      guard wait4(processID, &status, WNOHANG, &usage) == processID else { return nil }
      let signal = status & 0x7f
      let ending: Ending = signal == 0 ? .exited((status >> 8) & 0xff) : .signalled(signal)
      // posix_spawn shares our memory until the exec, and Linux counts that as the child's: the
      // figure of wait4 is right only above our own peak. Below it the samples have to do.
      let counted = Int(usage.ru_maxrss) * 1024
      let ours = Self.highWaterMark(of: "self")
      let peak = counted > ours ? counted : sampledPeak
      let ended = Result(ending: ending, peakResidentBytes: peak)
      result = ended
      return ended
    }
  }

  /// Waits until it has ended; nil when it still runs after that time.
  package func wait(seconds: Double) -> Result? {
    let end = Date().addingTimeInterval(seconds)
    while true {
      if let result = poll() { return result }
      if Date() > end { return nil }
      usleep(1000)
    }
  }

  /// Asks it to end, forces it after that time, and waits for it.
  @discardableResult
  package func stop(afterSeconds grace: Double = 0) -> Result? {
    if let result = poll() { return result }
    if grace > 0 {
      kill(processID, SIGTERM)
      if let result = wait(seconds: grace) { return result }
    }
    kill(processID, SIGKILL)
    return wait(seconds: 30)
  }

  /// Sends a signal, unless it has ended already.
  package func send(signal: Int32) {
    if poll() == nil { kill(processID, signal) }
  }

  private static func highWaterMark(of process: String) -> Int {
    guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let kilobytes = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap({ Int($0) })
    else { return 0 }
    return kilobytes * 1024
  }
}
