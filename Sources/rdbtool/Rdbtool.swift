import ArgumentParser
import RDBFiles

/// The command: everything a user types begins here.
@main
struct Rdbtool: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rdbtool",
    abstract: "Checks, reads, exports and mends the files that Redis and Valkey keep their data in.",
    discussion: """
      A SOURCE is a path or - for standard input. What it is is told from its content, never from its name; gzip and LZ4 \
      are read transparently.

      Exit codes: 0 done, and for check: sound · 1 what was looked at is bad · 2 the job could not be done · \
      3 done in part · 64 wrong usage · 130 interrupted.
      """,
    version: Version.text,
    subcommands: [
      CheckCommand.self, InfoCommand.self, DigestCommand.self, ExportCommand.self, HistoryCommand.self, TruncateCommand.self,
      RepairCommand.self, CompletionCommand.self,
    ])

  /// Parses and runs; the exit codes are those of the contract.
  static func main() {
    DescriptorSink.ignoreBrokenPipeSignal()
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let ending as Ending {
      ending.exit()
    } catch {
      exit(withError: error)
    }
  }
}
