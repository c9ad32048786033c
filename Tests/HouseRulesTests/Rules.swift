import Foundation
import RDBTestSupport

/// The rules themselves: a file in, its violations out.
enum Rules {
  /// What a target may import; a target that is not listed may not exist.
  ///
  /// This is the table of rooms, one line a target. The manifest says it too; here a change shows up as a failing
  /// sentence instead of a build that still works because the module happened to be there.
  static let allowedImports: [String: Set<String>] = [
    "CLZ4": [],
    "CZlib": [],
    "CAcceleration": [],
    "RDBFormats": ["CAcceleration", "Glibc", "Synchronization"],
    "RDBEngine": ["RDBFormats", "Glibc", "Synchronization"],
    "RDBFiles": ["RDBFormats", "CLZ4", "CZlib", "Glibc", "Synchronization"],
    "RDBNetwork": [
      "RDBFormats", "RDBEngine", "NIO", "NIOCore", "NIOPosix", "NIOSSL", "NIOConcurrencyHelpers", "Logging", "Synchronization",
    ],
    "RDBRepository": ["RDBFormats", "RDBFiles", "Crypto", "Glibc", "Synchronization"],
    "RDBOperations": [
      "RDBFormats", "RDBFiles", "RDBEngine", "RDBNetwork", "RDBRepository", "Glibc", "Synchronization", "Logging",
    ],
    "rdbtool": [
      "RDBFormats", "RDBFiles", "RDBEngine", "RDBNetwork", "RDBRepository", "RDBOperations", "Glibc", "Synchronization",
      "Logging", "ArgumentParser",
    ],
    "RDBFuzzing": ["RDBFormats", "RDBFiles", "RDBOperations"],
    "rdbfuzz": ["RDBFuzzing", "Glibc"],
    "rdbbench": ["RDBFormats", "RDBFiles", "RDBEngine", "Glibc"],
  ]

  /// Imports that the table does not allow.
  static func imports(_ path: String, _ text: SwiftText) -> [Violation] {
    guard let target = path.split(separator: "/").dropFirst().first.map(String.init) else { return [] }
    let allowed = allowedImports[target]
    return text.code.enumerated().compactMap { index, line in
      let words = line.split(separator: " ").map(String.init)
      guard let keyword = words.firstIndex(of: "import"), keyword + 1 < words.count,
        words[..<keyword].allSatisfy({ $0.hasPrefix("@") || ["public", "package", "internal", "private", "fileprivate"].contains($0) })
      else { return nil }
      // `import struct Module.Name` names the kind before the module.
      let kinds: Set = ["struct", "enum", "class", "protocol", "typealias", "func", "var", "let"]
      let rest = words[(keyword + 1)...].drop { kinds.contains($0) }
      guard let module = rest.first?.split(whereSeparator: { $0 == "." || $0 == ";" }).first.map(String.init) else { return nil }
      if let allowed, allowed.contains(module) { return nil }
      return Violation(file: path, line: index + 1, message: "\(target) may not import \(module)")
    }
  }

  /// Ways to trap on input, and code that promises to be finished later.
  static func traps(_ path: String, _ text: SwiftText) -> [Violation] {
    var found: [Violation] = []
    for (index, line) in text.code.enumerated() {
      func report(_ message: String) { found.append(Violation(file: path, line: index + 1, message: message)) }
      for word in ["fatalError", "preconditionFailure", "assertionFailure", "unsafelyUnwrapped", "unsafeBitCast"] where contains(line, word: word) {
        report("\(word): validate into a type or throw")
      }
      for before in forceOperators(line) {
        switch before {
        case "try": report("try!: let the error through")
        case "as": report("as!: use as? and say what happens otherwise")
        default: report("\(before)!: a forced unwrap")
        }
      }
      for marker in ["TODO", "FIXME"] where contains(text.lines[index], word: marker) { report("\(marker): finish it or write down what is missing") }
    }
    return found
  }

  /// The word in front of every `!` that stands behind something: `try`, `as`, or what is unwrapped.
  static func forceOperators(_ line: String) -> [String] {
    let characters = Array(line)
    return characters.indices.compactMap { index in
      guard characters[index] == "!", index > 0 else { return nil }
      let before = characters[index - 1]
      guard before.isLetter || before.isNumber || "_)]}?>`\"".contains(before) else { return nil }
      // `a != b` has a space; `a!=b` would be read as a comparison by the compiler too.
      if index + 1 < characters.count, characters[index + 1] == "=" { return nil }
      let word = String(characters[..<index].reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" }.reversed())
      return word.isEmpty ? String(before) : word
    }
  }

  private static func contains(_ line: String, word: String) -> Bool {
    var rest = line[...]
    while let range = rest.range(of: word) {
      let before = range.lowerBound == line.startIndex ? nil : line[line.index(before: range.lowerBound)]
      let after = range.upperBound == line.endIndex ? nil : line[range.upperBound]
      let isPart = [before, after].contains { $0.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false }
      if !isPart { return true }
      rest = line[range.upperBound...]
    }
    return false
  }

  /// Files that nobody reads to the end. A table, marked in its first lines with `// table:` and why, may be long.
  static func length(_ path: String, _ text: SwiftText, limit: Int = 600) -> [Violation] {
    guard text.lines.count > limit, !text.lines.prefix(10).contains(where: { $0.hasPrefix("// table:") }) else { return [] }
    return [Violation(file: path, line: limit + 1, message: "\(text.lines.count) lines, over \(limit); split it by topic")]
  }

  /// Folders of one machine. `prefixes` is put together so that this file does not break its own rule.
  static func machinePaths(_ path: String, _ lines: [String]) -> [Violation] {
    let prefixes = ["work", "root", "home", "tmp"].map { "/" + $0 + "/" }
    return lines.enumerated().flatMap { index, line in
      prefixes.filter { prefix in
        var rest = line[...]
        while let range = rest.range(of: prefix) {
          // Behind a letter, a dot or a brace it is part of a longer path: a URL, "$HOME/…", "../shared/…".
          let before = range.lowerBound == line.startIndex ? " " : line[line.index(before: range.lowerBound)]
          if !(before.isLetter || before.isNumber || "._-})*".contains(before)) { return true }
          rest = line[range.upperBound...]
        }
        return false
      }.map { Violation(file: path, line: index + 1, message: "\($0)… is a folder of one machine") }
    }
  }
}
