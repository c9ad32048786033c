import RDBFormats

/// Makes a list of a packed value; nodes stay as the file has them.
final class ListBuilder: ValueBuilder {
  private let list: ListValue
  /// How many elements the nodes have that are not complete yet, the last first; for files with ziplists.
  private var nodeCounts: [Int] = []
  /// The first of those nodes.
  private var node = PackedElements()
  private var encoding = ValueEncoding.list

  init(_ limits: EncodingLimits = EncodingLimits()) {
    list = ListValue(nodeLimit: limits.listNodeByteCount)
    list.begin()
    super.init(list)
  }

  override func begin(_ encoding: ValueEncoding, _ bytes: UnsafeRawBufferPointer, _ reader: SerializedValueReader) throws(DecodeFault) {
    self.encoding = encoding
    var counts: [Int] = []
    try reader.nodes(encoding, bytes) { kind, content in
      switch kind {
      case .plain: self.list.append(ListNode(content, isPlain: true))
      case .listpack: if let elements = PackedElements(listpack: content) { self.list.append(ListNode(elements)) }
      // A ziplist says how many entries it has, unless they are too many. Servers skip empty ones.
      case .ziplist: if content.count >= 10, content[8] | content[9] > 0 { counts.append(Int(content[8]) | Int(content[9]) << 8) }
      case .stream: break
      }
    }
    nodeCounts = counts.reversed()
  }

  override func add(_ role: ElementRole, _ bytes: UnsafeRawBufferPointer) {
    switch encoding {
    case .quicklist2: break
    case .quicklist, .listZiplist:
      node.append(bytes)
      // 65535 stands for a count that the ziplist does not know: then there is one node for all that is left.
      if let wanted = nodeCounts.last, wanted < 0xFFFF, node.count >= wanted { endNode() }
    default: list.push(bytes, .tail)
    }
  }

  private func endNode() {
    if node.count > 0 { list.append(ListNode(node)) }
    node = PackedElements()
    _ = nodeCounts.popLast()
  }

  override func finish(_ encoding: ValueEncoding) {
    if node.count > 0 { endNode() }
    list.finish()
  }
}
