import Glibc
import RDBOperations
import Testing

/// Moments as people type them. Serialised: the zone belongs to the process.
@Suite(.serialized) struct TimeArgumentTests {
  /// 2026-11-23T10:00:00.500Z.
  private static let now: Int64 = 1_795_428_000_500

  private func parse(_ text: String, zone: String = "UTC") -> Int64? {
    setenv("TZ", zone, 1)
    defer {
      unsetenv("TZ")
      tzset()
    }
    return try? TimeArgument(text, nowMilliseconds: Self.now).milliseconds
  }

  @Test(arguments: [
    ("2026-11-23T10:00:00Z", 1_795_428_000_000), ("2026-11-23t10:00:00z", 1_795_428_000_000), ("2026-11-23 10:00:00Z", 1_795_428_000_000),
    ("2026-11-23T12:00:00+02:00", 1_795_428_000_000), ("2026-11-23T04:30:00.250-0530", 1_795_428_000_250), ("2026-11-23T11:00+01", 1_795_428_000_000),
    ("2026-11-23 10:00:00", 1_795_428_000_000), ("2026-11-23 10:00:00.007", 1_795_428_000_007), ("2026-11-23 10:00", 1_795_428_000_000),
    ("2026-11-23", 1_795_392_000_000), ("2024-02-29T00:00:00Z", 1_709_164_800_000), ("1970-01-01T00:00:00Z", 0), ("1600-03-01T00:00:00Z", -11_670_912_000_000),
    ("1795428000", 1_795_428_000_000), ("1795428000.25", 1_795_428_000_250), ("1795428000123", 1_795_428_000_123), ("0", 0),
    ("now", 1_795_428_000_500), ("-15m", 1_795_427_100_500), ("-2h", 1_795_420_800_500), ("-1h30m", 1_795_422_600_500), ("-90s", 1_795_427_910_500),
    ("-1d", 1_795_341_600_500), ("-1w", 1_794_823_200_500), ("-500ms", 1_795_428_000_000), ("today", 1_795_392_000_000), ("today 09:30", 1_795_426_200_000),
    ("Yesterday 10:00", 1_795_341_600_000), ("yesterday 10:00:05.5", 1_795_341_605_500), ("today 12:00+02:00", 1_795_428_000_000),
  ] as [(String, Int64)])
  func `a time is understood`(text: String, milliseconds: Int64) { #expect(parse(text) == milliseconds, "\(text)") }

  @Test(arguments: [
    "", " ", "soon", "2026-13-01", "2026-02-29 00:00:00", "2026-11-23T25:00:00Z", "2026-11-23T10:60:00Z", "2026-11-23T10:00:60Z", "2026-11-23T10:00:00X",
    "2026-11-23T10:00:00+25:00", "26-11-23", "2026-11-23T", "-", "-15", "-15x", "-m", "--15m", "yesterday noon", "yesterday10:00", "1795428000x",
    "99999999999999999999", "-999999999w", "2026-11-23T10:00:00.Z", "now ", "1e9", "+1", "2026-11-23T10:00:00+02:00Z", "today 1:00", "\u{661}",
  ])
  func `what is no time is refused with examples`(text: String) throws {
    #expect(parse(text) == nil)
    let error = #expect(throws: TimeArgument.Problem.self) { try TimeArgument(text, nowMilliseconds: Self.now) }
    #expect(error?.description.contains("yesterday 10:00") == true)
  }

  @Test(arguments: [
    // Winter and summer.
    ("2026-01-15 12:00:00", "CET-1CEST,M3.5.0,M10.5.0/3", "2026-01-15T11:00:00Z"), ("2026-07-15 12:00:00", "CET-1CEST,M3.5.0,M10.5.0/3", "2026-07-15T10:00:00Z"),
    // The hour that comes twice is the first, the one that does not come moves on.
    ("2026-10-25 02:30:00", "CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25T00:30:00Z"), ("2026-10-25 03:00:00", "CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-25T02:00:00Z"),
    ("2026-10-25 01:59:59", "CET-1CEST,M3.5.0,M10.5.0/3", "2026-10-24T23:59:59Z"), ("2026-03-29 02:30:00", "CET-1CEST,M3.5.0,M10.5.0/3", "2026-03-29T01:30:00Z"),
    ("2026-11-01 01:30:00", "EST5EDT,M3.2.0,M11.1.0", "2026-11-01T05:30:00Z"), ("2026-11-23 10:00:00", "IST-5:30", "2026-11-23T04:30:00Z"),
    ("2026-11-23 10:00:00Z", "IST-5:30", "2026-11-23T10:00:00Z"), ("today 00:00", "JST-9", "2026-11-22T15:00:00Z"),
    ("yesterday 23:00", "EST5EDT,M3.2.0,M11.1.0", "2026-11-23T04:00:00Z"),
  ])
  func `a time without a zone is local`(text: String, zone: String, expected: String) throws {
    #expect(parse(text, zone: zone) == parse(expected), "\(text) \(zone)")
  }

  @Test func `the second of a time is the one it lies in`() throws {
    #expect(try TimeArgument("2026-11-23T10:00:00.999Z", nowMilliseconds: 0).seconds == 1_795_428_000)
    #expect(try TimeArgument("1969-12-31T23:59:59.500Z", nowMilliseconds: 0).seconds == -1)
  }
}
