// An argument whose length has become too great, or whose bytes have become too few, goes on into what follows. Where it then
// ends by chance at the end of a later command, no framing is wrong: the one command is whole, and those behind it are a part of
// its value.
//
// The same bytes are in an AOF when a client has stored such a text, and whoever may write a value could otherwise have repair
// run commands for him. So what a value holds proves nothing. Against the command speaks only what no client can have written:
// that the command itself cannot have been logged as it is, or that transactions around it go up only without it.

/// Whole commands in an argument of another, up to the very end of that one.
struct AOFSwallowedCommands {
  /// The first and those behind it.
  let chain: AOFProbe.Chain
  /// Where the first of them begins.
  let start: Int
  /// The argument that it begins in, 0 being the name.
  let argument: Int
  /// Whether the last of them ends in a later argument.
  let isCrossing: Bool
}

extension AOFProbe {
  /// The commands that an argument of a whole one may have swallowed.
  ///
  /// - Parameters:
  ///   - outer: the command.
  ///   - first: the first argument that can have commands in it, 0 being the name.
  /// - Complexity: O(bytes); a value of many commands of which none ends where the outer one does is looked at eight times.
  func swallowed(in outer: Range<Int>, from first: Int) throws -> AOFSwallowedCommands? {
    guard let (count, behindHeader) = try number(0x2A, outer.lowerBound) else { return nil }
    earn(outer.count)
    var at = behindHeader
    for argument in 0..<count {
      guard at < outer.upperBound, let frame = try frame(at) else { return nil }
      at = frame.next
      if argument < first { continue }
      var from = frame.payload.lowerBound
      var tries = 0
      while tries < 8, let star = try header(from, frame.payload.upperBound) {
        from = star + 1
        guard try plausibleCommand(star) != nil else { continue }
        tries += 1
        let chain = try chain(star, upTo: outer.upperBound)
        if chain.end == outer.upperBound {
          return AOFSwallowedCommands(chain: chain, start: star, argument: argument, isCrossing: argument < count - 1)
        }
        from = max(from, chain.end)
      }
    }
    return nil
  }

  /// The next `*` and digit behind CR LF.
  private func header(_ from: Int, _ to: Int) throws -> Int? {
    var at = from
    while at < to {
      let bytes = try bytes(at, 4096)
      guard !bytes.isEmpty else { return nil }
      if let star = bytes.firstIndex(of: 0x2A) {
        let place = at + star
        guard place < to else { return nil }
        let around = try self.bytes(place - 2, 4)
        if around.count == 4, around[0] == 0x0D, around[1] == 0x0A, around[3] &- 0x31 < 9 { return place }
        at = place + 1
      } else {
        at += bytes.count
      }
    }
    return nil
  }
}
