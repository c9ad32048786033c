extension ArgumentKind {
  /// What a server says of a value of this kind.
  ///
  /// - Parameter argument: its first bytes and its size; numbers and ids that are too long to be one are wrong.
  /// - Returns: nil when it may be that.
  @inline(__always)
  func reason(
    against argument: (prefix: UnsafeRawBufferPointer, size: Int), _ version: ServerVersion, _ databaseCount: Int
  ) -> ArgumentProblem.Reason? {
    switch self {
    case .any: return nil
    case .int: return Decimal.canonicalInteger(argument.prefix) == nil ? .notAnInteger : nil
    case .float: return ArgumentText.double(argument.prefix, version) == nil ? .notAFloat : nil
    default: return rareReason(argument.prefix, version, databaseCount)
    }
  }

  private func rareReason(_ bytes: UnsafeRawBufferPointer, _ version: ServerVersion, _ databaseCount: Int) -> ArgumentProblem.Reason? {
    switch self {
    case .any, .int, .float: return nil
    case .longDouble:
      // Its exponent has more bits: what is too large for a double is fine.
      guard let first = bytes.first, !ArgumentText.isSpace(first), let value = DoubleText.parse(bytes), !value.isNaN else { return .notAFloat }
      if value.isFinite, value != 0 { return nil }
      if value.isInfinite, bytes.contains(where: { $0 | 0x20 == UInt8(ascii: "n") }) { return .outOfRange }
      return ArgumentText.fitsLongDouble(bytes) ? nil : .notAFloat
    case .scoreBound:
      let bound = bytes.first == UInt8(ascii: "(") ? UnsafeRawBufferPointer(rebasing: bytes.dropFirst()) : bytes
      if version.isRedis(8, 0) || version.isValkey(9, 1), ArgumentText.isHexadecimal(bound) { return .notAFloat }
      return DoubleText.parse(bound).map { $0.isNaN } ?? !bound.isEmpty ? .notAFloat : nil
    case .lexBound:
      switch bytes.first {
      case UInt8(ascii: "["), UInt8(ascii: "("): return nil
      case UInt8(ascii: "-"), UInt8(ascii: "+"): return bytes.count == 1 ? nil : .syntax
      default: return .syntax
      }
    case .longitude, .latitude:
      guard let value = ArgumentText.double(bytes, version) else { return .notAFloat }
      return abs(value) <= (self == .longitude ? 180 : 85.05112878) ? nil : .outOfRange
    case .radius: return ArgumentText.double(bytes, version).map { $0 < 0 ? .outOfRange : nil } ?? .notAFloat
    case .unit: return ["m", "km", "ft", "mi"].contains { ArgumentText.equals(bytes, $0) } ? nil : .syntax
    case .timeout:
      guard let first = bytes.first, !ArgumentText.isSpace(first), let value = DoubleText.parse(bytes), !value.isNaN else { return .notAFloat }
      return value < 0 || value * 1000 > 0x1p63 ? .outOfRange : nil
    case .streamID, .trimID: return ArgumentText.streamID(bytes) == nil ? .invalidStreamID : nil
    case .startStreamID:
      if bytes.count == 1, bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+") { return nil }
      let body = bytes.first == UInt8(ascii: "(") ? UnsafeRawBufferPointer(rebasing: bytes.dropFirst()) : bytes
      return ArgumentText.streamID(body) == nil ? .invalidStreamID : nil
    case .setStreamID:
      if bytes.count == 1, bytes[0] == UInt8(ascii: "$") || bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+") { return nil }
      return ArgumentText.streamID(bytes) == nil ? .invalidStreamID : nil
    case .lastStreamID:
      if bytes.count == 1, bytes[0] == UInt8(ascii: "$") { return nil }
      return ArgumentText.streamID(bytes) == nil ? .invalidStreamID : nil
    case .newStreamID:
      if bytes.count == 1, bytes[0] == UInt8(ascii: "*") { return nil }
      if bytes.count > 2, bytes[bytes.count - 1] == UInt8(ascii: "*"), bytes[bytes.count - 2] == UInt8(ascii: "-"), version.isModern {
        return ArgumentText.unsigned(UnsafeRawBufferPointer(rebasing: bytes.dropLast(2))) == nil ? .invalidStreamID : nil
      }
      guard let id = ArgumentText.streamID(bytes) else { return .invalidStreamID }
      return id == (0, 0) ? .outOfRange : nil
    default: return numberReason(bytes, version, databaseCount)
    }
  }

  private func numberReason(
    _ bytes: UnsafeRawBufferPointer, _ version: ServerVersion, _ databaseCount: Int
  ) -> ArgumentProblem.Reason? {
    guard let value = Decimal.canonicalInteger(bytes) else {
      switch self {
      case .uint, .positiveCount, .claimCount: return .outOfRange
      case .popCount where version.isModern: return .outOfRange
      default: return .notAnInteger
      }
    }
    let thousandth = Int64.max / 1000
    // What is left when the present, in milliseconds, is added.
    let relative = Int64.max - 1 << 42
    let isModern = version.isModern
    switch self {
    // 6.2.5 does not check this.
    case .decrement: return value == .min && isModern ? .outOfRange : nil
    case .popCount: return value < 0 && isModern ? .outOfRange : nil
    case .uint, .offset, .restoreTTL, .trimCount: return value < 0 ? .outOfRange : nil
    case .claimCount: return (1...Int64.max / 16).contains(value) ? nil : .outOfRange
    case .removeCount: return value == .min && (version.family == .valkey || version.isAtLeast(7, 2)) ? .outOfRange : nil
    case .positiveCount, .positiveInt: return value < 1 ? .outOfRange : nil
    case .bit: return value == 0 || value == 1 ? nil : .notAnInteger
    case .bitOffset: return (0..<4_294_967_296).contains(value) ? nil : .notAnInteger
    case .database: return value < 0 || value >= Int64(databaseCount) ? .outOfRange : nil
    case .positiveSeconds: return value <= 0 || value > relative / 1000 ? .outOfRange : nil
    case .positiveTimeSeconds: return value <= 0 || value > thousandth ? .outOfRange : nil
    case .positiveMilliseconds: return value <= 0 || value > relative ? .outOfRange : nil
    case .positiveTimeMilliseconds: return value <= 0 ? .outOfRange : nil
    case .seconds, .milliseconds, .timeSeconds, .timeMilliseconds: return overflowsExpiry(value, version) ? .outOfRange : nil
    case .fieldSeconds, .fieldTimeSeconds, .fieldMilliseconds, .fieldTimeMilliseconds:
      return value < 0 || value > fieldLimit(version) ? .outOfRange : nil
    case .frequency: return (0...255).contains(value) ? nil : .outOfRange
    case .entriesRead: return value < -1 ? .outOfRange : nil
    default: return nil
    }
  }

  /// The latest time to live of a hash field: Redis keeps 46 bits of it, Valkey 63.
  private func fieldLimit(_ version: ServerVersion) -> Int64 {
    let isRedis = version.family == .redis
    return switch self {
    case .fieldSeconds: (isRedis ? 1 << 46 - 1 << 41 : Int64.max - 1 << 42) / 1000
    case .fieldMilliseconds: isRedis ? 1 << 46 - 1 << 41 : Int64.max - 1 << 42
    case .fieldTimeSeconds: (isRedis ? 1 << 46 : Int64.max) / 1000
    default: isRedis ? 1 << 46 - 1 : Int64.max
    }
  }

  /// Whether `EXPIRE` and its kin say "invalid expire time"; the present stands for any time of our century.
  private func overflowsExpiry(_ value: Int64, _ version: ServerVersion) -> Bool {
    let isSeconds = self == .seconds || self == .timeSeconds
    let present: Int64 = self == .seconds || self == .milliseconds ? 1 << 41 : 0
    guard version.isModern else {
      // 6.2 computes first and looks at the signs then, which some overflows survive; before, nobody looked.
      let time = (isSeconds ? value &* 1000 : value) &+ present
      return version.isAtLeast(6, 2) && (time < 0 && value >= 0 || time &- present > 0 && value < 0)
    }
    if isSeconds, value > Int64.max / 1000 || value < Int64.min / 1000 { return true }
    return (isSeconds ? value * 1000 : value).addingReportingOverflow(present).overflow
  }

  /// Whether a wrong value of this kind is answered before the words behind it are looked at.
  func isReadAtOnce(_ version: ServerVersion) -> Bool {
    switch self {
    case .newStreamID: true
    case .fieldSeconds, .fieldMilliseconds, .fieldTimeSeconds, .fieldTimeMilliseconds: version.family == .redis
    default: false
    }
  }

  /// Whether it is a time to live that is read when all options are known.
  var isReadLast: Bool {
    switch self {
    case .positiveSeconds, .positiveMilliseconds, .positiveTimeSeconds, .positiveTimeMilliseconds: true
    default: false
    }
  }
}
