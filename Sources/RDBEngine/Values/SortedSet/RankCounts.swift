/// How many entries stand in front of which chunk (a Fenwick tree).
///
/// Complexity: counting, finding and changing O(log n) for n chunks; building O(n).
struct RankCounts {
  private var sums: [Int]

  /// - Parameter counts: of every chunk, in order.
  init(_ counts: some Sequence<Int>) {
    sums = [0]
    sums.append(contentsOf: counts)
    for node in sums.indices.dropFirst() {
      let parent = node &+ (node & -node)
      if parent < sums.count { sums[parent] += sums[node] }
    }
  }

  /// The entries in all chunks before one.
  func before(_ chunk: Int) -> Int {
    var node = min(chunk, sums.count - 1)
    var sum = 0
    while node > 0 {
      sum += sums[node]
      node &= node &- 1
    }
    return sum
  }

  /// Takes note that a chunk has so many entries more.
  mutating func add(_ difference: Int, to chunk: Int) {
    var node = chunk + 1
    while node < sums.count {
      sums[node] += difference
      node &+= node & -node
    }
  }

  /// The chunk with the entry of a rank, and how many entries of the chunk stand in front of it.
  func chunk(ofRank rank: Int) -> (chunk: Int, rest: Int) {
    var node = 0
    var rest = rank
    var step = 1 << (Int.bitWidth - 1 - sums.count.leadingZeroBitCount)
    while step > 0 {
      let next = node + step
      if next < sums.count, sums[next] <= rest {
        node = next
        rest -= sums[next]
      }
      step >>= 1
    }
    return (node, rest)
  }
}
