// An AOF (aof.md §1):
//
//   [ an RDB, whole, with its checksum ]            hybrid files and bases of multi-part sets
//   ( #TS:1700000000\r\n | *N\r\n ( $len\r\n bytes \r\n )×N )*
//
// Where to go from here: AOFScanner goes through the commands, AOFFraming measures one, AOFManifest says which files
// make up a set.

/// Reads one file of an AOF from front to end, in bounded memory.
///
/// ```swift
/// struct Names: AOFVisitor {
///   mutating func command(_ command: borrowing AOFCommand) -> Bool {
///     print(command.offset, command.argumentCount)
///     return true
///   }
/// }
/// let reader = try AOFReader(source)
/// var names = Names()
/// switch reader.readAll(&names) { … }
/// ```
///
/// What servers load is read, and where they are lax the visitor is told. After a fault ``resynchronize()`` goes on behind it.
///
/// Memory: a window of 1 MiB, up to 4 MiB for a command of that size, 1 MiB more for the beginning of one that is longer.
public final class AOFReader {
  private var scanner: AOFScanner
  /// The header of the RDB in front of the commands, when there is one.
  public let preamble: RDBHeader?

  /// Steps over the RDB in front, if the file begins with one.
  ///
  /// - Parameters:
  ///   - source: the bytes of the file, decompressed.
  ///   - byteCount: how many those are, when known: lengths that go beyond are not believed.
  ///   - preambleSink: told what the RDB holds; nil steps over its values.
  /// - Throws: what is wrong with the framing of the RDB; `.inputFailed`.
  public init(_ source: any ByteSource, byteCount: UInt64? = nil, preambleSink: RecordSink? = nil) throws(DecodeFault) {
    let start = try AOFStart(source, byteCount: byteCount)
    switch consume start {
    case .commands(let window):
      preamble = nil
      scanner = AOFScanner(window)
    case .rdb(let framer):
      preamble = framer.header
      _ = try AOFPreamble.skip(framer, telling: preambleSink)
      scanner = AOFScanner(framer.takeWindow())
    }
  }

  /// Bytes read so far.
  public var offset: Int { scanner.offset }

  /// What kept the source from being read, when something did.
  public var sourceFailure: (any Error)? { scanner.sourceFailure }

  /// Reads to the end, the first fault, or where the visitor has enough; goes on from there when called again.
  ///
  /// - Complexity: O(bytes).
  public func readAll<V: AOFVisitor & ~Copyable>(_ visitor: inout V) -> AOFEnding { scanner.scan(&visitor) }

  /// Goes to the next place where a whole command plausibly begins, after a fault.
  ///
  /// - Returns: its offset, nil when there is none.
  /// - Complexity: O(bytes) over all calls together.
  public func resynchronize() -> Int? { scanner.resynchronize() }
}
