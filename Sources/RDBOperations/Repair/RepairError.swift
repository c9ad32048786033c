package import RDBFiles

/// Why a repair could not be done; nothing was written then.
package enum RepairError: Error {
  /// The source is something that is not repaired.
  case notAnRDB(message: String, hint: String?)
  /// There is not one key in it that could be saved.
  case nothingToSave(String)
  /// The version asked for cannot hold what there is.
  case version(String)
  /// The source cannot be read.
  case source(any Error)
  /// The new file cannot be written, or what is put aside on the way to it.
  case sink(SinkError)
  /// The file was written to while it was being read.
  case changed
}
