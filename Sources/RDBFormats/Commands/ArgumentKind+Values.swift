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
    case .float: return ArgumentText.double(argument.prefix) == nil ? .notAFloat : nil
    default: return rareReason(argument.prefix, version, databaseCount)
    }
  }

  private func rareReason(_ bytes: UnsafeRawBufferPointer, _ version: ServerVersion, _ databaseCount: Int) -> ArgumentProblem.Reason? {
    switch self {
    case .any, .int, .float: return nil
    case .longDouble:
      // Its exponent has more bits: what is too large for a double is fine.
      guard let first = bytes.first, !ArgumentText.isSpace(first), let value = DoubleText.parse(bytes), !value.isNaN else { return .notAFloat }
      return value.isInfinite && bytes.contains { $0 | 0x20 == UInt8(ascii: "n") } ? .outOfRange : nil
    case .scoreBound:
      let bound = bytes.first == UInt8(ascii: "(") ? UnsafeRawBufferPointer(rebasing: bytes.dropFirst()) : bytes
      return DoubleText.parse(bound).map { $0.isNaN } ?? !bound.isEmpty ? .notAFloat : nil
    case .lexBound:
      switch bytes.first {
      case UInt8(ascii: "["), UInt8(ascii: "("): return nil
      case UInt8(ascii: "-"), UInt8(ascii: "+"): return bytes.count == 1 ? nil : .syntax
      default: return .syntax
      }
    case .longitude, .latitude:
      guard let value = ArgumentText.double(bytes) else { return .notAFloat }
      return abs(value) <= (self == .longitude ? 180 : 85.05112878) ? nil : .outOfRange
    case .radius: return ArgumentText.double(bytes).map { $0 < 0 ? .outOfRange : nil } ?? .notAFloat
    case .unit: return ["m", "km", "ft", "mi"].contains { ArgumentText.equals(bytes, $0) } ? nil : .syntax
    case .timeout:
      guard let first = bytes.first, !ArgumentText.isSpace(first), let value = DoubleText.parse(bytes), !value.isNaN else { return .notAFloat }
      return value < 0 || value * 1000 > 0x1p63 ? .outOfRange : nil
    case .streamID, .trimID: return ArgumentText.streamID(bytes) == nil ? .invalidStreamID : nil
    case .startStreamID:
      if bytes.count == 1, bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+") { return nil }
      let body = bytes.first == UInt8(ascii: "(") ? UnsafeRawBufferPointer(rebasing: bytes.dropFirst()) : bytes
      return ArgumentText.streamID(body) == nil ? .invalidStreamID : nil
    case .lastStreamID:
      if bytes.count == 1, bytes[0] == UInt8(ascii: "$") || bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+") { return nil }
      return ArgumentText.streamID(bytes) == nil ? .invalidStreamID : nil
    case .newStreamID:
      if bytes.count == 1, bytes[0] == UInt8(ascii: "*") { return nil }
      if bytes.count > 2, bytes[bytes.count - 1] == UInt8(ascii: "*"), bytes[bytes.count - 2] == UInt8(ascii: "-"), version.isModern {
        return ArgumentText.unsigned(UnsafeRawBufferPointer(rebasing: bytes.dropLast(2))) == nil ? .invalidStreamID : nil
      }
      guard let id = ArgumentText.streamID(bytes) else { return .invalidStreamID }
      return id == (0, 0) ? .outOfRange : nil
    default: return numberReason(bytes, databaseCount)
    }
  }

  private func numberReason(_ bytes: UnsafeRawBufferPointer, _ databaseCount: Int) -> ArgumentProblem.Reason? {
    guard let value = Decimal.canonicalInteger(bytes) else {
      switch self {
      case .uint, .positiveCount: return .outOfRange
      default: return .notAnInteger
      }
    }
    let thousandth = Int64.max / 1000
    switch self {
    case .decrement: return value == .min ? .outOfRange : nil
    case .uint, .offset, .restoreTTL, .trimCount: return value < 0 ? .outOfRange : nil
    case .positiveCount: return value < 1 ? .outOfRange : nil
    case .bit: return value == 0 || value == 1 ? nil : .notAnInteger
    case .bitOffset: return (0..<4_294_967_296).contains(value) ? nil : .notAnInteger
    case .database: return value < 0 || value >= Int64(databaseCount) ? .outOfRange : nil
    case .positiveSeconds, .positiveTimeSeconds: return value <= 0 || value > thousandth ? .outOfRange : nil
    // The present is added in milliseconds, and that it may not overflow either.
    case .positiveMilliseconds: return value <= 0 || value > Int64.max - 1 << 42 ? .outOfRange : nil
    case .positiveTimeMilliseconds: return value <= 0 ? .outOfRange : nil
    case .seconds, .timeSeconds: return value > thousandth || value < -thousandth ? .outOfRange : nil
    case .milliseconds: return value > Int64.max - 1 << 42 ? .outOfRange : nil
    case .fieldSeconds, .fieldTimeSeconds: return value < 0 || value > (1 << 46) / 1000 ? .outOfRange : nil
    case .fieldMilliseconds, .fieldTimeMilliseconds: return value < 0 || value >= 1 << 46 ? .outOfRange : nil
    case .frequency: return (0...255).contains(value) ? nil : .outOfRange
    case .entriesRead: return value < -1 ? .outOfRange : nil
    default: return nil
    }
  }
}
