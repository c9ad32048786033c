import Glibc

/// Reading files and folders without Foundation.
enum SeedFiles {
  /// The bytes of a file; nil when it cannot be read or is larger.
  static func read(_ path: String, atMost limit: Int) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= limit else { return nil }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var count = 0
    while count < bytes.count {
      let got = bytes.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress.map { $0 + count }, $0.count - count) }
      if got <= 0 { return nil }
      count += got
    }
    return bytes
  }

  /// Every file below a path, or the path itself, in order.
  static func list(_ path: String) -> [String] {
    guard let folder = opendir(path) else { return [path] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted().flatMap { list(path + "/" + $0) }
  }

  /// The seeds below some paths: dumps, and whatever is named itself.
  static func load(_ paths: [String], atMost limit: Int) -> [[UInt8]] {
    let suffixes = [".rdb", ".gz", ".lz4", ".aof"]
    return paths.flatMap { path in
      list(path).filter { file in file == path || suffixes.contains(where: file.hasSuffix) }.compactMap { read($0, atMost: limit) }
    }
  }
}
