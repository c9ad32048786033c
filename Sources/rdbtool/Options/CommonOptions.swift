import ArgumentParser
import Glibc

/// When to use colours.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable { case auto, always, never }
/// When to show progress.
enum ProgressChoice: String, ExpressibleByArgument, CaseIterable { case auto, always, never }

/// Flags that every command has.
struct CommonOptions: ParsableArguments {
  @Flag(help: "One JSON document on standard output, nothing else.")
  var json = false

  @Flag(name: .shortAndLong, help: "Say only what cannot be told by the exit code.")
  var quiet = false

  @Flag(name: .shortAndLong, help: "Say more, on standard error.")
  var verbose = false

  @Option(help: "Colours: auto, always or never. NO_COLOR is honoured.")
  var color = ColorChoice.auto

  @Option(help: "Progress on standard error: auto (on a terminal), always (a line every 10 s where there is none) or never.")
  var progress = ProgressChoice.auto

  @Option(help: "Threads to work with; all cores if not given.")
  var threads: Int?

  func validate() throws {
    if let threads, !(1...256).contains(threads) { throw ValidationError("--threads takes a number from 1 to 256") }
  }

  /// Threads to work with: as asked, or a thread a core up to eight, so that memory stays what PERFORMANCE promises.
  var threadCount: Int { threads ?? max(1, min(8, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// Where temporary files go.
  var temporaryDirectory: String {
    if let directory = getenv("TMPDIR"), directory.pointee != 0 { return String(cString: directory) }
    return "/tmp"
  }
}
