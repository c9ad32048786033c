/// What two strings have in common, as LCS finds it.
struct LongestCommonSubsequence {
  /// Bytes in a row that both have, where they stand in each.
  struct Match {
    var first: Int
    var second: Int
    var count: Int
  }

  let length: Int
  /// The last first, as servers list them.
  let matches: [Match]

  /// - Throws: when the table would take over 512 MiB.
  /// - Complexity: O(a · b) time, 4 bytes of memory each.
  init(_ a: [UInt8], _ b: [UInt8]) throws(CommandError) {
    let (cells, overflows) = (a.count + 1).multipliedReportingOverflow(by: b.count + 1)
    guard !overflows, cells < 512 << 18 else { throw CommandError("ERR Insufficient memory, transient memory for LCS exceeds proto-max-bulk-len") }
    let width = b.count + 1
    var table = [UInt32](repeating: 0, count: cells)
    for i in 0..<a.count {
      for j in 0..<b.count {
        table[(i + 1) * width + j + 1] = a[i] == b[j] ? table[i * width + j] + 1 : max(table[i * width + j + 1], table[(i + 1) * width + j])
      }
    }
    length = Int(table[cells - 1])
    var matches: [Match] = []
    var i = a.count, j = b.count
    while i > 0, j > 0 {
      if a[i - 1] == b[j - 1] {
        if let last = matches.last, last.first == i, last.second == j {
          matches[matches.count - 1] = Match(first: i - 1, second: j - 1, count: last.count + 1)
        } else {
          matches.append(Match(first: i - 1, second: j - 1, count: 1))
        }
        i -= 1
        j -= 1
      } else if table[(i - 1) * width + j] > table[i * width + j - 1] {
        i -= 1
      } else {
        j -= 1
      }
    }
    self.matches = matches
  }

  /// The bytes in common.
  func text(of first: [UInt8]) -> [UInt8] { matches.reversed().flatMap { first[$0.first..<$0.first + $0.count] } }
}
