import RDBFormats

extension Call {
  /// Fields of hashes that expire before are over: the time, or the beginning of all times when nothing expires by the clock.
  var fieldClock: Int64 { engine.options.expiresKeys ? now : .min }

  /// How often a hash is searched for fields whose time is over, in milliseconds: as often as servers do that by default. Until then
  /// they are passed over one by one.
  private static var expirySearchInterval: Int64 { 100 }

  /// Removes the fields of a hash whose time is over, if some may be.
  ///
  /// - Returns: its record; nil when no field is left and the key is gone.
  func expireFields(_ record: KeyRecord, _ key: Word, in keyspace: Keyspace) -> KeyRecord? {
    if let object = record.object {
      guard let hash = object as? HashValue, hash.earliestExpiry < now else { return record }
    } else {
      guard record.encoding.hasFieldExpiries else { return record }
    }
    // One that cannot be decoded is left to the command to complain of.
    guard let hash = try? keyspace.live(record, .hash, as: HashValue.self) else { return record }
    if hash.earliestExpiry < now, hash.expiredAt <= now - Self.expirySearchInterval {
      hash.expiredAt = now
      if hash.removeExpired(before: now) > 0 {
        if hash.isEmpty { keyspace.remove(key.bytes) }
        keyspace.generation &+= 1
        engine.changed(keyspace.number, key.bytes)
      }
    }
    return keyspace.find(key)
  }
}
