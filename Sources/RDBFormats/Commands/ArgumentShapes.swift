/// What the arguments of commands look like: the shapes of all commands, one behind the other.
///
/// A shape is a text of elements with blanks between them:
///
///     int            one argument of that kind (`ArgumentKind.words`)
///     LEFT|RIGHT     one of these words
///     ?uint          may be missing at the end
///     (_ _)*  _*  id*   again and again up to what must follow
///     (float _)+     the same, at least once
///     id~            as long as it is one
///     #_  #(_ _)  #0_   a count of at least 1 (0) and so many
///     ^float         as many as the last count said
///     {NX/c EX=ttl>0s/e LIMIT=int,int}
///                    options in any order until a word is none; letters behind `/` are groups of which only
///                    one option may stand, `/1` may stand only once; `@r7.0v7.2` is who knows it
///     !zadd          a rule that the text cannot say, `ArgumentRule`
struct ArgumentShapes: @unchecked Sendable {
  struct Node {
    enum Operation: UInt8 { case value, words, options, repeated, whileValid, counted, asMany, rule }
    var operation: Operation
    var kind = ArgumentKind.any
    var isOptional = false
    /// The smallest number of a repetition or count.
    var minimum: UInt8 = 0
    var rule = ArgumentRule.none
    /// Where its words, options or inner nodes stand.
    var from: UInt16 = 0
    var to: UInt16 = 0
    /// How many arguments must follow a repetition.
    var tail: UInt8 = 0
  }

  struct Option {
    var word: CommandWord
    var availability: CommandAvailability
    /// One bit a group.
    var groups: UInt32
    var isOnce: Bool
    /// The nodes of its values.
    var from: UInt16
    var to: UInt16
  }

  struct Word {
    var word: CommandWord
    var availability: CommandAvailability
  }

  // As in CommandTable: written once, never freed, read without a reference count.
  let nodes: UnsafePointer<Node>
  let options: UnsafePointer<Option>
  let words: UnsafePointer<Word>
  /// How many elements of the texts were not understood; a test says 0.
  let misunderstood: Int

  /// How many words, with the name, a command has that stops in front of its options, when all before them may be anything.
  func freeCount(_ shape: Range<Int>) -> UInt16 {
    var count: UInt16 = 1
    var index = shape.lowerBound
    while index < shape.upperBound, nodes[index].operation == .value, nodes[index].kind == .any, !nodes[index].isOptional {
      count += 1
      index += 1
    }
    let rest = shape.isEmpty ? 0..<0 : index..<shape.upperBound
    let isFree = rest.allSatisfy { nodes[$0].operation == .options || nodes[$0].isOptional || nodes[$0].rule == .set }
    return isFree ? count : 0
  }

  /// Whether a shape looks at how many words there are and at none of them: `HSET key (_ _)+`.
  func dependsOnCountOnly(_ shape: Range<Int>) -> Bool {
    shape.allSatisfy { index in
      switch nodes[index].operation {
      case .value: nodes[index].kind == .any
      case .repeated: dependsOnCountOnly(Int(nodes[index].from)..<Int(nodes[index].to))
      default: false
      }
    }
  }

  struct Builder {
    private var nodes: [Node] = []
    private var options: [Option] = []
    private var words: [Word] = []
    private var misunderstood = 0

    /// Takes up the shape of one command.
    mutating func add(_ text: Substring) -> Range<Int> {
      let parsed = parse(text)
      return store(parsed)
    }

    func finish() -> ArgumentShapes {
      ArgumentShapes(nodes: Self.keep(nodes), options: Self.keep(options), words: Self.keep(words), misunderstood: misunderstood)
    }

    private static func keep<Element>(_ elements: [Element]) -> UnsafePointer<Element> {
      let memory = UnsafeMutablePointer<Element>.allocate(capacity: max(1, elements.count))
      memory.initialize(from: elements, count: elements.count)
      return UnsafePointer(memory)
    }

    private mutating func store(_ list: [Node]) -> Range<Int> {
      let start = nodes.count
      var list = list
      for index in list.indices where list[index].operation == .repeated {
        list[index].tail = UInt8(clamping: list[(index + 1)...].filter { $0.operation != .rule }.count)
      }
      nodes += list
      return start..<nodes.count
    }

    private mutating func parse(_ text: Substring) -> [Node] {
      elements(text).map { node($0) }
    }

    /// Blanks part elements, but not within brackets.
    private func elements(_ text: Substring) -> [Substring] {
      var result: [Substring] = []
      var depth = 0
      var start = text.startIndex
      for index in text.indices {
        let character = text[index]
        if character == "{" || character == "(" { depth += 1 }
        if character == "}" || character == ")" { depth -= 1 }
        if character == " ", depth == 0 {
          result.append(text[start..<index])
          start = text.index(after: index)
        }
      }
      result.append(text[start...])
      return result.filter { !$0.isEmpty }
    }

    private mutating func node(_ element: Substring) -> Node {
      var text = element
      switch text.first {
      case "!":
        guard let rule = ArgumentRule(rawValue: String(text.dropFirst())) else { return misread() }
        return Node(operation: .rule, rule: rule)
      case "{":
        let list = elements(text.dropFirst().dropLast()).compactMap { option($0) }
        let start = options.count
        options += list
        return Node(operation: .options, from: UInt16(clamping: start), to: UInt16(clamping: options.count))
      case "#":
        text = text.dropFirst()
        var node = Node(operation: .counted, minimum: 1)
        if text.first == "0" {
          node.minimum = 0
          text = text.dropFirst()
        }
        return inner(text, of: node)
      case "^": return inner(text.dropFirst(), of: Node(operation: .asMany))
      case "?":
        var node = node(text.dropFirst())
        node.isOptional = true
        return node
      default: break
      }
      if text.last == "*" { return inner(text.dropLast(), of: Node(operation: .repeated)) }
      if text.last == "+" { return inner(text.dropLast(), of: Node(operation: .repeated, minimum: 1)) }
      if text.last == "~" { return inner(text.dropLast(), of: Node(operation: .whileValid)) }
      if let kind = ArgumentKind.words[String(text)] { return Node(operation: .value, kind: kind) }
      let start = words.count
      for part in text.split(separator: "|") {
        let (name, availability) = versioned(part)
        guard let word = CommandWord(name), let availability else { return misread() }
        words.append(Word(word: word, availability: availability))
      }
      return Node(operation: .words, from: UInt16(clamping: start), to: UInt16(clamping: words.count))
    }

    private mutating func inner(_ text: Substring, of outer: Node) -> Node {
      let inside = store(parse(text.first == "(" ? text.dropFirst().dropLast() : text))
      var node = outer
      node.from = UInt16(clamping: inside.lowerBound)
      node.to = UInt16(clamping: inside.upperBound)
      return node
    }

    private mutating func option(_ text: Substring) -> Option? {
      // Versions stand last, groups before them; a value may hold words with bars.
      let (body, availability) = versioned(text)
      var groups: UInt32 = 0
      var isOnce = false
      var rest = body
      if let slash = body.lastIndex(of: "/") {
        rest = body[..<slash]
        for letter in body[body.index(after: slash)...].utf8 {
          if letter == UInt8(ascii: "1") { isOnce = true } else { groups |= 1 << UInt32(letter & 31) }
        }
      }
      let sides = rest.split(separator: "=", maxSplits: 1)
      guard let first = sides.first, let word = CommandWord(first), let availability else {
        _ = misread()
        return nil
      }
      var inside = 0..<0
      if sides.count == 2 {
        let list = splitValues(sides[1]).map { node($0) }
        inside = store(list)
      }
      return Option(
        word: word, availability: availability, groups: groups, isOnce: isOnce, from: UInt16(clamping: inside.lowerBound),
        to: UInt16(clamping: inside.upperBound))
    }

    private func splitValues(_ text: Substring) -> [Substring] { text.first == "#" || text.first == "^" ? [text] : text.split(separator: ",") }

    /// `NAME@r7.0v7.2`: the name and who knows it; without `@` everyone.
    private func versioned(_ text: Substring) -> (Substring, CommandAvailability?) {
      // `COUNT@r8.6` within the words of an option's value is the value's.
      guard let at = text.lastIndex(of: "@"), !text[..<at].contains("|") else { return (text, .always) }
      return (text[..<at], CommandAvailability.compact(text[text.index(after: at)...]))
    }

    private mutating func misread() -> Node {
      misunderstood += 1
      return Node(operation: .value)
    }
  }
}
