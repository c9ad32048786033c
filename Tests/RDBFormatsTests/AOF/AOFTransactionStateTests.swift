import RDBFormats
import RDBTestSupport
import Testing

/// Units and databases.
@Suite struct AOFTransactionStateTests {
  private struct Tracker: AOFVisitor, ~Copyable {
    var state = AOFTransactionState()
    var steps: [String] = []
    mutating func command(_ command: borrowing AOFCommand) -> Bool {
      let database = state.database
      steps.append("\(state.command(command)) in \(database)")
      return true
    }
    mutating func annotation(_ annotation: borrowing AOFAnnotation) { state.annotation(at: annotation.offset) }
  }

  private func track(_ bytes: [UInt8]) -> (steps: [String], openSince: Int?, database: Int) {
    var scanner = AOFScanner(MemorySource(bytes))
    var tracker = Tracker()
    _ = scanner.scan(&tracker)
    return (tracker.steps, tracker.state.openSince, tracker.state.database)
  }

  @Test func `a unit begins at its annotation, and a transaction at that of its MULTI`() {
    let stamp = Array("#TS:1\r\n".utf8)
    let tracked = track(aof("PING") + stamp + stamp + aof("multi") + aof("SET", "a", "b") + stamp + aof("SET", "c", "d") + aof("ExEc") + aof("PING"))
    #expect(tracked.steps == ["unit(start: 0) in 0", "opened in 0", "queued in 0", "queued in 0", "unit(start: 14) in 0", "unit(start: 118) in 0"])
    #expect(tracked.openSince == nil)
  }

  @Test func `SELECT counts at once, in a transaction from its EXEC on, and not where servers refuse it`() {
    #expect(track(aof("SELECT", "3") + aof("SELECT", "16") + aof("SELECT", "-1") + aof("SELECT", "x") + aof("SELECT")).database == 3)
    let queued = aof("MULTI") + aof("SELECT", "5")
    #expect(track(queued).database == 0)
    #expect(track(queued).openSince == 0)
    #expect(track(queued + aof("EXEC")).database == 5)
  }

  @Test func `a loading server queues DISCARD and a second MULTI, and answers EXEC alone with an error`() {
    #expect(track(aof("MULTI") + aof("DISCARD") + aof("MULTI")).steps == ["opened in 0", "queued in 0", "queued in 0"])
    #expect(track(aof("EXEC")).steps == ["execWithoutMulti(start: 0) in 0"])
  }
}
