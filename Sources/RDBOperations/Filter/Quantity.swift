/// A number with a unit, compared or exact: `>1.5MiB`, `<=90m`, `100`.
struct Quantity {
  /// How it is compared.
  enum Relation {
    case below, atMost, exactly, atLeast, above
  }

  let relation: Relation
  let value: UInt64

  /// - Parameter unit: what a unit, in lower case, stands for; nil when there is none of that name.
  /// - Returns: nil when it cannot be read, or does not fit into 64 bits.
  static func parse(_ text: String, unit: (String) -> UInt64?) -> Quantity? {
    var rest = text.lowercased().filter { $0 != " " }[...]
    let relations: [(String, Relation)] = [("<=", .atMost), (">=", .atLeast), ("<", .below), (">", .above), ("=", .exactly)]
    let found = relations.first { rest.hasPrefix($0.0) }
    if let found { rest = rest.dropFirst(found.0.count) }
    let whole = rest.prefix { $0.isASCII && $0.isNumber }
    rest = rest.dropFirst(whole.count)
    var fraction: Substring = ""
    if rest.first == "." {
      fraction = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(fraction.count + 1)
      if fraction.isEmpty { return nil }
    }
    guard let number = UInt64(whole), let factor = unit(String(rest)), fraction.count <= 9 else { return nil }
    let (product, overflow) = number.multipliedReportingOverflow(by: factor)
    if overflow { return nil }
    var part: UInt64 = 0
    if !fraction.isEmpty {
      guard let digits = UInt64(fraction) else { return nil }
      let scale = fraction.reduce(UInt64(1)) { scale, _ in scale * 10 }
      let (high, low) = digits.multipliedFullWidth(by: factor)
      // Less than the factor itself, so it fits.
      part = scale.dividingFullWidth((high, low)).quotient
    }
    let (sum, carry) = product.addingReportingOverflow(part)
    return carry ? nil : Quantity(relation: found?.1 ?? .exactly, value: sum)
  }

  /// The values that it allows, nil for none at all.
  var range: ClosedRange<UInt64>? {
    switch relation {
    case .below: value == 0 ? nil : 0...(value - 1)
    case .atMost: 0...value
    case .exactly: value...value
    case .atLeast: value...UInt64.max
    case .above: value == .max ? nil : (value + 1)...UInt64.max
    }
  }
}
