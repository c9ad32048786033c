/// A ``ValueVisitor`` to inherit from: every call does nothing until it is overridden.
///
/// For consumers outside this module. The walkers inside are specialised for it,
/// so an element costs one indirect call and no generics at run time.
open class ValueSink: ValueVisitor {
  /// Does nothing yet.
  public init() {}
  /// Does nothing; see ``ValueVisitor``.
  open func element(_ role: ElementRole, _ bytes: RawSpan) {}
  /// Takes it for an element like others; see ``ValueVisitor``.
  open func sharedElement(_ role: ElementRole, _ bytes: RawSpan, _ name: SharedName) { element(role, bytes) }
  /// Does nothing; see ``ValueVisitor``.
  open func integer(_ role: ElementRole, _ value: Int64) {}
  /// Does nothing; see ``ValueVisitor``.
  open func largeElement(_ role: ElementRole, byteCount: UInt64) {}
  /// Does nothing; see ``ValueVisitor``.
  open func piece(_ bytes: RawSpan) {}
  /// Does nothing; see ``ValueVisitor``.
  open func largeElementEnd() {}
  /// Does nothing; see ``ValueVisitor``.
  open func score(_ value: Double) {}
  /// Does nothing; see ``ValueVisitor``.
  open func fieldExpiry(_ milliseconds: Int64?) {}
  /// Does nothing; see ``ValueVisitor``.
  open func streamEntry(_ id: StreamEntryID, fieldCount: Int) {}
  /// Does nothing; see ``ValueVisitor``.
  open func streamEnd(_ properties: StreamProperties) {}
  /// Does nothing; see ``ValueVisitor``.
  open func group(_ group: StreamGroup) {}
  /// Does nothing; see ``ValueVisitor``.
  open func pending(_ id: StreamEntryID, deliveredAt: Int64, deliveryCount: UInt64) {}
  /// Does nothing; see ``ValueVisitor``.
  open func consumer(seenAt: Int64, activeAt: Int64?, pendingCount: UInt64) {}
  /// Does nothing; see ``ValueVisitor``.
  open func owned(_ id: StreamEntryID) {}
  /// Does nothing; see ``ValueVisitor``.
  open func groupsEnd() {}
  /// Does nothing; see ``ValueVisitor``.
  open func module(_ id: ModuleID) {}
  /// Does nothing; see ``ValueVisitor``.
  open func moduleInteger(opcode: UInt8, _ bits: UInt64) {}
  /// Does nothing; see ``ValueVisitor``.
  open func moduleDouble(_ value: Double) {}
  /// Does nothing; see ``ValueVisitor``.
  open func arrayIndex(_ index: UInt64) {}
  /// Does nothing; see ``ValueVisitor``.
  open func defect(_ fault: DecodeFault) {}
}
