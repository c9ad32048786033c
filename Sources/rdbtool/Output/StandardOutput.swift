import Glibc
import RDBFiles

/// The result of a command, on standard output.
struct StandardOutput {
  private let sink = DescriptorSink(descriptor: 1, path: "standard output")

  /// Writes text.
  func write(_ text: String) throws {
    var text = text
    try text.withUTF8 { try write(UnsafeRawBufferPointer($0)) }
  }

  /// Writes bytes.
  func write(_ bytes: UnsafeRawBufferPointer) throws {
    do throws(SinkError) { try sink.write(bytes) } catch { throw Ending.of(error) }
  }

  /// Writes a JSON document and a line break.
  func write(_ document: JSONValue) throws { try write(document.text + "\n") }

  /// Hands everything to the system. Has to be called at the end.
  func flush() throws {
    do throws(SinkError) { try sink.flush() } catch { throw Ending.of(error) }
  }

  /// Whether a person is looking.
  static var isTerminal: Bool { isatty(1) == 1 }
}
