import RDBFormats

/// Something wrong with an AOF as a whole, the same for every server: its manifest, its files.
struct StructuralDefect {
  let defect: Defect
  let effect: Effect

  init(_ defect: Defect, _ effect: Effect, file: String?) {
    var defect = defect
    defect.file = file
    self.defect = defect
    self.effect = effect
  }

  init(_ code: String, _ effect: Effect, file: String?, at offset: Int = 0, _ message: String, hint: String? = nil) {
    let severity: Defect.Severity = effect >= .damaged ? .error : effect == .warning ? .warning : .note
    self.init(
      Defect(
        code: code, severity: severity, offset: offset, innerOffset: nil, database: nil, key: nil, encoding: nil, message: message, hint: hint),
      effect, file: file)
  }

  /// A compressed file under a name that a server would load.
  static func compressed(_ finding: RecordFinding, file: String?) -> StructuralDefect {
    StructuralDefect(DefectWriter(judgements: []).defect(finding, effect: .refused), .refused, file: file)
  }
}
