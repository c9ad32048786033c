package import RDBFormats

extension Engine {
  /// The digest of everything it holds, as a server's `DEBUG DIGEST` or our own.
  ///
  /// - Parameters:
  ///   - dialect: which; that of the emulated server when nil.
  ///   - keepsRows: whether the digest of every single key is wanted too.
  package func digest(_ dialect: DigestDialect? = nil, keepsRows: Bool = false) -> MemoryDigester {
    let digester = MemoryDigester(dialect ?? .of(options.version), keepsRows: keepsRows)
    for library in functionLibraries { library.withUnsafeBytes { digester.add(function: $0) } }
    for database in databases {
      database.forEach { record in
        var head = RecordHead()
        head.database = UInt64(database.number)
        head.encoding = record.encoding
        head.attributes.expiresAtMilliseconds = record.expiresAt
        if let object = record.object {
          head.encoding = object.digestEncoding
          digester.add(head, record.key) { object.walk($0) }
        } else {
          digester.add(head, record.key, packed: record.value)
        }
      }
    }
    return digester
  }
}
