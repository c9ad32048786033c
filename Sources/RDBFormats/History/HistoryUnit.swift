/// What commands are counted by.
package enum HistoryUnit: String, CaseIterable, Hashable, Sendable {
  case second, minute, hour, day

  /// How long it is.
  package var seconds: Int64 {
    switch self {
    case .second: 1
    case .minute: 60
    case .hour: 3600
    case .day: 86_400
    }
  }
}
