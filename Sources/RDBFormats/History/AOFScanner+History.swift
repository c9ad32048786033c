// Called from another module these would not be specialised: LAYOUT, "what module walls cost".

extension AOFScanner {
  /// ``scan(_:)`` for a history.
  package mutating func scan(history: inout HistoryScan) -> AOFEnding { scan(&history) }

  /// ``scan(_:)`` for its second pass.
  package mutating func scan(replacedKeys: inout ReplacedKeys) -> AOFEnding { scan(&replacedKeys) }
}
