extension ValueWalker {
  /// Type 24: `i64le minExpire, len n, (len t, str field, str value) ×n`; t = 0 none, else minExpire + t − 1.
  /// Type 22 of 7.4 release candidates: `len n, (len ms or 0, str field, str value) ×n`.
  static func hashMetadata<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ encoding: ValueEncoding, _ cursor: inout C, _ scratch: WalkScratch, _ visitor: inout V
  ) throws(DecodeFault) {
    let minimum: Int64 = encoding == .hashMetadata ? try cursor.readLittleEndian(Int64.self) : 1
    var left = try count(&cursor, &visitor)
    while left > 0 {
      let start = cursor.offset
      let relative = try cursor.readLength()
      try string(.hashField, &cursor, scratch, &visitor)
      try string(.hashValue, &cursor, scratch, &visitor)
      var expiry: Int64?
      if relative > 0 {
        // Servers add without looking and refuse sums over 2^48 − 1 ms; those that wrapped into the range they believe.
        let (sum, overflow) = UInt64(bitPattern: minimum).addingReportingOverflow(relative - 1)
        if sum > 0xFFFF_FFFF_FFFF {
          visitor.defect(cursor.fault(.fieldExpiry, at: start))
        } else if overflow {
          visitor.defect(cursor.fault(.fieldExpiryOverflow, at: start))
        }
        expiry = Int64(truncatingIfNeeded: sum)
      }
      visitor.fieldExpiry(expiry)
      left &-= 1
    }
  }

  /// Valkey's type 22: `len n, (str field, str value, i64le expiry) ×n`; −1 = none.
  static func valkeyHash<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ cursor: inout C, _ scratch: WalkScratch, _ visitor: inout V
  ) throws(DecodeFault) {
    var left = try count(&cursor, &visitor)
    while left > 0 {
      try string(.hashField, &cursor, scratch, &visitor)
      try string(.hashValue, &cursor, scratch, &visitor)
      let expiry = try cursor.readLittleEndian(Int64.self)
      visitor.fieldExpiry(expiry == -1 ? nil : expiry)
      left &-= 1
    }
  }

  /// Valkey's type 23: `len paths, (str path, len fields, (str field, str value) ×fields) ×paths`.
  ///
  /// A path is handed on as a field whose value is empty, in front of its own fields: no server of this layout
  /// was there to tell how it would be shown.
  static func valkeyPathHash<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ cursor: inout C, _ scratch: WalkScratch, _ visitor: inout V
  ) throws(DecodeFault) {
    var paths = try count(&cursor, &visitor)
    while paths > 0 {
      try string(.hashField, &cursor, scratch, &visitor)
      visitor.element(.hashValue, UnsafeRawBufferPointer(start: nil, count: 0).bytes)
      var left = try cursor.readLength()
      while left > 0 {
        try string(.hashField, &cursor, scratch, &visitor)
        try string(.hashValue, &cursor, scratch, &visitor)
        left &-= 1
      }
      paths &-= 1
    }
  }

  /// Types 29–32 (rdb.md §10): hashes that name their fields by a template, shared or their own.
  static func templateHash<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ encoding: ValueEncoding, _ cursor: inout C, _ parser: borrowing RDBParser, _ scratch: WalkScratch, _ visitor: inout V
  ) throws(DecodeFault) {
    let start = cursor.offset
    switch encoding {
    case .hashTemplateArrayReference:
      let id = try cursor.readLength()
      guard id < UInt64(parser.templates.count) else { throw cursor.fault(.hashTemplate("template \(id), which is not in the file"), at: start) }
      for (index, field) in parser.templates[Int(id)].fields.enumerated() {
        visitor.sharedElement(.hashField, field.span.bytes, SharedName(template: id, index: index))
        try string(.hashValue, &cursor, scratch, &visitor)
      }
    case .hashTemplateListpackReference:
      var pairs = TemplatePairs(parser.templates, visitorFields: nil)
      try templateListpack(&pairs, &cursor, scratch, &visitor)
    default:
      var fields = FieldNames()
      var fieldCount: UInt64 = 0
      let format = try cursor.readLength()
      switch format {
      case 0 where encoding == .hashTemplateListpack: try blob(.listpack(.set), &cursor, scratch, &fields)
      case 1:
        fieldCount = try cursor.readLength()
        var left = fieldCount
        while left > 0 {
          try string(.setMember, &cursor, scratch, &fields)
          left &-= 1
        }
      default: throw cursor.fault(.hashTemplate("field names in format \(format)"), at: start)
      }
      for fault in fields.faults { visitor.defect(fault) }
      if encoding == .hashTemplateListpack {
        var pairs = TemplatePairs([], visitorFields: fields.names)
        try templateListpack(&pairs, &cursor, scratch, &visitor)
      } else if fields.faults.isEmpty {
        for name in fields.names {
          visitor.element(.hashField, name.span.bytes)
          try string(.hashValue, &cursor, scratch, &visitor)
        }
      } else {
        // Nobody knows which value belongs to which name; there is one for each all the same.
        while fieldCount > 0 {
          try cursor.skipString()
          fieldCount &-= 1
        }
      }
    }
  }

  private static func templateListpack<C: ByteReading & ~Copyable, V: ValueVisitor & ~Copyable>(
    _ pairs: inout TemplatePairs, _ cursor: inout C, _ scratch: WalkScratch, _ visitor: inout V
  ) throws(DecodeFault) {
    let start = cursor.offset
    try blob(.listpack(.values), &cursor, scratch, &pairs)
    for fault in pairs.faults { visitor.defect(fault) }
    guard pairs.faults.isEmpty else { return }
    guard let fields = pairs.fields, fields.count == pairs.values.count else {
      visitor.defect(cursor.fault(.hashTemplate("values that do not fit the fields of their template"), at: start))
      return
    }
    for (index, (field, value)) in zip(fields, pairs.values).enumerated() {
      if let template = pairs.template {
        visitor.sharedElement(.hashField, field.span.bytes, SharedName(template: template, index: index))
      } else {
        visitor.element(.hashField, field.span.bytes)
      }
      visitor.element(.hashValue, value.span.bytes)
    }
  }
}
