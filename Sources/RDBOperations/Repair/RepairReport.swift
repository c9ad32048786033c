package import RDBFormats

/// What `repair` came to.
package struct RepairReport: Sendable {
  /// The header of the file; nil when it could not be read.
  package var header: RDBHeader?
  /// The header of the new file.
  package var newHeader: RDBHeader
  /// What the checksum said of the file as it was found.
  package var checksum = PipelineEnd.Checksum.unchecked
  /// Bytes that the checksum proved wrong, and what they had been.
  package var corrected: CorrectedBytes?
  /// Bytes of the (decompressed) file.
  package var bytes: UInt64 = 0
  /// Keys in the new file.
  package var kept: UInt64 = 0
  /// Of those the ones of which only a part was readable.
  package var keptInPart: UInt64 = 0
  /// Keys by database.
  package var databases: [UInt64: SalvageWalker.Count] = [:]
  /// What was lost, in the order of the file; at most ``RepairPlan/maximumLossCount`` of them.
  package var losses: [SalvageLoss] = []
  /// All that was lost.
  package var lossCount: UInt64 = 0
  /// How many of those were keys for certain.
  package var lostKeys: UInt64 = 0
  /// Bytes of the file that are not in the new one.
  package var lostBytes: UInt64 = 0
  /// Stretches of the file that are not in the new one.
  package var lostRanges: [Range<Int>] = []
  /// What a reader has to know of it, in sentences.
  package var notes: [String] = []
  /// Where the bytes are that were left out; nil when there are none, or nothing was written.
  package var quarantine: String?
  /// The name under which the old file stays; nil when it was not replaced.
  package var backup: String?
  /// Bytes of the new file; 0 when none was written.
  package var newByteCount: UInt64 = 0

  /// Whether everything that was a key, a function or module data is in the new file.
  package var isComplete: Bool { lossCount == 0 }

  /// Whether there is nothing to mend: the file is as it should be.
  package var isSound: Bool {
    guard let header, lossCount == 0, lostRanges.isEmpty, corrected == nil, header == newHeader else { return false }
    switch checksum {
    case .valid, .absent: return true
    case .invalid, .unchecked: return false
    }
  }

  /// The share of keys that were saved, as far as one can know how many there were; 0 to 1.
  package var savedShare: Double {
    let all = kept + lostKeys
    return all == 0 ? 1 : Double(kept) / Double(all)
  }

  /// Takes up that bytes were left out before the walk: places behind them are those of a file without them.
  mutating func leaveOut(_ range: Range<Int>) {
    func place(_ offset: Int) -> Int { offset < range.lowerBound ? offset : offset + range.count }
    func whole(_ other: Range<Int>) -> Range<Int> { other.isEmpty ? place(other.lowerBound)..<place(other.lowerBound) : place(other.lowerBound)..<place(other.upperBound - 1) + 1 }
    for index in losses.indices { losses[index].range = whole(losses[index].range) }
    lostRanges = lostRanges.map(whole)
    guard !lostRanges.contains(where: { $0.contains(range.lowerBound) }) else { return }
    lostRanges.insert(range, at: lostRanges.firstIndex { $0.lowerBound > range.lowerBound } ?? lostRanges.count)
  }
}

/// Bytes in a row that the checksum proves wrong.
package struct CorrectedBytes: Hashable, Sendable {
  /// Where they stand, in bytes from the start of the file.
  package let range: Range<Int>
  /// What stands there.
  package let found: [UInt8]
  /// What stood there when the file was written; nothing when bytes had been put in between.
  package let right: [UInt8]
}
