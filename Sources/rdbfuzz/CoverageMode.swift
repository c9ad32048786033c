#if COVERAGE
  import Glibc
  import RDBFuzzing

  @_silgen_name("LLVMFuzzerRunDriver")
  private func runDriver(
    _ count: UnsafeMutablePointer<CInt>, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
  ) -> CInt

  /// libFuzzer drives: it sees which branches an input takes and keeps those that take new ones.
  enum CoverageMode {
    /// The entry points for RDBs that do not start threads; the first byte of an input would be wasted on a choice.
    private static let entries = ["sink", "digest", "check-windows"].compactMap(FuzzEntry.named)

    static func run() -> CInt {
      var count = CommandLine.argc
      var arguments = CommandLine.unsafeArgv
      return runDriver(&count, &arguments) { start, count in
        let bytes = [UInt8](UnsafeBufferPointer(start: start, count: count))
        for entry in CoverageMode.entries {
          if let problem = entry.run(bytes) {
            print("\(entry.name): \(problem)")
            abort()
          }
        }
        return 0
      }
    }
  }
#endif
