/// The arguments of one command of an AOF by their number, for ``CommandJudge``.
///
/// A command lends its arguments in order; this notes where each is. Used again for every command, so that nothing is
/// allocated but for the longest.
final class ArgumentIndex: CommandArguments {
  private struct Place {
    var offset: UInt32
    var present: UInt32
    var size: Int
  }

  private var places: UnsafeMutableBufferPointer<Place>
  private var base = MemoryCursor.nowhere
  /// How many arguments the command has; more than are here when it is condensed.
  private(set) var count = 0
  /// How many of them are here.
  private(set) var present = 0

  init() { places = .allocate(capacity: 64) }

  deinit { places.deallocate() }

  /// Notes the arguments of a command; valid as long as it is lent.
  ///
  /// - Complexity: O(arguments).
  func read(_ command: borrowing AOFCommand) {
    count = command.argumentCount
    present = 0
    base = command.name.baseAddress ?? MemoryCursor.nowhere
    var arguments = command.arguments
    let here = min(count, arguments.remaining)
    if here > places.count {
      places.deallocate()
      places = .allocate(capacity: max(here, 128))
    }
    while let argument = arguments.next(), present < here {
      let start = argument.bytes.baseAddress ?? base
      // The name stands in front of all others, within the 16 MiB that a command in hand can have.
      places[present] = Place(
        offset: UInt32(clamping: start - base), present: UInt32(clamping: argument.bytes.count), size: Int(clamping: argument.byteCount))
      present += 1
    }
  }

  @inline(__always)
  func argument(_ index: Int) -> (prefix: UnsafeRawBufferPointer, size: Int) {
    guard index >= 0, index < present else { return (UnsafeRawBufferPointer(start: nil, count: 0), 1 << 20) }
    let place = places[index]
    return (UnsafeRawBufferPointer(start: base + Int(place.offset), count: Int(place.present)), place.size)
  }
}
