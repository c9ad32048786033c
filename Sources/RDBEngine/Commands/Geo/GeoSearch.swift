import RDBFormats

/// The words of GEOSEARCH and of the older forms, and the search.
struct GeoSearch {
  /// Which command it is: they differ in what stands before the options and in the options.
  enum Form {
    case radius
    case radiusOfMember
    case search
    case searchAndStore
  }

  private(set) var shape = GeoShape()
  private(set) var withDistance = false, withHash = false, withCoordinates = false
  /// Where the result goes; nil when it is the reply.
  private(set) var target: Word?
  private(set) var storesDistances = false
  private let set: SortedSetValue?
  private var order: Order?
  private var stopsEarly = false
  private var count: Int64 = 0

  private enum Order {
    case ascending
    case descending
  }

  /// What GEOSEARCH has to be told and the older forms know from the beginning.
  private struct Given {
    var place = false, member = false, radius = false, box = false
  }

  /// - Parameter stores: whether STORE and STOREDIST are options.
  init(_ call: Call, _ form: Form, stores: Bool) throws(CommandError) {
    set = try SortedSetCommands.find(call, call[form == .searchAndStore ? 2 : 1])
    var given = Given()
    var index: Int
    switch form {
    case .radius:
      index = 6
      shape.center = try GeoPoint(call[2], call[3])
      try takeRadius(call, at: 4)
    case .radiusOfMember:
      index = 5
      if let set {
        shape.center = try Self.point(set, call[2])
        try takeRadius(call, at: 3)
      }
    case .search: index = 2
    case .searchAndStore:
      index = 3
      target = call[1]
    }
    let isSearch = form == .search || form == .searchAndStore
    while index < call.count {
      let word = call[index], left = call.count - index - 1
      index += 1
      if takeFlag(word) { continue }
      if word.equals("COUNT"), left > 0 {
        count = try call[index].integer()
        guard count > 0 else { throw CommandError("ERR COUNT must be > 0") }
        index += 1
      } else if !isSearch, stores, left > 0, word.equals("STORE") || word.equals("STOREDIST") {
        target = call[index]
        storesDistances = word.equals("STOREDIST")
        index += 1
      } else if form == .searchAndStore, word.equals("STOREDIST") {
        storesDistances = true
      } else if isSearch, let taken = try takeGiven(call, word, at: index, left, &given) {
        index += taken
      } else { throw .syntax }
    }
    try check(call, form, given)
  }

  /// - Returns: whether it was an option of one word.
  private mutating func takeFlag(_ word: Word) -> Bool {
    if word.equals("WITHDIST") { withDistance = true }
    else if word.equals("WITHHASH") { withHash = true }
    else if word.equals("WITHCOORD") { withCoordinates = true }
    else if word.equals("ANY") { stopsEarly = true }
    else if word.equals("ASC") { order = .ascending }
    else if word.equals("DESC") { order = .descending }
    else { return false }
    return true
  }

  /// - Returns: how many words it took; nil when it is another option.
  private mutating func takeGiven(_ call: Call, _ word: Word, at index: Int, _ left: Int, _ given: inout Given) throws(CommandError) -> Int? {
    if word.equals("FROMMEMBER"), left >= 1, !given.place {
      if let set { shape.center = try Self.point(set, call[index]) }
      given.member = true
      return 1
    }
    if word.equals("FROMLONLAT"), left >= 2, !given.member {
      shape.center = try GeoPoint(call[index], call[index + 1])
      given.place = true
      return 2
    }
    if word.equals("BYRADIUS"), left >= 2, !given.box {
      try takeRadius(call, at: index)
      given.radius = true
      return 2
    }
    if word.equals("BYBOX"), left >= 3, !given.radius {
      try takeBox(call, at: index)
      given.box = true
      return 3
    }
    return nil
  }

  private mutating func takeRadius(_ call: Call, at index: Int) throws(CommandError) {
    guard let radius = call[index].doubleOrNil else { throw CommandError("ERR need numeric radius") }
    guard radius >= 0 else { throw CommandError("ERR radius cannot be negative") }
    shape.extent = .radius(radius)
    shape.unit = try GeoUnit(call[index + 1])
  }

  private mutating func takeBox(_ call: Call, at index: Int) throws(CommandError) {
    guard let width = call[index].doubleOrNil else { throw CommandError("ERR need numeric width") }
    guard let height = call[index + 1].doubleOrNil else { throw CommandError("ERR need numeric height") }
    guard width >= 0, height >= 0 else { throw CommandError("ERR height or width cannot be negative") }
    shape.extent = .box(width: width, height: height)
    shape.unit = try GeoUnit(call[index + 2])
  }

  private static func point(_ set: SortedSetValue, _ member: Word) throws(CommandError) -> GeoPoint {
    guard let score = set.score(member.bytes) else { throw CommandError("ERR could not decode requested zset member") }
    return GeoHash(score: score).point
  }

  private func check(_ call: Call, _ form: Form, _ given: Given) throws(CommandError) {
    if target != nil, withDistance || withHash || withCoordinates {
      let who = form == .searchAndStore ? "GEOSEARCHSTORE" : "STORE option in GEORADIUS"
      throw CommandError("ERR \(who) is not compatible with WITHDIST, WITHHASH and WITHCOORD options")
    }
    if form == .search || form == .searchAndStore {
      guard given.member || given.place else {
        throw CommandError("ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for \(call[0].text)")
      }
      guard given.radius || given.box else {
        throw CommandError("ERR exactly one of BYRADIUS and BYBOX can be specified for \(call[0].text)")
      }
    }
    if stopsEarly, count == 0 { throw CommandError("ERR the ANY argument requires COUNT argument") }
  }

  // MARK: Searching

  /// What is in the shape, in the order that was asked for.
  func found() -> ArraySlice<GeoSort.Found> {
    guard let set else { return [] }
    var found: [GeoSort.Found] = []
    let limit = stopsEarly ? Int(clamping: count) : .max
    var last: GeoHash?
    for (number, box) in shape.boxes.enumerated() {
      // Of a large shape neighbours can be the same box; only with the one before it a box is compared, never with the middle.
      if let last, last == box { continue }
      if found.count >= limit { break }
      look(set, box, limit, &found)
      if number > 0 { last = box }
    }
    let wanted = count == 0 ? found.count : min(found.count, Int(clamping: count))
    // The nearest ones can only be told when all are in order.
    if let order = order ?? (count > 0 && !stopsEarly ? .ascending : nil) {
      GeoSort.sort(&found, descending: order == .descending, first: wanted)
    }
    return found[..<wanted]
  }

  private func look(_ set: SortedSetValue, _ box: GeoHash, _ limit: Int, _ found: inout [GeoSort.Found]) {
    let scores = box.scores
    set.visit(set.ranks(ScoreRange(from: scores.first, upTo: scores.end))) { name, score in
      let point = GeoHash(score: score).point
      if let distance = shape.distance(to: point) {
        found.append(GeoSort.Found(name: [UInt8](name), score: score, point: point, distance: distance))
      }
      return found.count < limit
    }
  }
}

extension GeoPoint {
  /// A place as commands give it.
  init(_ longitude: Word, _ latitude: Word) throws(CommandError) {
    self.init(longitude: try longitude.double(), latitude: try latitude.double())
    let limits = GeoHash.Limits.mercator
    guard limits.longitude.contains(self.longitude), limits.latitude.contains(self.latitude) else {
      throw CommandError("ERR invalid longitude,latitude pair \(NumberText.sixPlaces(self.longitude)),\(NumberText.sixPlaces(self.latitude))")
    }
  }
}
