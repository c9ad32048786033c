extension ValueEncoding {
  /// The RDB version that the type byte came with (rdb.md §5).
  public var firstRDBVersion: Int {
    switch self {
    case .string, .list, .set, .sortedSet, .hash: 1
    case .hashZipmap, .listZiplist, .setIntset, .sortedSetZiplist: 2
    case .hashZiplist: 4
    case .quicklist: 7
    case .sortedSet2, .modulePreGA, .module2: 8
    case .stream: 9
    case .hashListpack, .sortedSetListpack, .quicklist2, .stream2: 10
    case .setListpack, .stream3: 11
    case .hashMetadataPreGA, .hashListpackExPreGA, .hashMetadata, .hashListpackEx: 12
    case .stream4: 13
    case .stream5, .array: 14
    case .hashTemplateListpack, .hashTemplateListpackReference, .hashTemplateArray, .hashTemplateArrayReference: 15
    case .valkeyHash2: 80
    case .valkeyPathHash: 81
    }
  }
}
