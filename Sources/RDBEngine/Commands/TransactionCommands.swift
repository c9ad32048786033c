import RDBFormats

/// Commands that are run together or not at all; a namespace.
enum TransactionCommands {
  static let all: [(String, CommandImplementation)] = [
    ("MULTI", multi), ("EXEC", exec), ("DISCARD", discard), ("WATCH", watch), ("UNWATCH", unwatch),
  ]

  @Sendable static func multi(_ call: Call) throws(CommandError) {
    guard call.session.queued == nil else { throw CommandError("ERR MULTI calls can not be nested") }
    call.session.queued = []
    call.reply.ok()
  }

  @Sendable static func exec(_ call: Call) throws(CommandError) {
    let session = call.session
    guard let queued = session.queued else { throw CommandError("ERR EXEC without MULTI") }
    defer { session.endTransaction() }
    if session.isTransactionRefused { throw CommandError("EXECABORT Transaction discarded because of previous errors.") }
    for watched in session.watched where call.engine.watchedVersion(watched.database, watched.key) != watched.version {
      return call.reply.nullArray()
    }
    session.endTransaction()
    call.reply.array(queued.count)
    for command in queued {
      withArguments(command.words) { arguments in
        do throws(CommandError) { try call.engine.run(command.id, session, arguments) } catch { call.reply.error(error) }
      }
    }
  }

  @Sendable static func discard(_ call: Call) throws(CommandError) {
    guard call.session.queued != nil else { throw CommandError("ERR DISCARD without MULTI") }
    call.session.endTransaction()
    call.reply.ok()
  }

  @Sendable static func watch(_ call: Call) throws(CommandError) {
    guard call.session.queued == nil else { throw CommandError("ERR WATCH inside MULTI is not allowed") }
    for index in 1..<call.count {
      let key = call[index].array
      call.session.watched.append(.init(database: call.session.database, key: key, version: call.engine.watch(call.session.database, key)))
    }
    call.reply.ok()
  }

  @Sendable static func unwatch(_ call: Call) throws(CommandError) {
    call.session.watched.removeAll()
    call.reply.ok()
  }
}
