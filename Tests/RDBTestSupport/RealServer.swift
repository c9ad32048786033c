import Foundation
import Glibc

/// A real server in a directory of its own on a free port of this machine.
///
/// Stopped by process id and removed with its files when ``stop()`` is called or
/// the last reference goes away.
package final class RealServer {
  /// What a server is started on.
  package enum Dump: Sendable {
    case none
    /// The content of its `dump.rdb`.
    case bytes([UInt8])
    /// A file that it reads in place.
    case file(String)
  }

  /// What differs from a plain server without persistence.
  package struct Options: Sendable {
    package var dump: Dump = .none
    /// `sanitize-dump-payload`; the server's own default (no) when nil.
    package var sanitizes: Bool?
    package var databaseCount = 16
    /// Load the modules that belong to it (7.4 only has any).
    package var loadsModules = false
    /// Keep keys that have expired already: it starts as a replica of nobody, and replicas wait for their primary to expire.
    package var keepsExpired = false
    /// Bytes of address space it may use, so that a hostile file hurts the server and not the machine.
    package var addressSpaceLimit: Int?
    /// More files of its directory, an `appendonlydir/…` for example.
    package var files: [String: [UInt8]] = [:]
    /// More arguments, as on the command line: `["--appendonly", "yes"]`.
    package var arguments: [String] = []
    /// Seconds until it must answer or have ended.
    package var startTimeout = 120.0

    package init(dump: Dump = .none, sanitizes: Bool? = nil) {
      self.dump = dump
      self.sanitizes = sanitizes
    }
  }

  /// How a start went.
  package enum Start {
    case ready(RealServer)
    case ended(ChildProcess.Ending, log: String)
  }

  package let program: ServerProgram
  package let port: UInt16
  /// Its working directory, where `SAVE` writes `dump.rdb`.
  package let directory: TemporaryDirectory
  private let process: ChildProcess

  package var kind: ServerKind { program.kind }
  package var processID: Int32 { process.processID }
  /// What it has logged so far.
  package var log: String { Self.log(in: directory) }

  private init(program: ServerProgram, port: UInt16, directory: TemporaryDirectory, process: ChildProcess) {
    self.program = program
    self.port = port
    self.directory = directory
    self.process = process
  }

  deinit { stop() }

  /// Starts a server and waits until it answers or has ended.
  ///
  /// - Throws: `TestSupportError` when it is not installed, cannot be started,
  ///   or neither answers nor ends in time.
  package static func start(_ kind: ServerKind, _ options: Options = Options()) throws -> Start {
    let program = try kind.locate()
    let directory = try TemporaryDirectory(kind.name)
    switch options.dump {
    case .none: break
    case .bytes(let bytes): try directory.write(bytes, to: "dump.rdb")
    case .file(let path):
      try FileManager.default.createSymbolicLink(atPath: directory.path("dump.rdb"), withDestinationPath: path)
    }
    for (name, bytes) in options.files { try directory.write(bytes, to: name) }

    // The port is free when it is looked for and may be taken a moment later by another test.
    for _ in 0..<20 {
      let port = try freePort()
      var arguments = [program.serverPath] + arguments(program, options, port: port, directory: directory.path)
      if let limit = options.addressSpaceLimit { arguments = ["/usr/bin/prlimit", "--as=\(limit)"] + arguments }
      let process = try ChildProcess(
        executable: arguments[0], arguments: Array(arguments.dropFirst()), environment: program.environment,
        directory: directory.path)
      let server = RealServer(program: program, port: port, directory: directory, process: process)
      if try server.waitUntilReady(seconds: options.startTimeout) { return .ready(server) }
      let log = server.log
      if let ended = process.poll(), !log.contains("Address already in use") { return .ended(ended.ending, log: log) }
      try? FileManager.default.removeItem(atPath: directory.path("log"))
    }
    throw TestSupportError("no free port for \(kind.name) after 20 tries")
  }

  /// Starts a server that has to run.
  /// - Throws: `TestSupportError` with its log when it does not.
  package static func running(_ kind: ServerKind, _ options: Options = Options()) throws -> RealServer {
    switch try start(kind, options) {
    case .ready(let server): return server
    case .ended(let ending, let log): throw TestSupportError("\(kind.name) did not start (\(ending)):\n\(log.suffix(2000))")
    }
  }

  /// Lets a server load an RDB and tells what came of it.
  ///
  /// - Parameter sanitizes: `sanitize-dump-payload`, the deep check of every value.
  /// - Throws: `TestSupportError` when the server is not installed or hangs.
  package static func load(
    _ dump: Dump, into kind: ServerKind, sanitizes: Bool = false, configure: (inout Options) -> Void = { _ in }
  ) throws -> LoadOutcome {
    var options = Options(dump: dump, sanitizes: sanitizes)
    configure(&options)
    switch try start(kind, options) {
    case .ended(.exited(let status), let log): return .refused(exitStatus: status, log: log)
    case .ended(.signalled(let signal), let log): return .crashed(signal: signal, log: log)
    case .ready(let server):
      defer { server.stop() }
      do {
        return .loaded(.init(keys: try server.keyCounts(), digest: try server.digest(), log: server.log))
      } catch {
        // A server can load a file and die when the digest walks its keys.
        guard let ended = server.process.wait(seconds: 5) else { throw error }
        switch ended.ending {
        case .exited(let status): return .refused(exitStatus: status, log: server.log)
        case .signalled(let signal): return .crashed(signal: signal, log: server.log)
        }
      }
    }
  }

  /// A new connection.
  package func connect() throws -> RESPClient { try RESPClient(port: port) }

  /// Keys of every database that is not empty.
  package func keyCounts() throws -> [Int: Int] {
    let client = try connect()
    let info = try client.send("INFO", "keyspace").text ?? ""
    var counts: [Int: Int] = [:]
    for line in info.split(whereSeparator: \.isNewline) where line.hasPrefix("db") {
      let parts = line.dropFirst(2).split(separator: ":")
      guard parts.count == 2, let database = Int(parts[0]),
        let count = parts[1].split(separator: ",").first.flatMap({ Int($0.dropFirst("keys=".count)) })
      else { throw TestSupportError("INFO keyspace has a line that is not understood: \(line)") }
      counts[database] = count
    }
    return counts
  }

  /// `DEBUG DIGEST` of everything it holds.
  package func digest() throws -> String {
    guard case .status(let digest) = try connect().send("DEBUG", "DIGEST"), digest.count == 40 else {
      throw TestSupportError("DEBUG DIGEST was not answered with a digest")
    }
    return digest
  }

  /// Lets it save and gives the bytes of its `dump.rdb`.
  package func save() throws -> [UInt8] {
    let reply = try connect().send("SAVE")
    guard reply == .status("OK"), let bytes = directory.bytes("dump.rdb") else {
      throw TestSupportError("SAVE failed: \(reply)")
    }
    return bytes
  }

  /// How it ended by itself, or nil when it still runs after that time.
  package func ending(withinSeconds seconds: Double) -> ChildProcess.Ending? { process.wait(seconds: seconds)?.ending }

  /// Ends it at once; nothing is saved.
  package func stop() {
    process.stop()
    directory.remove()
  }

  private static func arguments(
    _ program: ServerProgram, _ options: Options, port: UInt16, directory: String
  ) -> [String] {
    var arguments = [
      "--port", "\(port)", "--bind", "127.0.0.1", "--protected-mode", "no", "--dir", directory, "--dbfilename", "dump.rdb",
      "--save", "", "--appendonly", "no", "--daemonize", "no", "--logfile", directory + "/log",
      "--databases", "\(options.databaseCount)", "--crash-memcheck-enabled", "no",
    ]
    if program.kind.hasDebugSwitch { arguments += ["--enable-debug-command", "yes"] }
    if let sanitizes = options.sanitizes { arguments += ["--sanitize-dump-payload", sanitizes ? "yes" : "no"] }
    if options.keepsExpired { arguments += ["--replicaof", "127.0.0.1", "1"] }
    if options.loadsModules { arguments += program.modules.flatMap { ["--loadmodule", $0] } }
    return arguments + options.arguments
  }

  /// True when it answers, false when it has ended.
  private func waitUntilReady(seconds: Double) throws -> Bool {
    let end = Date().addingTimeInterval(seconds)
    while Date() < end {
      if process.poll() != nil { return false }
      // Another server may have got our port in between: only an answer with our process id counts.
      if let client = try? connect(), case .bulk(let info)? = try? client.send("INFO"),
        String(decoding: info, as: UTF8.self).contains("\nprocess_id:\(processID)\r"),
        (try? client.send("PING")) == .status("PONG")
      {
        return true
      }
      usleep(5000)
    }
    process.stop()
    throw TestSupportError("\(kind.name) neither answered nor ended in \(seconds) s:\n\(log.suffix(2000))")
  }

  private static func log(in directory: TemporaryDirectory) -> String {
    String(decoding: directory.bytes("log") ?? [], as: UTF8.self)
  }

  private static func freePort() throws -> UInt16 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
      }
    }
    guard bound else { throw TestSupportError("no free port: errno \(errno)") }
    return UInt16(bigEndian: address.sin_port)
  }
}
