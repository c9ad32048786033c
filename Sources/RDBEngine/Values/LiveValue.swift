package import RDBFormats

/// A value that was touched: decoded, and changed in place.
///
/// One subclass a kind, which overrides all of this. Everything that reads whole values (digest, writers, export) goes through
/// ``walk(_:)``, which tells the same as a walk through the packed form.
package class LiveValue {
  /// What kind of value it is, by its plain encoding.
  package let encoding: ValueEncoding

  init(_ encoding: ValueEncoding) { self.encoding = encoding }

  package final var kind: ValueKind { encoding.kind }

  /// The encoding that a digest takes it for: servers change a value when they load some.
  package var digestEncoding: ValueEncoding { encoding }

  /// Tells what is in it, in the calls that ``ValueVisitor`` describes for its kind.
  package func walk(_ sink: ValueSink) {}

  /// How servers say it is encoded (`OBJECT ENCODING`).
  package func encodingName(_ limits: EncodingLimits) -> StaticString { "unknown" }

  /// Whether it is there no longer: collections without elements are no keys.
  package var isEmpty: Bool { false }

  /// A value of its own with the same content.
  package func copy() -> LiveValue { self }
}
