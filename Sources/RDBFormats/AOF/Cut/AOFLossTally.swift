/// Counts what lies behind a cut.
package struct AOFLossTally: AOFVisitor, ~Copyable {
  /// Commands.
  package private(set) var commandCount: UInt64 = 0
  /// Transactions.
  package private(set) var transactionCount: UInt64 = 0
  /// The second of the first command, in seconds since 1970; nil when no timestamp came before or with it.
  package private(set) var firstSeconds: Int64?
  /// The last timestamp.
  package private(set) var lastSeconds: Int64?
  /// Places where no command stands that could be read.
  package private(set) var faultCount: UInt64 = 0

  private let counts: UnsafeMutableBufferPointer<UInt64>

  /// - Parameter seconds: the last timestamp before the cut.
  package init(after seconds: Int64?) {
    lastSeconds = seconds
    counts = .allocate(capacity: CommandTable.shared.count + 1)
    counts.initialize(repeating: 0)
  }

  deinit { counts.deallocate() }

  /// Scans to the end of a file, whatever is wrong with it.
  ///
  /// - Returns: whether the input could be read to its end.
  /// - Complexity: O(bytes).
  package mutating func count(_ scanner: inout AOFScanner) -> Bool {
    while true {
      switch scanner.scan(&self) {
      case .complete, .stopped: return true
      case .inputFailed: return false
      case .torn, .malformed:
        faultCount &+= 1
        guard scanner.resynchronize() != nil else { return scanner.sourceFailure == nil }
      }
    }
  }

  /// How often each command came, most often first; what no server knows is `other`.
  package var names: [(name: String, kind: CommandKind?, count: UInt64)] {
    let all = CommandTable.shared.all
    var found: [(name: String, kind: CommandKind?, count: UInt64)] = []
    for (index, count) in counts.enumerated() where count > 0 {
      found.append(index < all.count ? (all[index].name, all[index].kind, count) : ("other", nil, count))
    }
    return found.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
  }

  package mutating func annotation(_ annotation: borrowing AOFAnnotation) {
    guard let timestamp = annotation.timestamp else { return }
    lastSeconds = max(lastSeconds ?? timestamp, timestamp)
  }

  @inline(__always)
  package mutating func command(_ command: borrowing AOFCommand) -> Bool {
    if commandCount == 0 { firstSeconds = lastSeconds }
    commandCount &+= 1
    let id = CommandTable.shared.lookup(command.name)
    counts[id.map { Int($0.index) } ?? counts.count - 1] &+= 1
    if command.name.count == 4, command.isNamed("EXEC") { transactionCount &+= 1 }
    return true
  }
}
