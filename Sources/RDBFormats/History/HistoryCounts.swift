/// Commands by kind.
package struct HistoryCounts: Hashable, Sendable {
  /// How many kinds there are, that of unknown commands included.
  static var slotCount: Int { CommandKind.allCases.count + 1 }
  /// Where commands are counted that no server knows.
  static var unknownSlot: Int { CommandKind.allCases.count }

  /// In the order of ``CommandKind/allCases``, unknown commands last.
  var slots = [UInt64](repeating: 0, count: HistoryCounts.slotCount)

  package init() {}

  /// All of them.
  package var total: UInt64 { slots.reduce(0, &+) }

  /// The kinds that there are any of, by name and in the order of ``CommandKind``; `unknown` last.
  package var named: [(name: String, count: UInt64)] {
    zip(CommandKind.allCases.map(\.rawValue) + ["unknown"], slots).compactMap { $1 > 0 ? ($0, $1) : nil }
  }

  /// How many of a kind.
  package subscript(kind: CommandKind) -> UInt64 {
    CommandKind.allCases.firstIndex(of: kind).map { slots[$0] } ?? 0
  }

  /// How many that no server knows.
  package var unknown: UInt64 { slots[Self.unknownSlot] }

  /// Adds all of them.
  package static func += (sum: inout HistoryCounts, more: HistoryCounts) {
    for slot in sum.slots.indices { sum.slots[slot] &+= more.slots[slot] }
  }
}
