/// A word of a command: text or bytes.
protocol RandomDatasetWord {
  var bytes: [UInt8] { get }
}

extension String: RandomDatasetWord {
  var bytes: [UInt8] { [UInt8](utf8) }
}

extension [UInt8]: RandomDatasetWord {
  var bytes: [UInt8] { self }
}
