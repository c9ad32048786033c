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
      for key in try client.send("KEYS", "*").elements {
        guard case .bulk(let name) = key, case .bulk(let payload) = try client.send([Array("DUMP".utf8), name]) else { continue }
        // A type byte, the value, 2 bytes of version and 8 of checksum.
        guard payload.count > 11, let encoding = ValueEncoding(rawValue: payload[0]) else { throw TestSupportError("a payload of type \(payload.first ?? 0)") }
        guard case .integer(let expiry) = try client.send([Array("PEXPIRETIME".utf8), name]) else { continue }
        payload.withUnsafeBytes { payload in
          name.withUnsafeBytes {
            database.set($0, encoding, UnsafeRawBufferPointer(rebasing: payload[1..<payload.count - 10]), expiresAt: expiry < 0 ? nil : Int64(expiry))
          }
        }
      }
    }
    _ = try client.send("SELECT", "0")
  }
}
