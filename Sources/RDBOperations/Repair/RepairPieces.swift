import Synchronization

/// The steps of a plan in pieces that fit a buffer, numbered in their order, for threads to take.
final class RepairPieces: Sendable {
  /// A piece to be written.
  enum Piece {
    case copy(Range<Int>)
    case insert(Int)
  }

  private struct Place {
    var number = 0
    var step = 0
    var offset: Int?
  }

  /// Bytes of a piece at most.
  static let byteCount = 1 << 20
  private let steps: [RepairPlan.Step]
  private let place = Mutex(Place())

  init(_ steps: [RepairPlan.Step]) { self.steps = steps }

  /// The next piece and its number; nil when all are taken.
  func next() -> (number: Int, piece: Piece)? {
    place.withLock { place in
      while place.step < steps.count {
        switch steps[place.step] {
        case .insert(let index):
          place.step += 1
          return numbered(.insert(index), &place)
        case .copy(let range):
          let start = place.offset ?? range.lowerBound
          let end = min(range.upperBound, start + Self.byteCount)
          place.offset = end < range.upperBound ? end : nil
          if end == range.upperBound { place.step += 1 }
          if start < end { return numbered(.copy(start..<end), &place) }
        }
      }
      return nil
    }
  }

  private func numbered(_ piece: Piece, _ place: inout sending Place) -> (number: Int, piece: Piece) {
    defer { place.number += 1 }
    return (place.number, piece)
  }
}
