package import RDBFormats

/// Releases of one family that load a file, and what stops their neighbours.
package struct ServerRange: Sendable {
  package let family: ServerVersion.Family
  /// The oldest.
  package let from: ServerVersion
  /// The newest; nil when the newest known is in it.
  package let to: ServerVersion?
}

/// Releases that do not load a file, and why.
package struct ServerObstacle: Sendable {
  /// The oldest and newest that the reason holds for; equal for one.
  package let from: ServerVersion
  package let to: ServerVersion
  /// The end of "because of …".
  package let what: String
  package let offset: Int
  package let database: UInt64?
  package let key: [UInt8]?
}
