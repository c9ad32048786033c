import Foundation
import Glibc

/// A blocking connection to a server on this machine: enough for tests, no more.
package final class RESPClient {
  private let descriptor: Int32
  private var received: [UInt8] = []
  private var position = 0

  /// - Parameter timeout: seconds that a single read may take.
  /// - Throws: `TestSupportError` when nobody listens there.
  package init(port: UInt16, timeout: Int = 60) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw TestSupportError("socket: errno \(errno)") }
    var limit = timeval(tv_sec: timeout, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    let connected = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard connected == 0 else {
      // Everything is initialised, so that throwing runs `deinit`, which closes: twice would hit another test's.
      let problem = errno
      throw TestSupportError("connect to port \(port): \(String(cString: strerror(problem)))")
    }
  }

  /// Nobody: replies that are in hand.
  private init(replies: [UInt8]) {
    descriptor = -1
    received = replies
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Reads replies in RESP2 that stand one behind the other.
  package static func parse(_ replies: [UInt8]) throws -> [RESPValue] {
    let client = RESPClient(replies: replies)
    var values: [RESPValue] = []
    while !client.received.isEmpty { values.append(try client.readReply()) }
    return values
  }

  /// Sends one command and reads its reply; an error reply is returned, not thrown.
  @discardableResult
  package func send(_ words: String...) throws -> RESPValue { try send(words.map { [UInt8]($0.utf8) }) }

  /// The same for words that are not text.
  @discardableResult
  package func send(_ words: [[UInt8]]) throws -> RESPValue {
    try write(Self.encode(words))
    return try readReply()
  }

  /// Sends commands all at once and reads as many replies.
  package func pipeline(_ commands: [[[UInt8]]]) throws -> [RESPValue] {
    try write(commands.flatMap(Self.encode))
    return try commands.map { _ in try readReply() }
  }

  /// Sends bytes as they are, RESP from an export for example.
  package func write(_ bytes: [UInt8]) throws {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress.map { $0 + sent }, $0.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw TestSupportError("the server closed the connection while being sent to") }
      sent += count
    }
  }

  /// One command as RESP.
  package static func encode(_ words: [[UInt8]]) -> [UInt8] {
    words.reduce(into: [UInt8]("*\(words.count)\r\n".utf8)) { bytes, word in
      bytes += [UInt8]("$\(word.count)\r\n".utf8) + word + [13, 10]
    }
  }

  /// Reads the next reply, however deep it nests.
  package func readReply() throws -> RESPValue {
    let line = try readLine()
    let rest = String(decoding: line.dropFirst(), as: UTF8.self)
    switch line.first {
    case UInt8(ascii: "+"): return .status(rest)
    case UInt8(ascii: "-"): return .error(rest)
    case UInt8(ascii: ":"): return .integer(try number(rest))
    case UInt8(ascii: "$"):
      let count = try number(rest)
      guard count >= 0 else { return .null }
      return .bulk([UInt8](try take(count + 2).dropLast(2)))
    case UInt8(ascii: "*"):
      let count = try number(rest)
      guard count >= 0 else { return .null }
      return .array(try (0..<count).map { _ in try readReply() })
    default: throw TestSupportError("not a RESP2 reply: \(String(decoding: line, as: UTF8.self))")
    }
  }

  private func number(_ text: String) throws -> Int {
    guard let number = Int(text) else { throw TestSupportError("not a number in a reply: \(text)") }
    return number
  }

  private func readLine() throws -> [UInt8] {
    var scanned = position
    while true {
      if let end = received[scanned...].firstIndex(of: 13) {
        let line = [UInt8](received[position..<end])
        position = end
        _ = try take(2)
        return line
      }
      scanned = received.count
      try fill()
    }
  }

  private func take(_ count: Int) throws -> [UInt8] {
    while received.count - position < count { try fill() }
    defer {
      position += count
      if position == received.count {
        received.removeAll(keepingCapacity: true)
        position = 0
      }
    }
    return [UInt8](received[position..<position + count])
  }

  private func fill() throws {
    guard descriptor >= 0 else { throw TestSupportError("a reply that is cut off") }
    var chunk = [UInt8](repeating: 0, count: 65536)
    while true {
      let count = recv(descriptor, &chunk, chunk.count, 0)
      if count > 0 {
        received += chunk[0..<count]
        return
      }
      if count < 0 && errno == EINTR { continue }
      throw TestSupportError(
        count == 0 ? "the server closed the connection" : "no reply: \(String(cString: strerror(errno)))")
    }
  }
}
