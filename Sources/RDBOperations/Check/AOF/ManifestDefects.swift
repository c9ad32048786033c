import RDBFiles
import RDBFormats

/// What is wrong with the manifest of an AOF, and with the files beside it.
enum ManifestDefects {
  static func of(_ set: AOFSet) -> [StructuralDefect] {
    var found: [StructuralDefect] = []
    let manifestName = set.manifestPath.map { String($0.split(separator: "/").last ?? "") }
    if let manifest = set.manifest {
      for problem in manifest.problems {
        if case .noParts = problem.kind, manifest.problems.contains(where: \.kind.isRefused) { continue }
        found.append(self.problem(problem, set, file: manifestName))
      }
    } else {
      found.append(
        StructuralDefect(
          "manifest.missing", .damaged, file: nil,
          "no manifest beside \(set.strays.count) file\(set.strays.count == 1 ? "" : "s") of an AOF: a server with `appendonly yes` starts EMPTY and writes a new one",
          hint: "`rdbtool repair DIR -o OUT` rebuilds the manifest from the files; start no server on it before"))
    }
    for part in set.parts { if let defect = self.part(part, isLast: part.name == set.parts.last?.name) { found.append(defect) } }
    for part in set.history where part.state == .missing {
      found.append(StructuralDefect("part.history-missing", .note, file: part.name, "a file of the past that is gone already: servers do not mind"))
    }
    if set.manifest != nil {
      for part in set.strays {
        found.append(
          StructuralDefect(
            "part.stray", .warning, file: part.name, "no line of the manifest names this file: servers ignore it, and may write over it",
            hint: "was the manifest of an older moment put beside newer files?"))
      }
    }
    for name in set.temporaryNames.prefix(100) {
      found.append(StructuralDefect("part.temporary", .note, file: name, "left by an interrupted rewrite: servers ignore it"))
    }
    return found
  }

  private static func part(_ part: AOFPart, isLast: Bool) -> StructuralDefect? {
    switch part.state {
    case .missing:
      return StructuralDefect(
        "part.missing", .refused, file: part.name, "the manifest names this \(part.type == .base ? "base" : "increment"), but there is no such file",
        hint: "copy the whole directory again, the manifest last")
    case .notRegular: return StructuralDefect("part.not-a-file", .refused, file: part.name, "the manifest names it, but it is no regular file")
    case .unreadable: return nil
    case .file(let byteCount):
      guard byteCount == 0 else { return nil }
      return isLast
        ? StructuralDefect("part.empty", .note, file: part.name, "an empty file: nothing was written since the rewrite")
        : StructuralDefect(
          "part.empty", .warning, file: part.name, "an empty file in front of others: servers load it, but was nothing ever written to it?",
          hint: "compare its size with the original")
    }
  }

  private static func problem(_ problem: AOFManifestProblem, _ set: AOFSet, file: String?) -> StructuralDefect {
    let (code, message, hint) = words(problem.kind)
    let effect: Effect
    switch problem.kind {
    case let kind where kind.isRefused: effect = .refused
    case .noParts: effect = .damaged
    case .repeatedName: effect = .damaged
    case .unknownKey, .spelling, .typeSpelling: effect = .note
    default: effect = .warning
    }
    let isCarriageReturn: Bool
    if case .spelling = problem.kind { isCarriageReturn = true } else { isCarriageReturn = false }
    return StructuralDefect(
      "manifest." + code, isCarriageReturn ? .warning : effect, file: file, at: problem.offset, "line \(problem.line): \(message)", hint: hint)
  }

  private static func words(_ kind: AOFManifestProblem.Kind) -> (String, String, String?) {
    func name(_ bytes: [UInt8]) -> String { KeyText(bytes).description }
    let rebuild = "`rdbtool repair` rebuilds the manifest from the files beside it"
    switch kind {
    case .empty: return ("empty", "the manifest is empty, which servers do not start on", rebuild)
    case .lineTooLong: return ("line", "a line of over \(AOFManifest.maximumLineByteCount) bytes, which servers refuse", rebuild)
    case .lineEndMissing: return ("line-end", "the last line has no line end, so servers call it too long: was the manifest cut?", "compare it with the original; if nothing is missing, add the line end")
    case .zeroByte: return ("zero-byte", "a zero byte in a line: servers do not see its end", rebuild)
    case .blankLine: return ("blank-line", "a blank line, which servers refuse", "delete it")
    case .quoting: return ("quoting", "a quote that does not end, or that a word goes on behind", rebuild)
    case .oddWordCount(let count): return ("words", "\(count) words, where every key has a value", rebuild)
    case .tooFewWords(let count): return ("words", "\(count) words, where `file NAME seq N type T` has six", rebuild)
    case .nameMissing: return ("file", "no `file`", rebuild)
    case .nameIsPath(let bytes): return ("path", "the name \(name(bytes)) is a path: servers take names in the directory only", "was this manifest made by somebody else?")
    case .sequenceMissing: return ("seq", "no `seq`, or one that is 0 or no number", rebuild)
    case .typeMissing: return ("type", "no `type`", rebuild)
    case .typeUnknown(let byte): return ("type", "type \(name([byte])), where b, h and i are known", rebuild)
    case .secondBase(let first): return ("second-base", "a second base; the first stands in line \(first)", "one of the two has to go: the one with the lower seq is older")
    case .sequenceNotAscending(let previous, let found): return ("order", "increment \(found) behind increment \(previous): servers want them ascending from 1", rebuild)
    case .nameIsNoFile(let bytes): return ("file", "\(name(bytes)) cannot be the name of a file", rebuild)
    case .noParts: return ("no-parts", "no line names a base or an increment: a server starts EMPTY and writes over what is there", "start no server on it; " + rebuild)
    case .repeatedKey(let bytes): return ("repeated-key", "the key \(name(bytes)) twice: the last one counts", nil)
    case .unknownKey(let bytes): return ("unknown-key", "the key \(name(bytes)), which servers step over", nil)
    case .numberSpelling(let bytes): return ("number", "\(name(bytes)) is read as a number up to where it is one", nil)
    case .typeSpelling(let bytes): return ("spelling", "type \(name(bytes)): the first letter counts", nil)
    case .spelling: return ("spelling", "letter case, blanks or line ends that no server writes: was it edited, or converted by a text tool?", nil)
    case .sequenceGap(let previous, let found): return ("gap", "increment \(found) follows increment \(previous): servers do not mind, but is one missing between them?", "look for its file in the original directory")
    case .sequenceNegative(let number): return ("seq", "a base with seq \(number)", nil)
    case .repeatedName(let bytes, let first): return ("repeated-name", "the file \(name(bytes)) stands in line \(first) too: it would be loaded twice, or deleted as history", "one of the two lines is wrong")
    }
  }
}
