import RDBFormats

/// A server that a file is judged for, and what in the file it does not know.
struct Judgement {
  let judge: Judge
  let obstacles: [FormatObstacle]
  /// Whether what it does not know makes the file bad; otherwise only what is wrong does.
  let isDecisive: Bool

  /// Who decides about a file (CLI.md): the server asked for; or the one that wrote it, and of those
  /// that read it too the strictest.
  static func all(_ header: RDBHeader, _ tally: RecordTally, writer: ServerVersion, for server: ServerVersion?) -> [Judgement] {
    if let server {
      return [Judgement(Judge(server, isConfiguredAsWriter: false), header, tally, isDecisive: true)]
    }
    let strictest = [ServerVersion.redis[ServerVersion.redis.count - 1], ServerVersion.valkey[ServerVersion.valkey.count - 1]]
      .map { Judgement(Judge($0, isConfiguredAsWriter: true), header, tally, isDecisive: false) }
      .filter(\.obstacles.isEmpty)
    return [Judgement(Judge(writer, isConfiguredAsWriter: true), header, tally, isDecisive: true)] + strictest
  }

  private init(_ judge: Judge, _ header: RDBHeader, _ tally: RecordTally, isDecisive: Bool) {
    self.judge = judge
    self.isDecisive = isDecisive
    var obstacles = judge.server.obstacles(header, tally)
    // The writer reads what it wrote; who it was is a guess only where the file does not say.
    if !judge.isConfiguredAsWriter { obstacles += judge.boundaryObstacles(tally) }
    self.obstacles = obstacles
  }
}

extension Judge {
  /// Listpack entries of the three sizes that this server would read another length behind (rdb.md §6).
  func boundaryObstacles(_ tally: RecordTally) -> [FormatObstacle] {
    guard let sighting = readsNewBoundaries ? tally.oldBoundary : tally.newBoundary else { return [] }
    let writers = readsNewBoundaries ? "older servers" : "Redis 8.8 and Valkey 9.1 or newer"
    return [
      FormatObstacle(
        what: "a listpack entry of 16 383, 2 097 151 or 268 435 455 bytes as \(writers) write it", offset: sighting.offset,
        key: sighting.key, database: sighting.database)
    ]
  }
}
