/// What the hashes of tables in this process begin with, so that nobody outside can make names collide; a namespace.
package enum HashSeed {
  package static let process = UInt64.random(in: .min ... .max)
}
