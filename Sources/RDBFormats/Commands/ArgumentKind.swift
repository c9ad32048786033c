/// What one argument has to be; the names are those that shapes use.
enum ArgumentKind: UInt8, Hashable {
  /// Anything.
  case any
  /// 64 bits with a sign.
  case int
  /// What `DECRBY` can negate.
  case decrement
  /// Not negative.
  case uint
  /// `ZPOPMIN`'s count, which 6.2 takes as any number.
  case popCount
  /// `COUNT`: 1 and more.
  case positiveCount
  /// `XAUTOCLAIM`'s count, for whose ids there must be memory; and what `LREM` counts, whose sign is turned.
  case claimCount, removeCount
  /// The same as a `COUNT` where what is no number has its own error.
  case positiveInt
  case float
  case longDouble
  case bit
  case bitOffset
  case offset
  case database
  /// Seconds to wait; not negative.
  case timeout
  /// Relative times to live that must be positive, in seconds and milliseconds.
  case positiveSeconds, positiveMilliseconds
  /// Absolute times that must be positive.
  case positiveTimeSeconds, positiveTimeMilliseconds
  /// Times that may lie in the past: relative and absolute, of keys.
  case seconds, milliseconds, timeSeconds, timeMilliseconds
  /// The same of hash fields, which may not be negative and have 46 bits.
  case fieldSeconds, fieldMilliseconds, fieldTimeSeconds, fieldTimeMilliseconds
  /// `RESTORE`'s time to live.
  case restoreTTL
  case frequency
  case scoreBound, lexBound
  case longitude, latitude, radius, unit
  /// A stream id with or without sequence number; one that a new entry may have; `$` or an id; what
  /// `XGROUP SETID` and `XAUTOCLAIM` take.
  case streamID, newStreamID, lastStreamID, setStreamID, startStreamID
  case entriesRead
  /// `[=|~] number` and `[=|~] id` of a trim.
  case trimCount, trimID

  /// The kind of a word of the table.
  static let words: [String: ArgumentKind] = [
    "_": .any, "int": .int, "decrement": .decrement, "uint": .uint, "popcount": .popCount, "count>0": .positiveCount, "int>0": .positiveInt, "claimcount": .claimCount, "lremcount": .removeCount, "float": .float,
    "longdouble": .longDouble, "bit": .bit, "bitoffset": .bitOffset, "offset": .offset, "db": .database, "timeout": .timeout,
    "ttl>0s": .positiveSeconds, "ttl>0ms": .positiveMilliseconds, "at>0s": .positiveTimeSeconds, "at>0ms": .positiveTimeMilliseconds,
    "ttl-s": .seconds, "ttl-ms": .milliseconds, "at-s": .timeSeconds, "at-ms": .timeMilliseconds, "fttl-s": .fieldSeconds,
    "fttl-ms": .fieldMilliseconds, "fat-s": .fieldTimeSeconds, "fat-ms": .fieldTimeMilliseconds, "ttl>=0": .restoreTTL,
    "freq": .frequency, "score": .scoreBound, "lex": .lexBound, "longitude": .longitude, "latitude": .latitude, "radius": .radius,
    "unit": .unit, "id": .streamID, "xaddid": .newStreamID, "lastid": .lastStreamID, "setid": .setStreamID, "startid": .startStreamID,
    "entriesread": .entriesRead, "trim": .trimCount, "trimid": .trimID,
  ]
}
