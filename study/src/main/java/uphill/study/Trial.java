package uphill.study;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import uphill.kernel.Shown;
import uphill.lab.Experiment;
import uphill.lab.config.RunConfig;
import uphill.lab.config.SeedList;
import uphill.lab.evaluation.Evaluation;
import uphill.lab.world.World;
import uphill.rl.setting.Settings;

/// One point of a search: settings that are trained with.
///
/// @param number 0 is the preset as it is
/// @param train what is trained, with the steps of the last rung
/// @param differs the settings that are other than the preset's; of a refused trial all that were
///   drawn
/// @param refused why these settings do not go together; empty if they do
public record Trial(
    int number, TrainWords train, Map<String, String> differs, Optional<String> refused) {

  /// Copies the map.
  public Trial {
    differs = new LinkedHashMap<>(differs);
  }

  /// One with these settings.
  ///
  /// @param base the words that train the preset
  /// @param preset what they are
  static Trial of(
      int number, TrainWords base, RunConfig preset, Map<String, String> drawn, World world) {
    Map<String, String> settings = new LinkedHashMap<>(base.settings());
    settings.putAll(drawn);
    RunConfig config;
    try {
      config = base.with(settings).on(Experiment.in(world)).config();
    } catch (IllegalArgumentException e) {
      return new Trial(number, base.with(settings), drawn, Optional.of(Shown.sentence(e)));
    }
    Map<String, Object> values = Settings.values(config.settings());
    Map<String, Object> before = Settings.values(preset.settings());
    Map<String, String> differs = new LinkedHashMap<>(drawn);
    differs.keySet().removeIf(name -> Objects.equals(values.get(name), before.get(name)));
    settings.keySet().removeIf(name -> drawn.containsKey(name) && !differs.containsKey(name));
    return new Trial(number, base.with(settings), differs, Optional.empty());
  }

  /// `trial-007`, which its folder is called.
  public String name() {
    return String.format(Locale.ROOT, "trial-%03d", number);
  }

  /// What is run of it in a rung, as a row of a table: `trial-007/rung-0`.
  public Row row(int rung, long steps, SeedList seeds) {
    return new Row(
        String.format(Locale.ROOT, "%s/rung-%d", name(), rung),
        "uphill tune",
        train.withSteps(steps),
        seeds,
        Evaluation.EPISODES,
        OptionalDouble.empty(),
        /* published= */ "");
  }

  /// The settings that are other than the preset's, as `--set` takes them.
  public String settings() {
    if (differs.isEmpty()) {
      return "the preset";
    }
    StringBuilder text = new StringBuilder();
    differs.forEach(
        (name, value) -> text.append(text.isEmpty() ? "" : " ").append(name + "=" + value));
    return text.toString();
  }
}
