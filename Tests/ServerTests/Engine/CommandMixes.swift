/// The families that are compared; a namespace. One file a family holds its mix.
enum CommandMixes {
  static let all: [CommandMix] = [strings, keys, sets, hashes, lists, streams, longStreams, sortedSets, names, geo]
}
