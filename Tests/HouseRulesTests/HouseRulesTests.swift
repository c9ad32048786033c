import Foundation
import RDBTestSupport
import Testing

/// The rules of the house, read from the sources; a failure names file and line.
@Suite struct HouseRulesTests {
  private func expectNone(_ violations: [Violation]) {
    let shown = violations.prefix(40).map(\.description) + (violations.count > 40 ? ["and \(violations.count - 40) more"] : [])
    if !violations.isEmpty { Issue.record("\(violations.count) places:\n\(shown.joined(separator: "\n"))") }
  }

  @Test func `a target imports only what its line of the table allows`() throws {
    let targets = try FileManager.default.contentsOfDirectory(atPath: PackageRoot.path("Sources"))
    for target in targets.sorted() { #expect(Rules.allowedImports[target] != nil, "Sources/\(target) is not in the table") }
    expectNone(SourceTree.check("Sources", Rules.imports))
  }

  @Test func `no Foundation in formats and engine`() {
    for target in ["RDBFormats", "RDBEngine"] {
      for module in ["Foundation", "FoundationEssentials"] {
        #expect(Rules.allowedImports[target]?.contains(module) == false)
      }
    }
  }

  @Test func `nothing in the sources can trap on purpose, and nothing is left for later`() {
    expectNone(SourceTree.check("Sources", Rules.traps))
  }

  @Test func `every public declaration says what it is`() {
    expectNone(SourceTree.check("Sources", Rules.documentation))
  }

  @Test func `no file is longer than a person reads`() {
    expectNone(SourceTree.check("Sources") { Rules.length($0, $1) })
    expectNone(SourceTree.check("Tests") { Rules.length($0, $1) })
  }

  @Test func `no file names a folder of one machine`() {
    for path in SourceTree.files() {
      guard let text = SourceTree.text(path) else { continue }
      expectNone(Rules.machinePaths(path, text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)))
    }
  }

  @Test func `tests see what a user of the module sees`() {
    expectNone(
      SourceTree.check("Tests") { path, text in
        text.code.enumerated().filter { $0.element.contains("@testable") }
          .map { Violation(file: path, line: $0.offset + 1, message: "use package access instead of @testable") }
      })
  }

  @Test func `the build that everyone runs checks imports against the manifest`() throws {
    let script = try #require(SourceTree.text("Scripts/test"))
    #expect(script.contains("--explicit-target-dependency-import-check error"))
    let ci = try #require(SourceTree.text(".ci/run"))
    #expect(ci.contains("Scripts/test"))
  }

  @Test func `a script that names its interpreter can be executed`() {
    for path in SourceTree.files(under: "Scripts") + SourceTree.files(under: ".ci") {
      guard SourceTree.text(path)?.hasPrefix("#!") == true else { continue }
      #expect(FileManager.default.isExecutableFile(atPath: PackageRoot.path(path)), "\(path) is not executable")
    }
  }
}
