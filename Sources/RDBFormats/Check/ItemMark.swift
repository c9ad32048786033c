/// What an item came to, for whoever decides about it as soon as it was walked.
struct ItemMark {
  /// Who decides how bad a finding is; nobody asks when it is empty.
  var judges: [Judge] = []
  /// Whether there is anything to decide: a finding, or an item that is no record.
  private(set) var isSet = false
  /// The worst that a finding does to any of the judges.
  private(set) var worst = Effect.none
  /// That finding.
  private(set) var fault: DecodeFault?
  /// What the item was; nil for a record.
  private(set) var item: RDBItem?

  mutating func note(_ fault: DecodeFault, in encoding: ValueEncoding?) {
    isSet = true
    for judge in judges {
      let effect = judge.effect(of: fault.reason, in: encoding)
      if effect > worst || self.fault == nil {
        worst = max(worst, effect)
        self.fault = fault
      }
    }
  }

  mutating func see(_ item: RDBItem) {
    guard !judges.isEmpty else { return }
    isSet = true
    self.item = item
  }

  /// Forgets the item.
  mutating func reset() {
    isSet = false
    worst = .none
    fault = nil
    item = nil
  }
}
