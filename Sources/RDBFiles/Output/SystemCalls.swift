import Glibc

// Three functions of the C library that its Swift module leaves out, because their headers want _GNU_SOURCE. All their
// arguments are integers and pointers, which Swift passes as C does.

/// Copies between two files without a way through our memory: `copy_file_range(2)`.
@_silgen_name("copy_file_range")
func copyFileRange(
  _ input: Int32, _ inputOffset: UnsafeMutablePointer<Int64>?, _ output: Int32, _ outputOffset: UnsafeMutablePointer<Int64>?, _ count: Int,
  _ flags: UInt32
) -> Int

/// Renames with a condition: `renameat2(2)`.
@_silgen_name("renameat2")
func renameWithFlags(
  _ oldDirectory: Int32, _ old: UnsafePointer<CChar>, _ newDirectory: Int32, _ new: UnsafePointer<CChar>, _ flags: UInt32
) -> Int32

/// Has a range of a file written to its disk, without waiting for the end of it: `sync_file_range(2)`.
@_silgen_name("sync_file_range")
func syncFileRange(_ descriptor: Int32, _ offset: Int64, _ count: Int64, _ flags: UInt32) -> Int32

/// `SYNC_FILE_RANGE_WRITE`.
let startWritingFlag: UInt32 = 2

/// `RENAME_NOREPLACE` and `RENAME_EXCHANGE`.
enum RenameFlag {
  static let noReplace: UInt32 = 1
  static let exchange: UInt32 = 2
}
