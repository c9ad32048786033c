import RDBFormats

/// Which servers load a file, and what stands in the way of the others.
enum ServerLines {
  static func of(_ header: RDBHeader, _ tally: RecordTally, _ findings: [RecordFinding]) -> ([ServerRange], [ServerObstacle]) {
    of { obstacle($0, header, tally, findings) }
  }

  /// - Parameter obstacle: the first thing that keeps a server from loading the source.
  static func of(_ obstacle: (ServerVersion) -> FormatObstacle?) -> ([ServerRange], [ServerObstacle]) {
    var loads: [ServerRange] = []
    var stopped: [ServerObstacle] = []
    for (family, line) in [(ServerVersion.Family.redis, ServerVersion.redis), (.valkey, ServerVersion.valkey)] {
      let reasons = line.map(obstacle)
      var start: Int?
      for index in 0...line.count {
        let isLoading = index < line.count && reasons[index] == nil
        if isLoading, start == nil { start = index }
        if !isLoading, let first = start {
          loads.append(ServerRange(family: family, from: line[first], to: index == line.count ? nil : line[index - 1]))
          start = nil
        }
      }
      var index = 0
      while index < line.count {
        guard let reason = reasons[index] else {
          index += 1
          continue
        }
        var last = index
        while last + 1 < line.count, reasons[last + 1] == reason { last += 1 }
        stopped.append(
          ServerObstacle(
            from: line[index], to: line[last], what: reason.what, offset: reason.offset, database: reason.database, key: reason.key))
        index = last + 1
      }
    }
    return (loads, stopped)
  }

  /// The first thing that keeps a server from loading the file.
  static func obstacle(
    _ server: ServerVersion, _ header: RDBHeader, _ tally: RecordTally, _ findings: [RecordFinding]
  ) -> FormatObstacle? {
    let judge = Judge(server, isConfiguredAsWriter: true)
    let obstacles = server.obstacles(header, tally) + judge.boundaryObstacles(tally)
    if let first = obstacles.first {
      // A header can be rewritten, what the file holds cannot: where both stand in the way, both are said.
      guard first.offset == 0, let content = obstacles.first(where: { $0.offset > 0 }) else { return first }
      return FormatObstacle(
        what: "\(first.what), and \(content.what)", offset: content.offset, key: content.key, database: content.database)
    }
    guard let finding = findings.first(where: { judge.effect(of: $0.fault.reason, in: $0.encoding) == .refused }) else { return nil }
    return FormatObstacle(
      what: finding.fault.reason.message, offset: finding.fault.offset, key: finding.key, database: finding.database)
  }
}
