// swift-tools-version: 6.2
// The dependency direction is the architecture: formats → files → operations → command.
// Scripts/test builds with --explicit-target-dependency-import-check error, which makes this manifest the truth.
import PackageDescription

let settings: [SwiftSetting] = [
  .enableExperimentalFeature("Lifetimes"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "rdbtool",
  products: [
    .executable(name: "rdbtool", targets: ["rdbtool"]),
    .library(name: "RDBFormats", targets: ["RDBFormats"]),
    .library(name: "RDBFiles", targets: ["RDBFiles"]),
    .library(name: "RDBEngine", targets: ["RDBEngine"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
  ],
  targets: [
    .systemLibrary(name: "CLZ4", pkgConfig: "liblz4", providers: [.apt(["liblz4-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CAcceleration"),
    .target(name: "RDBFormats", dependencies: ["CAcceleration"], swiftSettings: settings),
    .target(name: "RDBEngine", dependencies: ["RDBFormats"], swiftSettings: settings),
    .target(name: "RDBFiles", dependencies: ["RDBFormats", "CLZ4", "CZlib"], swiftSettings: settings),
    .target(name: "RDBOperations", dependencies: ["RDBFormats", "RDBFiles"], swiftSettings: settings),
    .executableTarget(
      name: "rdbtool",
      dependencies: [
        "RDBFormats", "RDBFiles", "RDBOperations",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ], swiftSettings: settings),
    .target(name: "RDBFuzzing", dependencies: ["RDBFormats", "RDBFiles", "RDBOperations"], swiftSettings: settings),
    .executableTarget(name: "rdbbench", dependencies: ["RDBEngine", "RDBFiles", "RDBFormats"], swiftSettings: settings),
    .executableTarget(name: "rdbfuzz", dependencies: ["RDBFuzzing"], swiftSettings: settings),

    .target(name: "RDBTestSupport", dependencies: ["RDBFormats", "RDBFiles", "RDBOperations"], path: "Tests/RDBTestSupport", swiftSettings: settings),
    .testTarget(name: "RDBFormatsTests", dependencies: ["RDBFormats", "RDBFuzzing", "RDBTestSupport"], swiftSettings: settings),
    .testTarget(name: "RDBEngineTests", dependencies: ["RDBEngine", "RDBOperations", "RDBFormats", "RDBTestSupport"], swiftSettings: settings),
    .testTarget(name: "RDBFilesTests", dependencies: ["RDBFiles", "RDBFormats", "RDBTestSupport", "CLZ4", "CZlib"], swiftSettings: settings),
    .testTarget(name: "RDBOperationsTests", dependencies: ["RDBOperations", "RDBFiles", "RDBFormats", "RDBTestSupport"], swiftSettings: settings),
    .testTarget(name: "rdbtoolTests", dependencies: ["RDBTestSupport", "rdbtool"], swiftSettings: settings),
    .testTarget(name: "HouseRulesTests", dependencies: ["RDBTestSupport"], swiftSettings: settings),
    .testTarget(name: "ServerTests", dependencies: ["RDBEngine", "RDBOperations", "RDBFiles", "RDBFormats", "RDBTestSupport", "rdbtool"], swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c11
)
