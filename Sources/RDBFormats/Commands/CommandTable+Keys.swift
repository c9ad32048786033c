extension CommandTable {
  /// Calls back with every argument that is a key, in the order of the key specifications; nothing is allocated.
  ///
  /// A number of keys that is none, or more than there are arguments, ends its specification.
  ///
  /// - Parameter body: the index of the argument, and what the command does with that key.
  @inline(__always)
  public func forEachKey<Arguments: CommandArguments & ~Copyable>(
    of id: Command.ID, in arguments: borrowing Arguments, _ body: (_ argument: Int, _ access: KeyAccess) -> Void
  ) {
    let count = arguments.count
    for (position, specification) in self[id].keys.enumerated() {
      var begin = specification.begin
      if let keyword = specification.keyword {
        guard let found = Self.find(keyword, from: begin, in: arguments) else { continue }
        begin = found + 1
      } else if position == 0, self[id].keys.count == 2, begin == 3, begin < count, arguments.argument(begin).size == 0 {
        // MIGRATE: an empty key says that they stand behind KEYS.
        continue
      }
      var first = begin
      var last: Int
      let step: Int
      switch specification.find {
      case .range(let lastKey, let rangeStep, let limit):
        step = rangeStep
        if lastKey >= 0 {
          last = first + lastKey
        } else if limit > 1 {
          last = first + (count - first) / limit + lastKey
        } else {
          last = count + lastKey
        }
      case .counted(let countIndex, let firstKey, let countedStep):
        step = countedStep
        let at = begin + countIndex
        guard at < count, let number = Decimal.canonicalInteger(arguments.argument(at).prefix), number > 0, number <= Int64(count)
        else { continue }
        first = begin + firstKey
        last = first + (Int(number) - 1) * step
      }
      last = min(last, count - 1)
      while first <= last {
        body(first, specification.access)
        first += max(1, step)
      }
    }
  }

  /// Where a word stands; a negative start looks backwards from the end.
  private static func find<Arguments: CommandArguments & ~Copyable>(
    _ keyword: CommandWord, from start: Int, in arguments: borrowing Arguments
  ) -> Int? {
    let count = arguments.count
    var at = start < 0 ? count + start : start
    while at > 0, at < count {
      let argument = arguments.argument(at)
      if argument.size <= 16, CommandWord(argument.prefix) == keyword { return at }
      at += start < 0 ? -1 : 1
    }
    return nil
  }
}
