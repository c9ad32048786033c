/// Where the arguments of one command of an AOF are, by their number, for ``CommandJudge``.
///
/// A plain value over memory that somebody else owns: it is asked several times a command, and a class would be retained,
/// released and guarded as often.
struct IndexedArguments: CommandArguments {
  fileprivate struct Place {
    var offset: UInt32
    var present: UInt32
    var size: Int
  }

  fileprivate let places: UnsafeMutablePointer<Place>
  fileprivate let base: UnsafeRawPointer
  /// How many arguments the command has; more than are here when it is condensed.
  let count: Int
  /// How many of them are here.
  let present: Int

  @inline(__always)
  func argument(_ index: Int) -> (prefix: UnsafeRawBufferPointer, size: Int) {
    guard index >= 0, index < present else { return (UnsafeRawBufferPointer(start: nil, count: 0), 1 << 20) }
    let place = places[index]
    return (UnsafeRawBufferPointer(start: base + Int(place.offset), count: Int(place.present)), place.size)
  }
}

/// The memory behind ``IndexedArguments``, used again for every command: nothing is allocated but for the longest.
struct ArgumentIndex: ~Copyable {
  private var places: UnsafeMutablePointer<IndexedArguments.Place>
  private var capacity = 64

  init() { places = .allocate(capacity: capacity) }

  deinit { places.deallocate() }

  /// Notes the arguments of a command; valid until the next one, and as long as the command is lent.
  ///
  /// - Complexity: O(arguments).
  @inline(__always)
  mutating func read(_ command: borrowing AOFCommand) -> IndexedArguments {
    let base = command.name.baseAddress ?? MemoryCursor.nowhere
    var arguments = command.arguments
    let here = min(command.argumentCount, arguments.remaining)
    if here > capacity { grow(here) }
    var present = 0
    while present < here, let argument = arguments.next() {
      let start = argument.bytes.baseAddress ?? base
      // The name stands in front of all others, within the 16 MiB that a command in hand can have.
      places[present] = IndexedArguments.Place(
        offset: UInt32(truncatingIfNeeded: start - base), present: UInt32(truncatingIfNeeded: argument.bytes.count),
        size: Int(truncatingIfNeeded: min(argument.byteCount, UInt64(Int.max))))
      present &+= 1
    }
    return IndexedArguments(places: places, base: base, count: command.argumentCount, present: present)
  }

  @inline(never)
  private mutating func grow(_ count: Int) {
    places.deallocate()
    places = .allocate(capacity: count)
    capacity = count
  }
}
