/// Why the test machinery itself could not do its part; never a verdict on rdbtool.
package struct TestSupportError: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}
