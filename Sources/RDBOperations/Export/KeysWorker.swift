import RDBFormats

/// Writes names of keys; values are stepped over.
final class KeysWorker: ExportWorker {
  override func beginRecord(_ head: RecordHead, _ key: RawSpan) -> Bool {
    key.withUnsafeBytes { KeyLine.append($0, to: output) }
    output.append(0x0A)
    return false
  }
}
