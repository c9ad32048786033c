import RDBFiles
import RDBFormats

/// Which files a repaired set is made of: by the manifest where that can be trusted, by what is on disk where it cannot.
struct AOFSetPlan {
  /// A file and its line in the new manifest.
  struct Member {
    let part: AOFPart
    var entry: AOFManifestEntry
  }

  /// The base, if there is one, then the increments.
  private(set) var members: [Member] = []
  private(set) var lost: [(name: String, byteCount: UInt64, why: String)] = []
  private(set) var notes: [String] = []
  /// Whether the manifest as it is would do.
  private(set) var keepsManifest: Bool

  init(_ set: AOFSet) {
    let manifest = set.manifest
    // A file that is named twice would be loaded twice: one of the lines is wrong.
    let isTrusted = manifest.map { $0.isAccepted && !$0.parts.isEmpty && Swift.Set($0.parts.map(\.name)).count == $0.parts.count } ?? false
    keepsManifest = isTrusted
    if isTrusted { take(listed: set) } else { rebuild(set) }
    if manifest == nil {
      notes.append("there is no manifest: it was written anew from the names of the files")
    } else if !isTrusted {
      notes.append("this manifest cannot be trusted: it was written anew from what can be read of it and from the names of the files")
    }
    if manifest?.problems.contains(where: { $0.kind.isRefused }) == true { keepsManifest = false }
  }

  private static func isFile(_ part: AOFPart) -> Bool { if case .file = part.state { true } else { false } }

  // MARK: A manifest that servers accept

  private mutating func take(listed set: AOFSet) {
    for part in set.parts {
      guard let entry = part.entry else { continue }
      if Self.isFile(part) { members.append(Member(part: part, entry: entry)) } else { missing(part) }
    }
    let hadBase = set.parts.contains { $0.type == .base }
    if !members.contains(where: { $0.entry.type == .base }), let (part, name) = Self.strays(set, .base).last,
      let entry = AOFManifestEntry(name: Array(part.name.utf8), sequence: name.sequence, type: .base)
    {
      members.insert(Member(part: part, entry: entry), at: 0)
      keepsManifest = false
      notes.append("\(PathText(part.name)): taken for the base, since \(hadBase ? "the one that the manifest names is not there" : "the manifest names none")")
    }
    // A manifest older than its files: an increment that continues the sequence belongs to it.
    let base = members.first { $0.entry.type == .base }?.entry.sequence
    var last = set.parts.filter { $0.type == .increment }.compactMap(\.entry?.sequence).max()
    for (part, name) in Self.strays(set, .increment) {
      let isNext = if let last { name.sequence == last &+ 1 } else { name.sequence >= base ?? 1 }
      guard isNext, let entry = AOFManifestEntry(name: Array(part.name.utf8), sequence: name.sequence, type: .increment) else {
        notes.append("\(PathText(part.name)): no line of the manifest names it and its sequence does not continue; left where it is")
        continue
      }
      last = name.sequence
      members.append(Member(part: part, entry: entry))
      keepsManifest = false
      notes.append("\(PathText(part.name)): no line of the manifest names it, and its sequence continues: it was taken in")
    }
  }

  private mutating func missing(_ part: AOFPart) {
    keepsManifest = false
    let why: String
    switch part.state {
    case .notRegular: why = "the manifest names it, and it is no file"
    case .unreadable(let number): why = "the manifest names it, and it cannot be examined (error \(number))"
    case .missing, .file: why = "the manifest names it, and it is not there"
    }
    lost.append((part.name, 0, why))
  }

  private static func strays(_ set: AOFSet, _ type: AOFManifestEntry.FileType) -> [(AOFPart, AOFFileName)] {
    set.strays.compactMap { part in
      guard part.type == type, isFile(part), let name = AOFFileName(parsing: Array(part.name.utf8)), name.prefix == set.prefix else { return nil }
      return (part, name)
    }.sorted { $0.1.sequence < $1.1.sequence }
  }

  // MARK: A manifest that is lost or damaged

  private mutating func rebuild(_ set: AOFSet) {
    var seen: Swift.Set<String> = []
    var bases: [Member] = []
    var increments: [(member: Member, isListed: Bool)] = []
    for part in set.parts + set.strays where seen.insert(part.name).inserted {
      guard Self.isFile(part) else {
        missing(part)
        continue
      }
      let name = AOFFileName(parsing: Array(part.name.utf8))
      if part.entry == nil, name?.prefix != set.prefix {
        notes.append("\(PathText(part.name)): belongs to another AOF by its name; left where it is")
        continue
      }
      // What a file is called says what it is; a name of the user's own is what the manifest says it is.
      guard let type = name?.type ?? part.entry?.type, let sequence = name?.sequence ?? part.entry?.sequence,
        var entry = part.entry ?? AOFManifestEntry(name: Array(part.name.utf8), sequence: sequence, type: type)
      else { continue }
      entry.type = type
      entry.sequence = max(1, sequence)
      let member = Member(part: part, entry: entry)
      if type == .base { bases.append(member) } else { increments.append((member, part.entry != nil)) }
    }
    bases.sort { $0.entry.sequence < $1.entry.sequence }
    if let base = bases.last { members.append(base) }
    for older in bases.dropLast() { notes.append("\(PathText(older.part.name)): an older base; left where it is") }
    let base = bases.last?.entry.sequence ?? 0
    var last: Int64 = 0
    for (member, isListed) in increments.sorted(by: { $0.member.entry.sequence < $1.member.entry.sequence }) {
      guard isListed || member.entry.sequence >= base else {
        notes.append("\(PathText(member.part.name)): older than the base; left where it is")
        continue
      }
      var member = member
      if member.entry.sequence <= last { member.entry.sequence = last &+ 1 }
      last = member.entry.sequence
      members.append(member)
    }
  }
}
