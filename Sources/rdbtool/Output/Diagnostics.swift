import Logging

/// What a person debugging wants to know, on standard error; silent unless `--verbose` is given.
enum Diagnostics {
  /// The logger of the command.
  static let log = Logger(label: "rdbtool") { label in
    var handler = StreamLogHandler.standardError(label: label)
    handler.logLevel = .trace
    return handler
  }

  /// Says something when `--verbose` was given.
  static func say(_ options: CommonOptions, _ message: @autoclosure () -> String) {
    if options.verbose { log.info("\(message())") }
  }
}
