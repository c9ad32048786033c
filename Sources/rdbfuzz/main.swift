import Glibc
import RDBFuzzing

#if COVERAGE
  // Built by Scripts/fuzz --coverage: libFuzzer chooses the inputs and everything on the command line is its own.
  exit(CoverageMode.run())
#else
  let arguments = Array(CommandLine.arguments.dropFirst())
  if arguments.contains("--help") || arguments.contains("-h") {
    print(FuzzOptions.help)
    exit(0)
  }
  if arguments.contains("--list") {
    for entry in FuzzEntry.all { print(entry.name) }
    exit(0)
  }
  do {
    let options = try FuzzOptions(arguments)
    let maximumByteCount = 1 << 20
    Guards.tameAllocator()
    Artifacts.prepare(folder: options.artifacts, maximumByteCount: maximumByteCount)
    var runner = FuzzRunner(options)
    if options.limitsMemory { Guards.catchSignals() }
    Guards.watch()
    if options.reproduce.isEmpty {
      let pool = SeedPool(SeedFiles.load(options.seedPaths, atMost: SeedPool.maximumByteCount))
      print("seeds: \(pool.description)")
      exit(runner.fuzz(pool) == 0 ? 0 : 1)
    }
    var found = 0
    for path in options.reproduce { found = runner.reproduce(path) }
    exit(found == 0 ? 0 : 1)
  } catch {
    print("\(error.text)\n\n\(FuzzOptions.help)")
    exit(2)
  }
#endif
