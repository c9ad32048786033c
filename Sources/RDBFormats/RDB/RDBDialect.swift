/// Whose RDB it is. Type bytes 22–25 and opcodes 242 and 243 mean different
/// things in the two (rdb.md §2), so everything dispatches on the magic.
public enum RDBDialect: UInt8, Hashable, Sendable {
  /// Magic `REDIS`: every Redis, and Valkey before 9.0.
  case redis
  /// Magic `VALKEY`: Valkey 9.0 and newer.
  case valkey
}
