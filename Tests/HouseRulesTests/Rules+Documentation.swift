extension Rules {
  /// Public declarations, and cases of public enums, that no `///` comment explains.
  ///
  /// A witness of a standard protocol (`==`, `hash(into:)`, `description`, coding) inherits its documentation.
  static func documentation(_ path: String, _ text: SwiftText) -> [Violation] {
    var found: [Violation] = []
    var depth = 0
    // How deep the bodies of the public enums around the current line are.
    var publicEnums: [Int] = []
    for (index, line) in text.code.enumerated() {
      let words = words(of: line)
      let isCase = publicEnums.last == depth && words.first(where: { $0 != "indirect" }) == "case"
      let name = publicDeclaration(words)
      if (isCase || name != nil) && !isDocumented(index, text) {
        let subject = isCase ? "a case of a public enum" : "public \(name ?? "")"
        found.append(Violation(file: path, line: index + 1, message: "\(subject) has no /// comment"))
      }
      let opens = line.filter { $0 == "{" }.count
      if name?.hasPrefix("enum ") == true && opens > 0 { publicEnums.append(depth + 1) }
      depth += opens - line.filter { $0 == "}" }.count
      while let body = publicEnums.last, depth < body { publicEnums.removeLast() }
    }
    return found
  }

  private static func words(of line: String) -> [String] {
    line.split(whereSeparator: { " \t({:<,".contains($0) }).map(String.init)
  }

  /// Kind and name of what a line declares publicly, or nil.
  private static func publicDeclaration(_ words: [String]) -> String? {
    let kinds: Set = [
      "struct", "enum", "class", "actor", "protocol", "func", "var", "let", "init", "init?", "subscript", "typealias", "case", "macro",
    ]
    guard let access = words.firstIndex(where: { $0 == "public" || $0 == "open" }),
      words[..<access].allSatisfy({ $0.hasPrefix("@") || modifiers.contains($0) || $0.hasSuffix(")") }),
      let kind = words[(access + 1)...].firstIndex(where: kinds.contains),
      words[(access + 1)..<kind].allSatisfy({ modifiers.contains($0) || $0.hasSuffix(")") })
    else { return nil }
    let name = kind + 1 < words.count && !words[kind].hasPrefix("init") && words[kind] != "subscript" ? words[kind + 1] : ""
    let inherited: Set = ["==", "hash", "description", "debugDescription", "encode", "hashValue"]
    if inherited.contains(name) || (words[kind] == "init" && words.dropFirst(kind + 1).first == "from") { return nil }
    // `class func` and `class var` are members, `class Name` is a type.
    return words[kind] + " " + name
  }

  private static let modifiers: Set = [
    "public", "open", "final", "static", "class", "mutating", "nonmutating", "nonisolated", "override", "required",
    "convenience", "indirect", "lazy", "weak", "unowned", "private", "set)", "package", "consuming", "borrowing", "prefix",
    "postfix", "infix", "isolated", "dynamic", "distributed", "sending",
  ]

  /// Whether the lines in front of a declaration end in a documentation comment, attributes and conditions aside.
  private static func isDocumented(_ index: Int, _ text: SwiftText) -> Bool {
    var above = index - 1
    while above >= 0 {
      let line = text.lines[above].drop { $0 == " " || $0 == "\t" }
      if line.hasPrefix("///") || line.hasSuffix("*/") { return true }
      guard line.hasPrefix("@") || line.hasPrefix("#if") || line.hasPrefix("#else") else { return false }
      above -= 1
    }
    return false
  }
}
