import Testing

/// The rules on small files with known faults: a rule that finds nothing anywhere proves nothing.
@Suite struct RulesTests {
  private func lines(_ violations: [Violation]) -> [Int] { violations.map(\.line) }

  @Test func `comments and strings are not code, interpolations are`() {
    let text = SwiftText(
      ##"""
      let a = "x! \(b!) // no" // c!
      /* d! /* e! */ f! */ let g = #"h! \(i!) \#(j!)"#
      let k = """
        l! "m!" \(n["o"]!)
        """
      func `p! q`() {}
      """##)
    #expect(text.code.count == text.lines.count)
    #expect(text.code.flatMap(Rules.forceOperators) == ["b", "j", "]"])
  }

  @Test func `every way to trap is found at its line`() {
    let text = SwiftText(
      """
      let a = b!.c
      let d = try! e()
      let f = g as! Int
      if !h || i != j { }
      fatalError("k")
      x.unsafelyUnwrapped
      // TODO: l
      /// fatalError is never called
      let m = array[0]!
      let myfatalErrorCount = 1
      """)
    #expect(lines(Rules.traps("f", text)) == [1, 2, 3, 5, 6, 7, 9])
  }

  @Test(arguments: [
    ("import Foundation", 1), ("package import RDBFiles", 1), ("@preconcurrency import Dispatch", 1),
    ("import struct RDBFiles.Source", 1), ("import Glibc", 0), ("public import CAcceleration", 0), ("// import Foundation", 0),
    ("let important = 1", 0),
  ])
  func `an import outside the table is found`(line: String, count: Int) {
    #expect(Rules.imports("Sources/RDBFormats/X.swift", SwiftText(line)).count == count)
  }

  @Test func `an undocumented public declaration is found, and so is a case of a public enum`() {
    let text = SwiftText(
      """
      public struct A {
        /// Documented.
        @inlinable
        public var b: Int { 1 }
        public private(set) var c = 0

        public static func == (l: A, r: A) -> Bool { true }
        public init(d: Int) { switch d { case 1: break } }
      }
      /// Documented.
      public enum E {
        /// Documented.
        case one
        case two
        func f() { switch self { case .one: break
          case .two: break } }
      }
      package struct G {}
      extension A {
        @inlinable public mutating func h() {}
      }
      enum I { case three }
      """)
    #expect(lines(Rules.documentation("f", text)) == [1, 5, 8, 14, 20])
  }

  @Test func `a long file is found unless it says that it is a table`() {
    let long = String(repeating: "\n", count: 700)
    #expect(lines(Rules.length("f", SwiftText(long))) == [601])
    #expect(Rules.length("f", SwiftText("// table: opcodes\n" + long)).isEmpty)
  }

  @Test func `a folder of one machine is found, the rest of the world is not`() {
    let bad = ["cd /" + "work/main", "\"/" + "tmp/x\"", "~ /" + "root/y", "=/" + "home/me/z"]
    let good = ["https://example.com/home/x", "../shared/work/x", "\(1)${dir}/tmp/x", "$HOME/work/x", "/usr/include"]
    #expect(lines(Rules.machinePaths("f", bad)) == [1, 2, 3, 4])
    #expect(Rules.machinePaths("f", good).isEmpty)
  }
}
