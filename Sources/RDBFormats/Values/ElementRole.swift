/// What an element is to the value around it.
public enum ElementRole: UInt8, Hashable, Sendable {
  /// The whole of a string value.
  case string
  /// An element of a list.
  case listElement
  /// A member of a set.
  case setMember
  /// A member of a sorted set.
  case sortedSetMember
  /// A field of a hash.
  case hashField
  /// The value of the hash field before it.
  case hashValue
  /// A field of a stream entry.
  case streamField
  /// The value of the stream field before it.
  case streamValue
  /// The name of a consumer group.
  case groupName
  /// The name of a consumer.
  case consumerName
  /// A string of a module's value.
  case moduleString
  /// An element of an array (Redis 8.8).
  case arrayElement
  /// The id of a producer, or of an entry it made, in a stream with idempotency data (Redis 8.6).
  case producerName
}
