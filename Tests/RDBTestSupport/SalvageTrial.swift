/// One repair of one wounded file, compared with the file that was whole.
package struct SalvageTrial {
  package let wound: Wound
  /// The exit code of `repair`.
  package let exitCode: Int32
  /// Keys whose bytes were not touched, and those of them that came out as they were.
  package private(set) var untouched = 0
  package private(set) var saved = 0
  /// Keys that were not in the file.
  package private(set) var invented: [SalvageTruth.Name] = []
  /// Keys whose names were hit by the wound and came out as the wound left them: nothing in the file can show that.
  package private(set) var renamed: [SalvageTruth.Name] = []
  /// Keys that were in the file, in another database.
  package private(set) var misplaced: [SalvageTruth.Name] = []
  /// Untouched keys with another value.
  package private(set) var changed: [SalvageTruth.Name] = []
  /// Touched keys with another value than they had, and with their own after all.
  package private(set) var suspect: [SalvageTruth.Name] = []
  package private(set) var restored = 0
  /// Untouched keys that are missing.
  package private(set) var missing: [SalvageTruth.Name] = []
  /// What `repair` said.
  package let text: String
  /// The output, when there is one.
  package let output: [UInt8]?

  /// - Throws: when the output cannot be read.
  package init(_ truth: SalvageTruth, _ wound: Wound) throws {
    self.wound = wound
    let directory = try TemporaryDirectory("salvage")
    let input = try directory.write(wound.bytes, to: "in.rdb")
    let run = try Toolrun.run(["repair", input, "-o", directory.path("out.rdb")])
    exitCode = run.exitCode
    text = run.output + run.errorOutput
    output = directory.bytes("out.rdb")
    let found = output == nil ? [:] : try SalvageTruth.digests(directory.path("out.rdb"))
    let keys = Dictionary(grouping: truth.digests, by: \.key.key)
    for (name, digest) in found {
      guard let own = truth.digests[name], let range = truth.ranges[name] else {
        if keys[name.key]?.contains(where: { $0.value == digest }) == true { misplaced.append(name) } else { invented.append(name) }
        continue
      }
      if own == digest {
        if wound.touches(range) { restored += 1 }
      } else if wound.touches(range) {
        suspect.append(name)
      } else {
        changed.append(name)
      }
    }
    let hit = truth.names.count { wound.touches($0) }
    if invented.count <= hit { (renamed, invented) = (invented, []) }
    for (name, range) in truth.ranges where !wound.touches(range) {
      untouched += 1
      if found[name] != nil { saved += 1 } else { missing.append(name) }
    }
  }
}
