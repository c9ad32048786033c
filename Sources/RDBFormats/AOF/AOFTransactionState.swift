/// Where units begin and which database is selected: fed with annotations and commands in order, as they come from a scan.
///
/// A unit is what must not be split: one command, or MULTI … EXEC whole; an annotation directly in front belongs to it.
package struct AOFTransactionState: Sendable {
  /// What a command did.
  package enum Step: Hashable, Sendable {
    /// It was a unit of its own, or the EXEC that ends one.
    case unit(start: Int)
    /// It began a transaction.
    case opened
    /// It waits in an open transaction. DISCARD and a second MULTI do as well: a loading server queues all but EXEC.
    case queued
    /// EXEC without MULTI, a unit of its own that servers answer with an error and go on behind.
    case execWithoutMulti(start: Int)
  }

  /// The database that the next command runs in.
  package private(set) var database: Int
  /// Where the open transaction begins, its annotation included; nil when none is open.
  package private(set) var openSince: Int?
  /// How many databases the server has: a SELECT beyond is an error that a loading server ignores.
  package let databaseCount: Int
  private var annotationStart: Int?
  private var queuedDatabase: Int?

  /// - Parameter databaseCount: `databases` of the server's configuration.
  package init(databaseCount: Int = 16) {
    self.databaseCount = databaseCount
    database = 0
  }

  /// The database that a command sees which stands behind those told so far: inside of a transaction, that of its last SELECT.
  package var runningDatabase: Int { queuedDatabase ?? database }

  /// Whether a transaction is open.
  package var isOpen: Bool { openSince != nil }

  /// Takes note of an annotation: the next unit begins there, unless a transaction is open.
  package mutating func annotation(at offset: Int) {
    if annotationStart == nil { annotationStart = offset }
  }

  /// Takes note of a command.
  ///
  /// - Complexity: O(1); one comparison for names that are not of four to six letters.
  @inline(__always)
  package mutating func command(_ command: borrowing AOFCommand) -> Step {
    let count = command.name.count
    if 4...6 ~= count { return named(command) }
    return plain(command.offset)
  }

  @inline(__always)
  private mutating func plain(_ offset: Int) -> Step {
    let start = annotationStart ?? offset
    annotationStart = nil
    return openSince == nil ? .unit(start: start) : .queued
  }

  @inline(never)
  private mutating func named(_ command: borrowing AOFCommand) -> Step {
    if command.isNamed("EXEC") {
      let start = annotationStart ?? command.offset
      annotationStart = nil
      guard let open = openSince else { return .execWithoutMulti(start: start) }
      openSince = nil
      if let queuedDatabase { database = queuedDatabase }
      queuedDatabase = nil
      return .unit(start: open)
    }
    if command.isNamed("MULTI"), openSince == nil {
      openSince = annotationStart ?? command.offset
      annotationStart = nil
      return .opened
    }
    if command.isNamed("SELECT"), command.argumentCount == 2 { select(command) }
    return plain(command.offset)
  }

  private mutating func select(_ command: borrowing AOFCommand) {
    var arguments = command.arguments
    _ = arguments.next()
    guard let argument = arguments.next(), argument.isWhole, let number = Decimal.canonicalInteger(argument.bytes),
      let index = Int(exactly: number), (0..<databaseCount).contains(index)
    else { return }
    if openSince == nil { database = index } else { queuedDatabase = index }
  }
}
