import RDBFormats

// A hash begins as an object and may have to go on as pairs: when a field is not
// UTF-8, or when it grows too large to wait in memory for its end.
//
//   {"a":"1","b":"2"        where the fields and colons are is noted in `pairs`
//   [["a","1"],["b","2"     rewritten once, the last pair still open

extension JSONWorker {
  func beginHash() {
    hashForm = .object
    pairs.removeAll()
    hasFieldExpiries = false
    pairIsOpen = false
    json.append(0x7B)
  }

  @inline(__always)
  func beginField() {
    if hashForm == .object {
      if json.count &- valueStart <= Self.objectByteCount {
        if pairs.count > 0 { json.append(0x2C) }
        pairs.append(field: json.count)
        return
      }
      becomePairs()
    }
    json.append(pairIsOpen ? "],[" : "[")
    pairIsOpen = true
  }

  /// Writes a field that is not UTF-8, which no object can have.
  func field(notText bytes: UnsafeRawBufferPointer) {
    // It was announced as a field of the object already, with a comma before it.
    if let place = pairs.removeLast() { json.truncate(to: pairs.count == 0 ? place.field : place.field - 1) }
    becomePairs()
    beginField()
    json.appendJSONOrBase64(bytes)
  }

  @inline(__always)
  func beginValue() {
    if hashForm == .object {
      pairs.setColon(json.count)
      json.append(0x3A)
    } else {
      json.append(0x2C)
    }
  }

  @inline(__always)
  func endValue() { rest() }

  func appendFieldExpiry(_ milliseconds: Int64?) {
    guard let milliseconds else { return }
    // A table has no place for a second object.
    if isTable, hashForm == .object { becomePairs() }
    if hashForm == .object {
      pairs.setExpiry(milliseconds)
      hasFieldExpiries = true
    } else {
      json.append(0x2C)
      json.append(decimal: milliseconds)
    }
  }

  func endHash() {
    guard hashForm == .object else {
      json.append(pairIsOpen ? "]]" : "]")
      return
    }
    json.append(0x7D)
    guard hasFieldExpiries else { return }
    json.append(",\"fieldExpiresAt\":{")
    var isFirst = true
    for index in 0..<pairs.count {
      let pair = pairs[index]
      guard let milliseconds = pair.expiresAt else { continue }
      if !isFirst { json.append(0x2C) }
      isFirst = false
      json.append(own: pair.field..<pair.colon)
      json.append(0x3A)
      json.append(decimal: milliseconds)
    }
    json.append(0x7D)
  }

  /// Rewrites the object so far as pairs.
  ///
  /// - Complexity: O(bytes so far), once a hash.
  func becomePairs() {
    guard hashForm == .object else { return }
    hashForm = .pairs
    let rewritten = OutputBuffer(capacity: json.count - valueStart + pairs.count * 3 + 64)
    let written = json.bytes
    rewritten.append(0x5B)
    for index in 0..<pairs.count {
      let pair = pairs[index]
      let isLast = index + 1 == pairs.count
      let end = isLast ? written.count : pairs[index + 1].field - 1
      rewritten.append(index == 0 ? "[" : "],[")
      rewritten.append(UnsafeRawBufferPointer(rebasing: written[pair.field..<pair.colon]))
      rewritten.append(0x2C)
      rewritten.append(UnsafeRawBufferPointer(rebasing: written[(pair.colon + 1)..<end]))
      if let milliseconds = pair.expiresAt {
        rewritten.append(0x2C)
        rewritten.append(decimal: milliseconds)
      }
    }
    pairIsOpen = pairs.count > 0
    json.truncate(to: valueStart)
    json.append(rewritten)
    pairs.removeAll()
  }
}
