import Foundation
import Glibc

/// One run of the built `rdbtool`: what it printed, how it ended, what it took.
package struct Toolrun: Sendable {
  package let arguments: [String]
  package let ending: ChildProcess.Ending
  package let standardOutput: [UInt8]
  package let standardError: [UInt8]
  /// The most memory the process had resident at once.
  package let peakResidentBytes: Int
  package let seconds: Double

  /// The exit code; -1 when a signal ended it, which no test should ever expect.
  package var exitCode: Int32 { if case .exited(let code) = ending { code } else { -1 } }
  /// Standard output as text, broken UTF-8 replaced.
  package var output: String { String(decoding: standardOutput, as: UTF8.self) }
  /// Standard error as text, broken UTF-8 replaced.
  package var errorOutput: String { String(decoding: standardError, as: UTF8.self) }

  /// The JSON document on standard output.
  /// - Throws: what the decoder says.
  package func decode<Document: Decodable>(_ type: Document.Type) throws -> Document {
    try JSONDecoder().decode(type, from: Data(standardOutput))
  }

  /// The JSON object on standard output, for tests that look at single fields.
  /// - Throws: when it is not one JSON object.
  package func object() throws -> [String: Any] {
    guard let object = try JSONSerialization.jsonObject(with: Data(standardOutput)) as? [String: Any] else {
      throw TestSupportError("standard output is JSON, but not an object: \(output.prefix(200))")
    }
    return object
  }

  /// The binary beside the running test bundle, or `$RDBTOOL_BINARY`.
  /// - Throws: `TestSupportError` when neither is there.
  package static func binary() throws -> String {
    if let given = ProcessInfo.processInfo.environment["RDBTOOL_BINARY"] { return given }
    let runner = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
    let bundles = CommandLine.arguments.filter { $0.contains(".xctest") }
      .map { URL(fileURLWithPath: $0).deletingLastPathComponent().path }
    for folder in bundles + [runner] where FileManager.default.isExecutableFile(atPath: folder + "/rdbtool") {
      return folder + "/rdbtool"
    }
    throw TestSupportError("no rdbtool beside the tests (looked in \((bundles + [runner]).joined(separator: ", ")))")
  }

  /// Runs `rdbtool` to its end.
  ///
  /// - Parameters:
  ///   - input: what it reads on standard input, through a pipe; `/dev/null` when nil.
  ///   - environment: added to the environment of the tests.
  ///   - timeout: seconds; a run that takes longer is killed and the call throws.
  /// - Throws: `TestSupportError` when it could not be started or took too long.
  package static func run(
    _ arguments: [String], input: [UInt8]? = nil, environment: [String: String] = [:], directory: String? = nil,
    timeout: Double = 60
  ) throws -> Toolrun {
    let scratch = try TemporaryDirectory("toolrun")
    let pipe = try input.map { _ in try Pipe(at: scratch.path("in")) }
    let began = Date()
    let child: ChildProcess
    do {
      child = try ChildProcess(
        executable: binary(), arguments: arguments,
        environment: ProcessInfo.processInfo.environment.merging(environment) { $1 }, directory: directory,
        standardInput: pipe?.reading, output: scratch.path("out"), errorOutput: scratch.path("err"))
    } catch {
      pipe?.closeBoth()
      throw error
    }
    if let input, let pipe {
      close(pipe.reading)
      let descriptor = pipe.writing
      Thread.detachNewThread { feed(input, to: descriptor) }
    }
    guard let result = child.wait(seconds: timeout) else {
      child.stop()
      throw TestSupportError("rdbtool \(arguments.joined(separator: " ")) still ran after \(timeout) s")
    }
    return Toolrun(
      arguments: arguments, ending: result.ending, standardOutput: scratch.bytes("out") ?? [],
      standardError: scratch.bytes("err") ?? [], peakResidentBytes: result.peakResidentBytes,
      seconds: Date().timeIntervalSince(began))
  }

  /// Both ends of a pipe that no other child can inherit: a plain `pipe` could leak into a server that
  /// another test starts in the same moment, and our child would wait for an end that never comes.
  private struct Pipe {
    let reading: Int32
    let writing: Int32

    init(at path: String) throws {
      guard mkfifo(path, 0o600) == 0 else { throw TestSupportError("mkfifo: errno \(errno)") }
      reading = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
      writing = open(path, O_WRONLY | O_CLOEXEC)
      guard reading >= 0, writing >= 0 else { throw TestSupportError("open \(path): errno \(errno)") }
      _ = fcntl(reading, F_SETFL, 0)
    }

    func closeBoth() {
      close(reading)
      close(writing)
    }
  }

  /// Writes everything and closes; a child that stops reading ends it without a signal.
  private static func feed(_ bytes: [UInt8], to descriptor: Int32) {
    var blocked = sigset_t()
    sigemptyset(&blocked)
    sigaddset(&blocked, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &blocked, nil)
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress.map { $0 + sent }, $0.count - sent) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { break }
      sent += count
    }
    close(descriptor)
  }
}
