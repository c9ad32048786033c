/// Orders what was found as servers do it, equal distances included; a namespace.
enum GeoSort {
  /// A member that was found.
  struct Found {
    let name: [UInt8]
    let score: Double
    let point: GeoPoint
    /// In metres.
    let distance: Double
  }

  /// Puts the first `wanted` in order, from the nearest or from the farthest.
  static func sort(_ found: inout [Found], descending: Bool, first wanted: Int) {
    func order(_ a: Found, _ b: Found) -> Int {
      if a.distance == b.distance { return 0 }
      return (a.distance > b.distance) == descending ? -1 : 1
    }
    if wanted >= found.count {
      // The C library sorts by merging: equal ones stay as they were found.
      found = found.enumerated().sorted {
        let order = order($0.element, $1.element)
        return order == 0 ? $0.offset < $1.offset : order < 0
      }.map(\.element)
    } else {
      found.withUnsafeMutableBufferPointer { partition($0, 0..<$0.count, wanted: wanted, order) }
    }
  }

  /// Quicksort of Bentley and McIlroy ("Engineering a Sort Function", 1993), which leaves out parts that nobody asked for.
  ///
  /// Which of two equal ones comes first follows from the choice of pivots, so these are chosen as there.
  private static func partition(
    _ all: UnsafeMutableBufferPointer<Found>, _ range: Range<Int>, wanted: Int, _ order: (Found, Found) -> Int
  ) {
    // Parts that are left; not on the stack, which data could make deep.
    var parts = [range]
    while let range = parts.popLast() {
      let first = range.lowerBound
      if range.count < 7 {
        insertionSort(all, range, order)
        continue
      }
      all.swapAt(first, pivot(all, range, order))
      // Equal to the pivot: at both ends; in between the smaller, then the greater.
      var equalEnd = first + 1, low = first + 1, high = range.upperBound - 1, equalStart = range.upperBound - 1
      while true {
        while low <= high {
          let side = order(all[low], all[first])
          if side > 0 { break }
          if side == 0 {
            all.swapAt(equalEnd, low)
            equalEnd += 1
          }
          low += 1
        }
        while low <= high {
          let side = order(all[high], all[first])
          if side < 0 { break }
          if side == 0 {
            all.swapAt(high, equalStart)
            equalStart -= 1
          }
          high -= 1
        }
        if low > high { break }
        all.swapAt(low, high)
        low += 1
        high -= 1
      }
      exchange(all, first, low, min(equalEnd - first, low - equalEnd))
      exchange(all, low, range.upperBound, min(equalStart - high, range.upperBound - equalStart - 1))
      for part in [first..<first + low - equalEnd, range.upperBound - (equalStart - high)..<range.upperBound]
      where part.count > 1 && part.lowerBound < wanted { parts.append(part) }
    }
  }

  /// Exchanges `count` elements from `first` on with those before `end`.
  private static func exchange(_ all: UnsafeMutableBufferPointer<Found>, _ first: Int, _ end: Int, _ count: Int) {
    for offset in 0..<max(0, count) { all.swapAt(first + offset, end - count + offset) }
  }

  private static func insertionSort(
    _ all: UnsafeMutableBufferPointer<Found>, _ range: Range<Int>, _ order: (Found, Found) -> Int
  ) {
    for next in range.dropFirst() {
      var at = next
      while at > range.lowerBound, order(all[at - 1], all[at]) > 0 {
        all.swapAt(at, at - 1)
        at -= 1
      }
    }
  }

  private static func pivot(
    _ all: UnsafeMutableBufferPointer<Found>, _ range: Range<Int>, _ order: (Found, Found) -> Int
  ) -> Int {
    func median(_ a: Int, _ b: Int, _ c: Int) -> Int {
      if order(all[a], all[b]) < 0 { return order(all[b], all[c]) < 0 ? b : order(all[a], all[c]) < 0 ? c : a }
      return order(all[b], all[c]) > 0 ? b : order(all[a], all[c]) < 0 ? a : c
    }
    var low = range.lowerBound, middle = range.lowerBound + range.count / 2, high = range.upperBound - 1
    guard range.count > 7 else { return middle }
    if range.count > 40 {
      let step = range.count / 8
      low = median(low, low + step, low + 2 * step)
      middle = median(middle - step, middle, middle + step)
      high = median(high - 2 * step, high - step, high)
    }
    return median(low, middle, high)
  }
}
