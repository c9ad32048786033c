import RDBFormats

/// Places on a map, which are scores of sorted sets; a namespace.
enum GeoCommands {
  static let all: [(String, CommandImplementation)] = [
    ("GEOADD", geoadd), ("GEOPOS", geopos), ("GEODIST", geodist), ("GEOHASH", geohash), ("GEOSEARCH", geosearch),
    ("GEOSEARCHSTORE", geosearchstore), ("GEORADIUS", georadius), ("GEORADIUS_RO", georadiusro),
    ("GEORADIUSBYMEMBER", georadiusbymember), ("GEORADIUSBYMEMBER_RO", georadiusbymemberro),
  ]

  @Sendable static func geoadd(_ call: Call) throws(CommandError) {
    var addition = SortedSetAddition()
    var onlyNew = false, onlyOld = false
    var index = 2
    while index < call.count, call[index].equals("NX") || call[index].equals("XX") || call[index].equals("CH") {
      onlyNew = onlyNew || call[index].equals("NX")
      onlyOld = onlyOld || call[index].equals("XX")
      _ = addition.take(call[index])
      index += 1
    }
    guard (call.count - index) % 3 == 0, call.count > index, !(onlyNew && onlyOld) else { throw .syntax }
    var members: [(score: Double, name: Word)] = []
    for index in stride(from: index, to: call.count, by: 3) {
      let point = try GeoPoint(call[index], call[index + 1])
      members.append((GeoHash(point, step: GeoHash.fullStep).scores.first, call[index + 2]))
    }
    try addition.run(call, members)
  }

  // MARK: Single members

  @Sendable static func geopos(_ call: Call) throws(CommandError) {
    let set = try SortedSetCommands.find(call, call[1])
    call.reply.array(call.count - 2)
    for index in 2..<call.count {
      if let score = set?.score(call[index].bytes) { reply(call, GeoHash(score: score).point) } else { call.reply.nullArray() }
    }
  }

  /// Redis 8 writes a coordinate as it writes scores, others with up to 17 digits behind the point.
  private static func reply(_ call: Call, _ point: GeoPoint) {
    call.reply.array(2)
    for value in [point.longitude, point.latitude] {
      if call.version.isRedis(8, 0) { call.reply.double(value) } else { call.reply.humanDouble(value) }
    }
  }

  @Sendable static func geodist(_ call: Call) throws(CommandError) {
    guard call.count <= 5 else { throw .syntax }
    let unit = call.count == 5 ? try GeoUnit(call[4]) : .metre
    guard let set = try SortedSetCommands.find(call, call[1]), let first = set.score(call[2].bytes),
      let second = set.score(call[3].bytes)
    else { return call.reply.null() }
    call.reply.bulk(GeoDistance.text(GeoDistance.between(GeoHash(score: first).point, GeoHash(score: second).point) / unit.length))
  }

  @Sendable static func geohash(_ call: Call) throws(CommandError) {
    let set = try SortedSetCommands.find(call, call[1])
    call.reply.array(call.count - 2)
    for index in 2..<call.count {
      if let score = set?.score(call[index].bytes) { call.reply.bulk(GeoHash.text(GeoHash(score: score).point)) } else { call.reply.null() }
    }
  }

  // MARK: Searching

  @Sendable static func geosearch(_ call: Call) throws(CommandError) { try search(call, .search, stores: false) }
  @Sendable static func geosearchstore(_ call: Call) throws(CommandError) { try search(call, .searchAndStore, stores: true) }
  @Sendable static func georadius(_ call: Call) throws(CommandError) { try search(call, .radius, stores: true) }
  @Sendable static func georadiusro(_ call: Call) throws(CommandError) { try search(call, .radius, stores: false) }
  @Sendable static func georadiusbymember(_ call: Call) throws(CommandError) { try search(call, .radiusOfMember, stores: true) }
  @Sendable static func georadiusbymemberro(_ call: Call) throws(CommandError) { try search(call, .radiusOfMember, stores: false) }

  private static func search(_ call: Call, _ form: GeoSearch.Form, stores: Bool) throws(CommandError) {
    let search = try GeoSearch(call, form, stores: stores)
    let found = search.found(), unit = search.shape.unit.length
    if let target = search.target {
      let result = SortedSetValue(isCompact: false)
      for one in found {
        one.name.withUnsafeBytes { result.set($0, search.storesDistances ? one.distance / unit : one.score, call.limits) }
      }
      result.settle(call.limits)
      SortedSetCommands.store(call, target, result)
      return call.reply.integer(found.count)
    }
    let extras = (search.withDistance ? 1 : 0) + (search.withHash ? 1 : 0) + (search.withCoordinates ? 1 : 0)
    call.reply.array(found.count)
    for one in found {
      if extras > 0 { call.reply.array(extras + 1) }
      call.reply.bulk(one.name)
      if search.withDistance { call.reply.bulk(GeoDistance.text(one.distance / unit)) }
      if search.withHash { call.reply.integer(Int64(exactly: one.score.rounded(.towardZero)) ?? .min) }
      if search.withCoordinates { reply(call, one.point) }
    }
  }
}
