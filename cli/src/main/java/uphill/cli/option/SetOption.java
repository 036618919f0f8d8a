package uphill.cli.option;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;
import uphill.lab.config.Changes;

/// `--set KEY=VALUE`.
public final class SetOption {

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Changes a setting; \"uphill algorithms\" lists them. May be repeated.")
  private List<String> words = new ArrayList<>();

  /// The values by their settings' names, in the order they were given.
  ///
  /// @throws IllegalArgumentException if a word is not of this form, or a setting is given twice
  public Map<String, String> changes() {
    return Changes.of(words);
  }
}
