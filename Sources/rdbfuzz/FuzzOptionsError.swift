/// A command line that cannot be followed.
struct FuzzOptionsError: Error {
  let text: String
  init(_ text: String) { self.text = text }
}
