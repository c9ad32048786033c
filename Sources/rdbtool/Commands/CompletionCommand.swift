import ArgumentParser

/// `rdbtool completion bash`: the script that a shell completes commands with.
struct CompletionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completion", abstract: "Print the completion script for a shell.",
    discussion: "bash: source <(rdbtool completion bash) · zsh: rdbtool completion zsh > ~/.zfunc/_rdbtool · fish: rdbtool completion fish | source")

  enum Shell: String, ExpressibleByArgument, CaseIterable { case bash, zsh, fish }

  @Argument(help: "bash, zsh or fish.")
  var shell: Shell

  func run() throws {
    let script: CompletionShell =
      switch shell {
      case .bash: .bash
      case .zsh: .zsh
      case .fish: .fish
      }
    let output = StandardOutput()
    try output.write(Rdbtool.completionScript(for: script) + "\n")
    try output.flush()
  }
}
