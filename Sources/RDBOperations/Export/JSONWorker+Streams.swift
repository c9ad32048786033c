import RDBFormats

/// How far a stream has been told.
enum StreamPart {
  /// No entry yet.
  case entries
  /// In the fields of an entry.
  case entry
  /// No group yet.
  case groups
  /// In what a group has pending.
  case pending
  /// In what a consumer has pending.
  case owned
  /// In what was given back by consumers (Redis 8.8).
  case returned
}

// {"entries":[{"id":"1-1","fields":[["f","v"]]}],"length":1,"lastId":"1-1","maxDeletedId":"0-0","entriesAdded":1,
//  "groups":[{"name":"g","lastId":"1-1","entriesRead":1,"pending":[{"id":"1-1","deliveredAt":ms,"count":1}],
//             "consumers":[{"name":"c","seenAt":ms,"activeAt":ms,"pending":["1-1"]}],"returned":["1-1"]}]}

extension JSONWorker {
  func beginEntry(_ id: StreamEntryID) {
    elementCount &+= 1
    json.append(streamPart == .entry ? "]},{\"id\":" : "{\"id\":")
    json.appendJSON(id)
    json.append(",\"fields\":[")
    streamPart = .entry
    needsComma = false
  }

  func append(_ properties: StreamProperties) {
    json.append(streamPart == .entry ? "]}],\"length\":" : "],\"length\":")
    json.append(decimal: properties.length)
    json.append(",\"lastId\":")
    json.appendJSON(properties.last)
    if let deleted = properties.maxDeleted {
      json.append(",\"maxDeletedId\":")
      json.appendJSON(deleted)
    }
    if let added = properties.entriesAdded {
      json.append(",\"entriesAdded\":")
      json.append(decimal: added)
    }
    json.append(",\"groups\":[")
    streamPart = .groups
    needsComma = false
  }

  func beginGroup() {
    if endGroup() { json.append(0x2C) }
    json.append("{\"name\":")
  }

  func append(_ group: StreamGroup) {
    json.append(",\"lastId\":")
    json.appendJSON(group.last)
    json.append(",\"entriesRead\":")
    if let count = group.entriesRead { json.append(decimal: count) } else { json.append("null") }
    json.append(",\"pending\":[")
    streamPart = .pending
    needsComma = false
  }

  func appendPending(_ id: StreamEntryID, deliveredAt: Int64, deliveryCount: UInt64) {
    comma()
    json.append("{\"id\":")
    json.appendJSON(id)
    json.append(",\"deliveredAt\":")
    json.append(decimal: deliveredAt)
    json.append(",\"count\":")
    json.append(decimal: deliveryCount)
    json.append(0x7D)
    rest()
  }

  func beginConsumer() { json.append(streamPart == .pending ? "],\"consumers\":[{\"name\":" : "]},{\"name\":") }

  func appendConsumer(seenAt: Int64, activeAt: Int64?, pendingCount: UInt64) {
    json.append(",\"seenAt\":")
    json.append(decimal: seenAt)
    json.append(",\"activeAt\":")
    // −1 is never.
    if let activeAt, activeAt != -1 { json.append(decimal: activeAt) } else { json.append("null") }
    json.append(",\"pending\":[")
    streamPart = .owned
    ownedLeft = pendingCount
    needsComma = false
  }

  func appendOwned(_ id: StreamEntryID) {
    if streamPart == .owned, ownedLeft > 0 {
      ownedLeft &-= 1
    } else if streamPart != .returned {
      // More than the consumer has: entries that belong to nobody any more.
      json.append(streamPart == .pending ? "],\"consumers\":[],\"returned\":[" : "]}],\"returned\":[")
      streamPart = .returned
      needsComma = false
    }
    comma()
    json.appendJSON(id)
    rest()
  }

  func endGroups() {
    _ = endGroup()
    json.append("]}")
    streamPart = .groups
  }

  /// - Returns: whether there was one to end.
  private func endGroup() -> Bool {
    switch streamPart {
    case .entries, .entry, .groups: return false
    case .pending: json.append("],\"consumers\":[]}")
    case .owned: json.append("]}]}")
    case .returned: json.append("]}")
    }
    return true
  }
}
