/// Choices by chance among the elements of a collection; a namespace.
enum Sampling {
  /// Different positions of a collection, every choice of so many as likely as any other.
  ///
  /// - Parameters:
  ///   - wanted: how many; all when there are not more.
  ///   - all: the `count` positions there are.
  ///   - random: one of them by chance.
  /// - Complexity: O(`wanted`): either that is a good part of all of them, or hardly any comes twice.
  static func distinct<Position: Hashable>(
    _ wanted: Int, of count: Int, _ all: some Sequence<Position>, _ generator: inout SplitMix, random: (inout SplitMix) -> Position
  ) -> [Position] {
    guard wanted < count else { return Array(all) }
    var chosen: [Position] = []
    chosen.reserveCapacity(wanted)
    if wanted > count / 3 {
      var left = UInt64(count)
      for position in all {
        if generator.next(upperBound: left) < UInt64(wanted - chosen.count) { chosen.append(position) }
        left -= 1
        if left == 0 { break }
      }
    } else {
      var seen: Set<Position> = []
      while chosen.count < wanted {
        let position = random(&generator)
        if seen.insert(position).inserted { chosen.append(position) }
      }
    }
    return chosen
  }

  /// How often SRANDMEMBER and HRANDFIELD choose when elements may come again. Servers go on until their memory is full.
  static let mostRepetitions: Int64 = 1 << 24
}
