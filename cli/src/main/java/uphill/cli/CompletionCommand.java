package uphill.cli;

import java.util.Iterator;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import uphill.env.EnvSpec;
import uphill.env.Environments;
import uphill.lab.config.Algorithm;

/// `uphill completion`.
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a script that completes commands, options and names in bash and zsh.",
      "",
      "  source <(uphill completion)     completes after ./uphill too",
      ""
    })
final class CompletionCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    String script = AutoComplete.bash("uphill", spec.root().commandLine());
    spec.commandLine().getOut().print(script);
  }

  /// The ids that `uphill envs` lists.
  static final class EnvironmentIds implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Environments.all().stream().map(EnvSpec::id).iterator();
    }
  }

  /// The presets of all algorithms.
  static final class Presets implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Algorithm.all().stream().flatMap(a -> a.presets().keySet().stream()).iterator();
    }
  }

  /// The weights that `--weights` takes.
  static final class WeightNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("return", "reward-to-go", "baseline", "gae").iterator();
    }
  }
}
