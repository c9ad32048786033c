import ArgumentParser
import RDBFiles

/// The one source of a command: named, or found by a server's configuration.
struct SourceOptions: ParsableArguments {
  @Argument(help: "A file, or - for standard input.")
  var source: String?

  @OptionGroup var configuration: ConfigurationOption

  func validate() throws {
    switch (source, configuration.redisConf) {
    case (nil, nil): throw ValidationError("a SOURCE is missing: a file, - for standard input, or --redis-conf FILE")
    case (.some, .some): throw ValidationError("--redis-conf finds the source: leave out SOURCE")
    default: return
    }
  }

  /// The path to read.
  ///
  /// - Throws: an ending when the configuration cannot be read.
  func path() throws -> String { try source ?? configuration.dataPath() ?? "" }
}

/// A server's configuration instead of a path.
struct ConfigurationOption: ParsableArguments {
  @Option(help: ArgumentHelp("Read what a server with this configuration would load, instead of SOURCE.", valueName: "file"))
  var redisConf: String?

  /// What a server with that configuration would load; nil when none was given.
  ///
  /// - Throws: an ending when the configuration cannot be read.
  func dataPath() throws -> String? {
    guard let redisConf else { return nil }
    do throws(SourceError) { return try RedisConfiguration(redisConf).dataPath } catch { throw Ending.failed("\(error)") }
  }
}
