package uphill.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import uphill.lab.config.Changes;
import uphill.study.TrainWords;

/// What learns, and with which settings: `--algo`, `--preset`, `--set`.
final class AlgorithmOptions {

  @Option(
      names = "--algo",
      paramLabel = "NAME",
      description =
          "Algorithm: a name that \"uphill algorithms\" lists, or the class of one's own, with"
              + " --class-path (default: the one that learns the environment best).")
  private String algorithm = "";

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      completionCandidates = CompletionCommand.Presets.class,
      description = "Settings to begin with (default: those for the environment).")
  private String preset = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Changes a setting; \"uphill algorithms\" lists them. May be repeated.")
  private List<String> changes = new ArrayList<>();

  /// A training with them.
  ///
  /// @param weights what multiplies ∇log π; empty: the preset's
  /// @param steps empty: the preset's
  /// @throws IllegalArgumentException if a word is no `KEY=VALUE`, or a setting is given twice
  TrainWords words(String environment, String weights, Optional<Long> steps) {
    return new TrainWords(environment, algorithm, preset, weights, steps, Changes.of(changes));
  }
}
