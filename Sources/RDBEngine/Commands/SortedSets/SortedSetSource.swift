import RDBFormats

/// A sorted set, or a set whose members all have the score 1, from which others are made.
struct SortedSetSource {
  private enum Content {
    case nothing
    case sorted(SortedSetValue)
    case plain(ByteTable<Double>)
  }

  private let content: Content
  /// What its scores are multiplied by.
  var weight = 1.0

  /// - Throws: when a key holds something else.
  init(_ call: Call, _ key: Word) throws(CommandError) {
    guard let record = call.find(key) else {
      content = .nothing
      return
    }
    switch record.kind {
    case .sortedSet: content = .sorted(try call.keyspace.live(record, .sortedSet, as: SortedSetValue.self))
    case .set:
      let collector = Collector()
      do throws(DecodeFault) { try call.keyspace.walk(record, collector) } catch { throw .damaged(error.reason.message) }
      if let fault = collector.fault { throw .damaged(fault.reason.message) }
      content = .plain(collector.members)
    default: throw .wrongType
    }
  }

  var count: Int {
    switch content {
    case .nothing: 0
    case .sorted(let set): set.count
    case .plain(let members): members.count
    }
  }

  func score(_ name: UnsafeRawBufferPointer) -> Double? {
    switch content {
    case .nothing: nil
    case .sorted(let set): set.score(name)
    case .plain(let members): members.find(name).map { members[$0] }
    }
  }

  /// Tells its members, until it is told to stop.
  func forEach(_ body: (UnsafeRawBufferPointer, Double) -> Bool) {
    switch content {
    case .nothing: break
    case .sorted(let set): set.visit(set.ranks, body)
    case .plain(let members):
      for place in members.places {
        guard members.withName(place, { body($0, members[place]) }) else { return }
      }
    }
  }

  /// The members of a set, however it is held.
  private final class Collector: ValueBuilder {
    private(set) var members = ByteTable<Double>(seed: SortedSetValue.seed)

    init() { super.init(LiveValue(.set)) }

    override func add(_ role: ElementRole, _ bytes: UnsafeRawBufferPointer) {
      if !members.contains(bytes) { members.add(bytes, 1) }
    }
  }
}
