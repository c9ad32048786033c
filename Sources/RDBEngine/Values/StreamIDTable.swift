package import RDBFormats

/// Something by id, in the order of ids: pending entries.
///
/// Pieces of up to ``pieceCount`` in order. Complexity: finding O(log n); adding and removing O(log n) and a move inside a piece, at
/// times of the list of pieces.
package struct StreamIDTable<Payload> {
  private struct Row {
    let id: StreamEntryID
    var payload: Payload
  }

  private var pieces: [[Row]] = []
  /// How many there are.
  package private(set) var count = 0

  private static var pieceCount: Int { 128 }

  package init() {}

  /// The first piece whose last row is not below an id.
  private func piece(_ id: StreamEntryID) -> Int {
    var low = 0, high = pieces.count
    while low < high {
      let middle = (low + high) / 2
      if let last = pieces[middle].last, last.id < id { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The first row of a piece that is not below an id.
  private func row(_ id: StreamEntryID, _ piece: Int) -> Int {
    var low = 0, high = pieces[piece].count
    while low < high {
      let middle = (low + high) / 2
      if pieces[piece][middle].id < id { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func place(_ id: StreamEntryID) -> (piece: Int, row: Int)? {
    let piece = piece(id)
    guard piece < pieces.count else { return nil }
    let row = row(id, piece)
    return pieces[piece][row].id == id ? (piece, row) : nil
  }

  func contains(_ id: StreamEntryID) -> Bool { place(id) != nil }

  /// What goes with an id; nil when it is not there. Setting nil removes it.
  package subscript(id: StreamEntryID) -> Payload? {
    get { place(id).map { pieces[$0.piece][$0.row].payload } }
    set {
      guard let newValue else {
        remove(id)
        return
      }
      var piece = piece(id)
      if piece == pieces.count {
        // Behind all of them: most come here.
        if let last = pieces.last, last.count < Self.pieceCount { piece -= 1 } else { pieces.append([]) }
        pieces[piece].append(Row(id: id, payload: newValue))
        count += 1
        return
      }
      let row = row(id, piece)
      if pieces[piece][row].id == id {
        pieces[piece][row].payload = newValue
        return
      }
      pieces[piece].insert(Row(id: id, payload: newValue), at: row)
      count += 1
      if pieces[piece].count > Self.pieceCount {
        let tail = Array(pieces[piece][(Self.pieceCount / 2)...])
        pieces[piece].removeSubrange((Self.pieceCount / 2)...)
        pieces.insert(tail, at: piece + 1)
      }
    }
  }

  /// Removes an id.
  ///
  /// - Returns: what went with it; nil when it was not there.
  @discardableResult
  package mutating func remove(_ id: StreamEntryID) -> Payload? {
    guard let place = place(id) else { return nil }
    count -= 1
    let row = pieces[place.piece].remove(at: place.row)
    if pieces[place.piece].isEmpty { pieces.remove(at: place.piece) }
    return row.payload
  }

  /// The lowest id.
  package var first: StreamEntryID? { pieces.first?.first?.id }
  /// The highest id.
  package var last: StreamEntryID? { pieces.last?.last?.id }

  /// The first id that is not below another.
  package func first(from id: StreamEntryID) -> StreamEntryID? {
    let piece = piece(id)
    return piece < pieces.count ? pieces[piece][row(id, piece)].id : nil
  }

  /// The rows from an id on, until `body` says no.
  package func forEach(from id: StreamEntryID = .zero, _ body: (StreamEntryID, Payload) -> Bool) {
    var piece = piece(id)
    guard piece < pieces.count else { return }
    var index = row(id, piece)
    while piece < pieces.count {
      while index < pieces[piece].count {
        let row = pieces[piece][index]
        guard body(row.id, row.payload) else { return }
        index += 1
      }
      piece += 1
      index = 0
    }
  }
}
