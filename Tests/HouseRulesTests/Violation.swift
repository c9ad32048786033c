/// A place where a rule of the house is broken.
struct Violation: CustomStringConvertible, Equatable {
  /// From the root of the package.
  let file: String
  /// From 1.
  let line: Int
  let message: String

  var description: String { "\(file):\(line): \(message)" }
}
