import RDBFiles

/// Cuts an AOF: first the plan, which changes nothing, then what it says.
package enum TruncateOperation {
  /// Where the result goes.
  package enum Destination: Sendable {
    /// Nowhere: the plan is all that is wanted.
    case nowhere
    /// A new file, or the directory of a new set.
    case path(String, replacing: Bool)
    /// Where it came from, with a backup.
    case inPlace
  }

  /// What was done.
  package struct Result: Sendable {
    /// What is no longer there.
    package var loss = TruncateLoss()
    /// What the old file or manifest is called now; nil when it was not replaced.
    package var backup: String?
    /// Files of a set that only the backup needs from now on.
    package var unusedFiles: [String] = []
    /// Whether anything was written.
    package var isWritten = false
  }

  /// Finds the place to cut.
  ///
  /// - Parameters:
  ///   - input: opened; nothing is written.
  ///   - request: what is to be cut off.
  ///   - destination: is looked at first, so that nothing is read in vain.
  ///   - progress: told bytes as they are read.
  /// - Throws: ``TruncateError``.
  /// - Complexity: O(bytes up to the cut); all bytes for the last occurrence of a command.
  package static func plan(
    _ input: TruncateInput, _ request: TruncateRequest, _ destination: Destination, progress: @escaping (UInt64) -> Void = { _ in }
  ) throws(TruncateError) -> TruncatePlan {
    if case .inPlace = destination, !input.isReplaceable {
      throw .refused("\(PathText(input.source)): standard input and compressed files cannot be replaced in place; give -o OUT")
    }
    if case .path(let path, let replacing) = destination {
      do throws(SinkError) {
        if let set = input.set {
          try OutputPlace.checkDirectory(path, inputs: input.contents, directory: set.directory, replacing: replacing)
        } else {
          try OutputPlace.checkFile(path, inputs: input.contents, replacing: replacing)
        }
      } catch {
        throw .sink(error)
      }
    }
    var planner = TruncatePlanner(input, request, progress: progress)
    return try planner.plan()
  }

  /// Writes what stays and counts what goes, both at once.
  ///
  /// - Throws: ``TruncateError``; nothing was changed then.
  /// - Complexity: O(bytes).
  package static func carryOut(
    _ plan: TruncatePlan, _ destination: Destination, progress: @escaping (UInt64) -> Void = { _ in }
  ) throws(TruncateError) -> Result {
    var result = Result()
    var loss = TruncateLoss()
    var failure: TruncateError?
    Threads.run(2) { number in
      if number == 1 {
        loss = TruncateLoss.count(plan)
        return
      }
      do throws(TruncateError) { result = try write(plan, destination, progress) } catch { failure = error }
    }
    if let failure { throw failure }
    result.loss = loss
    return result
  }

  private static func write(
    _ plan: TruncatePlan, _ destination: Destination, _ progress: (UInt64) -> Void
  ) throws(TruncateError) -> Result {
    var result = Result()
    do {
      switch destination {
      case .nowhere: return result
      case .path(let path, let replacing):
        if let set = plan.input.set {
          try AOFSetOutput.write(
            try plan.parts(), prefix: set.prefix, to: path, replacing: replacing, attributes: FileAttributes(path: set.directory),
            progress: progress)
        } else {
          try FileOutput.write(
            try plan.pieces(), to: path, replacing: replacing, attributes: plan.input.contents.first?.attributes, progress: progress)
        }
      case .inPlace:
        // What is right already is left alone.
        if plan.cause == .nothing { return result }
        if let set = plan.input.set {
          let done = try AOFSetOutput.replace(set, inputs: plan.input.contents, with: try plan.parts(), progress: progress)
          result.backup = done.backup
          result.unusedFiles = done.unused
        } else if let content = plan.input.contents.first {
          result.backup = try FileOutput.replace(content, with: try plan.pieces(), progress: progress)
        }
      }
      result.isWritten = true
      return result
    } catch let error as SinkError {
      throw .sink(error)
    } catch let error as TruncateError {
      throw error
    } catch {
      throw .refused("\(error)")
    }
  }
}
