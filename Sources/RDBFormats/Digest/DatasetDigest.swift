/// What the keys seen so far add up to; those of several threads are merged.
package struct DatasetDigest: Sendable {
  /// One database: keys commute in it.
  private struct Database {
    let number: UInt64
    var digest: Digest
    var keyCount: Int
  }

  // A handful, the one in use found again without a search; a damaged file may name thousands.
  private var databases: [Database] = []
  private var places: [UInt64: Int] = [:]
  private var current = 0
  private var libraries = Digest()
  private var libraryCount = 0

  package init() {}

  /// Keys that count.
  package var keyCount: Int { databases.reduce(0) { $0 + $1.keyCount } }

  /// X(f, d) of a key.
  @inline(__always)
  mutating func add(_ key: Digest, in database: UInt64) {
    add(SHA1.hash(key), keyCount: 1, in: database)
  }

  /// A function library, for our own digest.
  mutating func add(library: Digest) {
    libraries.formXOR(library)
    libraryCount += 1
  }

  @inline(__always)
  private mutating func add(_ digest: Digest, keyCount: Int, in database: UInt64) {
    if current >= databases.count || databases[current].number != database { select(database) }
    databases[current].digest.formXOR(digest)
    databases[current].keyCount += keyCount
  }

  @inline(never)
  private mutating func select(_ database: UInt64) {
    if let index = places[database] {
      current = index
    } else {
      current = databases.count
      places[database] = current
      databases.append(Database(number: database, digest: Digest(), keyCount: 0))
    }
  }

  /// Adds what another thread has seen.
  package mutating func merge(_ other: DatasetDigest) {
    for database in other.databases { add(database.digest, keyCount: database.keyCount, in: database.number) }
    libraries.formXOR(other.libraries)
    libraryCount += other.libraryCount
  }

  /// The digest of everything: databases chained in the order of their numbers, empty ones left out.
  package var digest: Digest {
    var total = Digest()
    for database in databases.sorted(by: { $0.number < $1.number }) where database.keyCount > 0 {
      total.mix(bigEndian: UInt32(truncatingIfNeeded: database.number))
      total.formXOR(database.digest)
    }
    if libraryCount > 0 {
      total.mix(Array("functions".utf8).span.bytes)
      total.formXOR(libraries)
    }
    return total
  }
}
