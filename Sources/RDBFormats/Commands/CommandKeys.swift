/// One key specification of `COMMAND`: where keys begin, how they go on, and what the command does with them.
///
/// In the table `1:-1,2,0:W`: from argument 1 to the last, every second, overwritten. `STORE@6:0,1,0:W`: one key behind
/// the word STORE, looked for from argument 6 on (a negative number: from the end backwards). `2:n0,1,1:R`: argument 2
/// counts the keys, which begin one behind it.
struct CommandKeys: Hashable {
  enum Find: Hashable {
    /// The last key, relative to the first or, when negative, to the end (-1 is the last argument); the step; and the
    /// share of the remaining arguments that is keys (2: the first half), 0 for all.
    case range(last: Int, step: Int, limit: Int)
    /// Which argument counts the keys, which is the first key, both relative to the beginning; and the step.
    case counted(count: Int, first: Int, step: Int)
  }

  /// The argument at which the search begins; the name is 0.
  var begin: Int
  /// The word that stands in front of the first key, when one does.
  var keyword: CommandWord?
  var find: Find
  var access: KeyAccess

  /// Reads one specification of the table.
  init?(_ text: Substring) {
    let parts = text.split(separator: ":")
    guard parts.count == 3, let access = KeyAccess(table: parts[2]) else { return nil }
    self.access = access
    let start = parts[0].split(separator: "@")
    guard let last = start.last, let begin = Int(last) else { return nil }
    self.begin = begin
    if start.count == 2 { keyword = CommandWord(start[0]) }
    let isCounted = parts[1].first == "n"
    let numbers = (isCounted ? parts[1].dropFirst() : parts[1]).split(separator: ",").compactMap { Int($0) }
    guard numbers.count == 3 else { return nil }
    find = isCounted
      ? .counted(count: numbers[0], first: numbers[1], step: numbers[2])
      : .range(last: numbers[0], step: numbers[1], limit: numbers[2])
  }
}
