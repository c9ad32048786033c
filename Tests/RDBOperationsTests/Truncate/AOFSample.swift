import RDBTestSupport

/// A random AOF as units, for tests that know where it may be cut.
struct AOFSample {
  /// A command or a transaction with the annotations in front.
  struct Unit {
    var timestamps: [Int64] = []
    var commands: [[String]] = []
  }

  var units: [Unit] = []

  /// - Parameters:
  ///   - second: the clock before it.
  ///   - hasTimestamps: whether any is written.
  init(_ random: inout SeededGenerator, count: Int, second: inout Int64, hasTimestamps: Bool = true) {
    for index in 0..<count {
      var unit = Unit()
      if hasTimestamps, random.below(3) == 0 || (index == 0 && random.below(2) == 0) {
        // Now and then the clock is set back, and now and then two annotations meet.
        second += random.below(12) == 0 ? -3 : Int64(random.below(4))
        unit.timestamps.append(second)
        if random.below(10) == 0 { unit.timestamps.append(second + 1) }
      }
      func simple() -> [String] {
        switch random.below(6) {
        case 0: return ["SELECT", "\(random.below(4))"]
        case 1: return ["del", "k\(random.below(9))"]
        case 2: return ["FLUSHALL"]
        default: return ["SET", "k\(random.below(9))", String(repeating: "v", count: random.below(40))]
        }
      }
      unit.commands = [simple()]
      if random.below(4) == 0 { unit.commands = [["MULTI"]] + (0..<random.below(4)).map { _ in simple() } + [["EXEC"]] }
      units.append(unit)
    }
  }

  static func bytes(_ unit: Unit) -> [UInt8] {
    unit.timestamps.flatMap { Array("#TS:\($0)\r\n".utf8) } + unit.commands.flatMap { RESPClient.encode($0.map { Array($0.utf8) }) }
  }

  var bytes: [UInt8] { units.flatMap(Self.bytes) }
}

/// Where a cut has to be: the slow way, over units and not over bytes.
struct SlowCut {
  /// Bytes that stay of every file, nil where none of it does; empty when the cut is refused.
  var kept: [Int?] = []
  var commandCount = 0

  /// Ends before the first timestamp above `limit`.
  static func after(_ limit: Int64, _ files: [AOFSample]) -> SlowCut? {
    var cut = SlowCut()
    for (index, file) in files.enumerated() {
      var offset = 0
      for unit in file.units {
        if let high = unit.timestamps.firstIndex(where: { $0 > limit }) {
          offset += unit.timestamps[..<high].reduce(0) { $0 + "#TS:\($1)\r\n".utf8.count }
          return cut.ending(index, offset, files.count)
        }
        offset += AOFSample.bytes(unit).count
        cut.commandCount += unit.commands.count
      }
      cut.kept.append(offset)
    }
    return cut
  }

  /// Ends before the unit with a command that fits, the first or the last of them.
  static func before(_ fits: ([String]) -> Bool, first: Bool, _ files: [AOFSample]) -> SlowCut? {
    var cut = SlowCut()
    var found: SlowCut?
    for (index, file) in files.enumerated() {
      var offset = 0
      for unit in file.units {
        if unit.commands.contains(where: fits) {
          found = cut.ending(index, offset, files.count)
          if first { return found }
        }
        offset += AOFSample.bytes(unit).count
        cut.commandCount += unit.commands.count
      }
      cut.kept.append(offset)
    }
    return found
  }

  /// Ends at the last unit that ends at or before an offset of the last file.
  static func at(_ limit: Int, _ files: [AOFSample]) -> SlowCut? {
    var cut = SlowCut()
    for file in files.dropLast() {
      cut.kept.append(file.bytes.count)
      cut.commandCount += file.units.reduce(0) { $0 + $1.commands.count }
    }
    var offset = 0
    for unit in files.last?.units ?? [] {
      let next = offset + AOFSample.bytes(unit).count
      if next > limit { break }
      offset = next
      cut.commandCount += unit.commands.count
    }
    var ended = cut.ending(files.count - 1, offset, files.count)
    // An empty file is whole.
    if files.last?.units.isEmpty == true { ended.kept[files.count - 1] = 0 }
    return ended
  }

  private func ending(_ index: Int, _ offset: Int, _ count: Int) -> SlowCut {
    var cut = self
    cut.kept.append(offset == 0 && index > 0 ? nil : offset)
    cut.kept += [Int?](repeating: nil, count: count - index - 1)
    return cut
  }
}
