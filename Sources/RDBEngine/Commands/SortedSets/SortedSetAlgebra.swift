/// Unions, intersections and differences of sorted sets: the words of their commands, and the work.
struct SortedSetAlgebra {
  enum Operation {
    case union
    case intersection
    case difference
  }

  private enum Aggregate {
    case sum
    case minimum
    case maximum
  }

  private let operation: Operation
  private var sources: [SortedSetSource] = []
  private var aggregate = Aggregate.sum
  private(set) var withScores = false
  private(set) var limit = 0

  /// What is done with the result.
  enum Purpose {
    case reply
    case store
    case count
  }

  /// Reads the words from the number of keys on.
  ///
  /// - Parameter index: of that number.
  init(_ call: Call, _ operation: Operation, _ purpose: Purpose, countAt index: Int, _ name: String) throws(CommandError) {
    self.operation = operation
    let count = try call[index].integer()
    guard count >= 1 else { throw CommandError("ERR at least 1 input key is needed for '\(name)' command") }
    guard count < Int64(call.count - index) else { throw .syntax }
    var next = index + 1 + Int(count)
    for index in index + 1..<next { sources.append(try SortedSetSource(call, call[index])) }
    let isWeighed = operation != .difference && purpose != .count
    while next < call.count {
      let left = call.count - next
      if isWeighed, left > sources.count, call[next].equals("WEIGHTS") {
        for source in sources.indices {
          guard let weight = call[next + 1 + source].doubleOrNil else { throw CommandError("ERR weight value is not a float") }
          sources[source].weight = weight
        }
        next += 1 + sources.count
      } else if isWeighed, left > 1, call[next].equals("AGGREGATE") {
        aggregate = try Self.aggregate(call[next + 1])
        next += 2
      } else if purpose == .reply, call[next].equals("WITHSCORES") {
        withScores = true
        next += 1
      } else if purpose == .count, left > 1, call[next].equals("LIMIT") {
        limit = Int(clamping: try call[next + 1].integer(in: 0...Int64.max, orElse: "LIMIT can't be negative"))
        next += 2
      } else { throw .syntax }
    }
    // From the smallest to the largest: less work, and sums in the order in which servers add them up.
    if operation != .difference { sources = sources.enumerated().sorted { ($0.element.count, $0.offset) < ($1.element.count, $1.offset) }.map(\.element) }
  }

  private static func aggregate(_ word: Word) throws(CommandError) -> Aggregate {
    if word.equals("SUM") { return .sum }
    if word.equals("MIN") { return .minimum }
    if word.equals("MAX") { return .maximum }
    throw .syntax
  }

  /// What comes out, as a skiplist.
  func result(_ limits: EncodingLimits) -> SortedSetValue {
    let result = SortedSetValue(isCompact: false)
    switch operation {
    case .union:
      var sums = ByteTable<Double>()
      for source in sources {
        source.forEach { name, score in
          let score = weighed(score, source)
          if let place = sums.find(name) { sums[place] = combined(sums[place], score) } else { sums.add(name, score) }
          return true
        }
      }
      sums.forEach { result.add($0, $1, limits) }
    case .intersection: forEachCommon { result.add($0, $1, limits) }
    case .difference:
      sources[0].forEach { name, score in
        if !sources.dropFirst().contains(where: { $0.score(name) != nil }) { result.add(name, score, limits) }
        return true
      }
    }
    return result
  }

  /// How many members are in all of them, up to the limit; 0 is none.
  func commonCount() -> Int {
    var count = 0
    sources[0].forEach { name, _ in
      if !sources.dropFirst().contains(where: { $0.score(name) == nil }) { count += 1 }
      return limit == 0 || count < limit
    }
    return count
  }

  private func forEachCommon(_ body: (UnsafeRawBufferPointer, Double) -> Void) {
    sources[0].forEach { name, score in
      var sum = weighed(score, sources[0])
      for source in sources.dropFirst() {
        guard let score = source.score(name) else { return true }
        sum = combined(sum, score * source.weight)
      }
      body(name, sum)
      return true
    }
  }

  private func weighed(_ score: Double, _ source: SortedSetSource) -> Double {
    let product = source.weight * score
    return product.isNaN ? 0 : product
  }

  private func combined(_ a: Double, _ b: Double) -> Double {
    switch aggregate {
    // Infinite ones of both signs make 0.
    case .sum: (a + b).isNaN ? 0 : a + b
    case .minimum: b < a ? b : a
    case .maximum: b > a ? b : a
    }
  }
}
