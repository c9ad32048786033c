import RDBEngine
import RDBFormats
import RDBTestSupport

extension Differential {
  /// Makes both read what they hold from RDB: the server its own file, the engine the server's values as they stand in it.
  func reload() throws {
    let reply = try client.send("DEBUG", "RELOAD")
    guard reply == .status("OK") else { throw TestSupportError("DEBUG RELOAD: \(reply)") }
    replaceEngine()
    for database in engine.databases {
      _ = try client.send("SELECT", String(database.number))
      for (name, payload) in try Self.dumps(client) {
        guard case .integer(let expiry) = try client.send([Array("PEXPIRETIME".utf8), name]) else { continue }
        try put(name, payload, in: database, expiresAt: expiry < 0 ? nil : Int64(expiry))
      }
    }
    _ = try client.send("SELECT", "0")
  }

  /// Gives both what another server holds in its first database, as that one writes it.
  func restore(from other: RESPClient) throws {
    for (name, payload) in try Self.dumps(other) {
      let reply = try client.send([Array("RESTORE".utf8), name, [0x30], payload, Array("REPLACE".utf8)])
      guard reply == .status("OK") else { throw TestSupportError("RESTORE: \(reply)") }
      try put(name, payload, in: engine.databases[0], expiresAt: nil)
    }
  }

  private static func dumps(_ client: RESPClient) throws -> [(name: [UInt8], payload: [UInt8])] {
    try client.send("KEYS", "*").elements.compactMap { key in
      guard case .bulk(let name) = key, case .bulk(let payload) = try client.send([Array("DUMP".utf8), name]) else { return nil }
      return (name, payload)
    }
  }

  /// - Parameter payload: a type byte, the value, 2 bytes of version and 8 of checksum.
  private func put(_ name: [UInt8], _ payload: [UInt8], in keyspace: Keyspace, expiresAt: Int64?) throws {
    guard payload.count > 11, let encoding = ValueEncoding(rawValue: payload[0]) else { throw TestSupportError("a payload of type \(payload.first ?? 0)") }
    payload.withUnsafeBytes { payload in
      name.withUnsafeBytes { keyspace.set($0, encoding, UnsafeRawBufferPointer(rebasing: payload[1..<payload.count - 10]), expiresAt: expiresAt) }
    }
  }
}
