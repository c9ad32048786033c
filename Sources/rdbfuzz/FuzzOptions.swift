import RDBFuzzing

/// What the command line asks for.
struct FuzzOptions {
  var seed: UInt64 = 1
  /// The number of the first execution: with the seed it says what is run.
  var first: UInt64 = 0
  var runs: UInt64 = 100_000
  var seconds: UInt64?
  var entries = FuzzEntry.all
  var reproduce: [String] = []
  var artifacts = "."
  var limitsMemory = true
  var seedPaths: [String] = []

  static let help = """
    Runs the parsers on bytes that are made to go wrong.

      rdbfuzz [options] SEED…             files and folders of seeds, up to 64 KiB each
        --runs N                          executions (100 000)
        --seconds N                       stop after so long
        --seed N  --first N               which executions: the same numbers and seeds, the same bytes
        --entry NAME                      one entry point only; may be repeated
        --reproduce FILE                  run these bytes through every entry point and say what happens; may be repeated
        --artifacts DIR                   where what goes wrong is saved (.)
        --no-memory-limit                 for sanitizers, which reserve more than there is
        --list                            the entry points

    Exit code 1 when something was found, 2 for a wrong command line.
    """

  /// - Throws: a sentence about what is wrong.
  init(_ arguments: [String]) throws(FuzzOptionsError) {
    var chosen: [FuzzEntry] = []
    var rest = arguments[...]
    func number(_ option: String) throws(FuzzOptionsError) -> UInt64 {
      guard let text = rest.popFirst(), let value = UInt64(text) else { throw FuzzOptionsError("\(option) needs a number") }
      return value
    }
    func text(_ option: String) throws(FuzzOptionsError) -> String {
      guard let text = rest.popFirst() else { throw FuzzOptionsError("\(option) needs a value") }
      return text
    }
    while let argument = rest.popFirst() {
      switch argument {
      case "--seed": seed = try number(argument)
      case "--first": first = try number(argument)
      case "--runs": runs = try number(argument)
      case "--seconds":
        seconds = try number(argument)
        runs = .max
      case "--entry":
        let name = try text(argument)
        guard let entry = FuzzEntry.named(name) else { throw FuzzOptionsError("no entry point is called \(name); see --list") }
        chosen.append(entry)
      case "--reproduce": reproduce.append(try text(argument))
      case "--artifacts": artifacts = try text(argument)
      case "--no-memory-limit": limitsMemory = false
      default:
        if argument.hasPrefix("--") { throw FuzzOptionsError("unknown option \(argument)") }
        seedPaths.append(argument)
      }
    }
    if !chosen.isEmpty { entries = chosen }
  }
}
