import ArgumentParser
import RDBFormats

/// `--for redis-7.0`.
struct ServerOption: ParsableArguments {
  @Option(
    name: .customLong("for"),
    help: ArgumentHelp(
      "Judge or speak for a fresh installation of this server instead of the one that wrote the source: redis-2.8 … redis-8.10, valkey-7.2 … valkey-9.1.",
      valueName: "server"),
    transform: { name in
      do { return try ServerVersion(name) } catch { throw ValidationError("\(error)") }
    })
  var server: ServerVersion?
}
