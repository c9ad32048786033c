extension AOFFinding {
  /// What it does to a server that loads the file (aof.md §1, §6; measured by ServerTests).
  ///
  /// - Parameters:
  ///   - judge: the server and how it is configured.
  ///   - index: the place of that server among the judges of the check.
  ///   - isLast: whether the file is the last one that is loaded: the only one that servers cut.
  package func effect(on judge: Judge, _ index: Int, isLast: Bool) -> Effect {
    let server = judge.server
    switch kind {
    case .malformed: return .refused
    case .torn(let fault, let openSince, _): return Self.tornEffect(fault, openSince, server, isLast: isLast)
    case .swallowed: return .damaged
    case .command(_, let verdicts): return index < verdicts.count ? Self.effect(verdicts[index], judge) : .none
    // It was right for a server with as many databases; any other runs what follows in the database it is in.
    case .databaseNumber: return judge.isConfiguredAsWriter ? .warning : .damaged
    case .execWithoutMulti, .nestedMulti, .timestampBackwards, .timestampUnreadable, .timestampInMulti: return .warning
    case .discardExecuted: return .refused
    case .unfinishedMulti: return isLast ? .damaged : .refused
    case .otherAnnotation: return .note
    case .longAnnotation, .tolerance: return .warning
    }
  }

  private static func tornEffect(_ fault: AOFFault, _ openSince: Int?, _ server: ServerVersion, isLast: Bool) -> Effect {
    switch fault.kind {
    case .annotationCut where !server.isModern: return .refused
    case .annotationCut: return isLast ? .damaged : .note
    // Room is made for what was announced before anything is read.
    case .argumentCut(let declared, _) where declared >= (server.family == .valkey ? 1 << 35 : 1 << 46): return .refused
    case .argumentsMissing(_, let declared) where declared >= 1 << 30: return .refused
    default: return isLast ? .damaged : .refused
    }
  }

  private static func effect(_ verdict: CommandVerdict, _ judge: Judge) -> Effect {
    switch verdict {
    case .runs: .none
    case .ignoresArguments: .warning
    case .fails: .damaged
    case .needsModule: judge.isConfiguredAsWriter ? .note : .refused
    case .unknown, .unknownSubcommand, .wrongNumberOfArguments, .stopsServer: .refused
    }
  }
}
