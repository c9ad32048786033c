import Glibc

/// What is searched: a circle or a rectangle around a place.
struct GeoShape {
  enum Extent {
    case radius(Double)
    case box(width: Double, height: Double)
  }

  var center = GeoPoint(longitude: 0, latitude: 0)
  /// In the unit.
  var extent = Extent.radius(0)
  var unit = GeoUnit.metre

  /// How far a place in it is from the middle, in metres; nil when it is not in it.
  func distance(to point: GeoPoint) -> Double? {
    switch extent {
    case .radius(let radius):
      let distance = GeoDistance.between(center, point)
      return distance > radius * unit.length ? nil : distance
    case .box(let width, let height):
      if GeoDistance.between(latitudes: point.latitude, center.latitude) > height * unit.length / 2 { return nil }
      let onParallel = GeoPoint(longitude: center.longitude, latitude: point.latitude)
      if GeoDistance.between(point, onParallel) > width * unit.length / 2 { return nil }
      return GeoDistance.between(center, point)
    }
  }

  /// Boxes that cover it, in the order in which servers look into them.
  var boxes: [GeoHash] {
    let bounds = bounds
    var step = step
    var middle = GeoHash(center, step: step)
    // Near the edge of a box its neighbours may not reach far enough.
    let reaches =
      !(middle.neighbour(east: 0, north: 1).area.latitude.upperBound < bounds.north
      || middle.neighbour(east: 0, north: -1).area.latitude.lowerBound > bounds.south
      || middle.neighbour(east: 1, north: 0).area.longitude.upperBound < bounds.east
      || middle.neighbour(east: -1, north: 0).area.longitude.lowerBound > bounds.west)
    if step > 1, !reaches {
      step -= 1
      middle = GeoHash(center, step: step)
    }
    let area = middle.area
    // A side that the middle box covers alone needs no neighbours.
    let narrow = step >= 2
    let omitsSouth = narrow && area.latitude.lowerBound < bounds.south, omitsNorth = narrow && area.latitude.upperBound > bounds.north
    let omitsWest = narrow && area.longitude.lowerBound < bounds.west, omitsEast = narrow && area.longitude.upperBound > bounds.east
    let around = [(0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1)]
    return [middle]
      + around.filter { east, north in
        !(north < 0 && omitsSouth || north > 0 && omitsNorth || east < 0 && omitsWest || east > 0 && omitsEast)
      }.map { middle.neighbour(east: $0, north: $1) }
  }

  /// Degrees between which it lies.
  private var bounds: (west: Double, south: Double, east: Double, north: Double) {
    let halfWidth: Double, halfHeight: Double
    switch extent {
    case .radius(let radius): (halfWidth, halfHeight) = (unit.length * radius, unit.length * radius)
    case .box(let width, let height): (halfWidth, halfHeight) = (unit.length * (width / 2), unit.length * (height / 2))
    }
    let latitudes = GeoDistance.degrees(halfHeight / GeoDistance.earthRadius)
    func longitudes(_ latitude: Double) -> Double {
      GeoDistance.degrees(halfWidth / GeoDistance.earthRadius / cos(GeoDistance.radians(latitude)))
    }
    // The parallel that is shorter takes more degrees.
    let longitudes = longitudes(center.latitude < 0 ? center.latitude - latitudes : center.latitude + latitudes)
    return (center.longitude - longitudes, center.latitude - latitudes, center.longitude + longitudes, center.latitude + latitudes)
  }

  /// How finely the map is divided so that a box and its neighbours cover it.
  private var step: Int {
    var reach: Double
    switch extent {
    case .radius(let radius): reach = radius
    case .box(let width, let height): reach = sqrt((width / 2) * (width / 2) + (height / 2) * (height / 2))
    }
    reach *= unit.length
    if reach == 0 { return GeoHash.fullStep }
    var step = 1
    while reach < GeoDistance.mercatorLimit {
      reach *= 2
      step += 1
    }
    step -= 2
    // Towards the poles a degree of longitude is shorter.
    if fabs(center.latitude) > 66 { step -= 1 }
    if fabs(center.latitude) > 80 { step -= 1 }
    return min(max(step, 1), GeoHash.fullStep)
  }
}
