/// What a history needs to know of a command, a byte each: looked up once a command.
struct HistoryTraits {
  /// Set for commands that may be a ``HistoryEvent``.
  static var look: UInt8 { 0x80 }

  /// The slot of ``HistoryCounts`` that it is counted in, and ``look``; by the command's place in the table.
  let byID: [UInt8]

  init(_ table: CommandTable) {
    let kinds = CommandKind.allCases
    byID = table.all.map { command in
      let slot = UInt8(clamping: kinds.firstIndex(of: command.kind) ?? HistoryCounts.unknownSlot)
      let isLookedAt =
        switch command.kind {
        case .delete, .flush: true
        case .key: ["RENAME", "COPY", "RESTORE", "RESTORE-ASKING"].contains(command.name)
        case .script, .function, .cluster: command.flags.contains(.container)
        default: false
        }
      return isLookedAt ? slot | Self.look : slot
    }
  }
}
