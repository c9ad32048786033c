import RDBFormats

/// A thread's share of counting.
final class InfoWorker: RecordSink, PipelineWorker {
  private let options: InfoOptions
  private let total: InfoTotal
  private var part: InfoReport

  // Counted apart from the dictionaries, which would cost more than the walk.
  private var database: UInt64 = 0
  private var keys: UInt64 = 0
  private var expires: UInt64 = 0
  private var encodings = [UInt64](repeating: 0, count: 256)
  private var integers: UInt64 = 0
  private var hasFieldExpiry = false

  init(_ header: RDBHeader, _ options: InfoOptions, _ total: InfoTotal) {
    self.options = options
    self.total = total
    part = InfoReport(header: header)
  }

  override var wantsValueByteCount: Bool { options.wantsValueByteCount }

  override func record(_ head: RecordHead, key: RawSpan) -> Bool {
    if let filter = options.filter, !filter(head, key) { return false }
    if head.database != database {
      settle()
      database = head.database
    }
    keys += 1
    if let expiry = head.attributes.expiresAtMilliseconds {
      expires += 1
      if expiry <= options.nowMilliseconds { part.expiredKeys += 1 }
      part.expiryRange = part.expiryRange.map { min($0.lowerBound, expiry)...max($0.upperBound, expiry) } ?? expiry...expiry
    }
    encodings[Int(head.encoding.rawValue)] += 1
    hasFieldExpiry = false
    // Of all other values the type byte has said everything.
    switch head.encoding {
    case .string, .module2, .hashMetadata, .hashListpackEx, .hashMetadataPreGA, .hashListpackExPreGA, .valkeyHash2: return true
    default: return false
    }
  }

  override func integer(_ role: ElementRole, _ value: Int64) { if role == .string { integers += 1 } }
  override func module(_ id: ModuleID) { part.modules[id, default: 0] += 1 }
  override func fieldExpiry(_ milliseconds: Int64?) { if milliseconds != nil { hasFieldExpiry = true } }
  override func recordEnd(at offset: Int) { if hasFieldExpiry { part.hashesWithFieldExpiry += 1 } }

  override func auxiliary(_ name: RawSpan, _ value: RawSpan, at offset: Int) {
    guard part.auxiliary.count < InfoReport.maximumListCount else { return }
    part.auxiliary.append((name.withUnsafeBytes { [UInt8]($0.prefix(1024)) }, value.withUnsafeBytes { [UInt8]($0.prefix(1024)) }))
  }

  override func function(_ source: RawSpan, at offset: Int) {
    if case .success(let name) = source.withUnsafeBytes({ FunctionLibrary.name(of: $0) }) { part.functions.append(name) }
  }

  override func item(_ item: RDBItem, at offset: Int) {
    if case .moduleAuxiliary(let id, _, _) = item { part.modules[id, default: 0] += 0 }
  }

  /// Moves the counts of the database under way.
  private func settle() {
    guard keys > 0 else { return }
    part.databases[database, default: InfoReport.Database()].keys += keys
    part.databases[database, default: InfoReport.Database()].expires += expires
    keys = 0
    expires = 0
  }

  func merge() {
    settle()
    for encoding in ValueEncoding.allCases where encodings[Int(encoding.rawValue)] > 0 {
      let count = encodings[Int(encoding.rawValue)]
      part.types[encoding.kind, default: 0] += count
      if encoding == .string {
        if integers > 0 { part.encodings["int", default: 0] += integers }
        if count > integers { part.encodings["raw", default: 0] += count - integers }
      } else {
        part.encodings[encoding.name, default: 0] += count
      }
      encodings[Int(encoding.rawValue)] = 0
    }
    integers = 0
    total.report.add(part)
    part = InfoReport(header: part.header)
  }
}

/// What all threads counted; touched only in turn.
final class InfoTotal {
  var report: InfoReport
  init(_ header: RDBHeader?) { report = InfoReport(header: header) }
}
