import Glibc
import RDBFiles

/// How a command ends when not with 0: the exit codes of the contract.
enum Ending: Error {
  /// 1: what was looked at is bad; everything has been said.
  case bad
  /// 2: the job could not be done, in one sentence.
  case failed(String)
  /// 3: done in part; what was left out has been listed.
  case partial
  /// 130: the user ended it; nothing half done is left.
  case interrupted
  /// Whoever reads standard output has left.
  case readerLeft

  /// Says what is to be said on standard error and ends the process.
  func exit() -> Never {
    switch self {
    case .bad: Glibc.exit(1)
    case .failed(let sentence):
      StandardError.print("rdbtool: \(sentence)")
      Glibc.exit(2)
    case .partial: Glibc.exit(3)
    case .interrupted: Glibc.exit(130)
    case .readerLeft:
      // As every other program in a pipeline: by the signal, without a word.
      signal(SIGPIPE, SIG_DFL)
      raise(SIGPIPE)
      Glibc.exit(141)
    }
  }

  /// What came of writing to standard output.
  static func of(_ error: SinkError) -> Ending {
    if case .closedByReader = error.reason { .readerLeft } else { .failed("\(error)") }
  }
}
