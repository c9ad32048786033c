/// Rules that the text of a shape cannot say.
enum ArgumentRule: String {
  case none, set, setrange, bitop, bitfield, copy, restore, zadd, zrangestore, georadius, geosearchstore, trim, xtrim
  case xreadgroup, functionload, functionrestore
}
