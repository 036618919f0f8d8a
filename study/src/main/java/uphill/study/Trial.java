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
import uphill.lab.config.Work;
import uphill.lab.evaluation.Evaluation;
import uphill.lab.world.World;
import uphill.rl.setting.Settings;

/// One point of a search: settings that are trained with.
///
/// @param number 0 is the preset as it is
/// @param train what is trained, with the steps of the last rung
/// @param differs the settings that are other than the preset's; of a refused trial all that were
///   drawn
/// @param updateSteps steps of an update, of which a run makes whole ones; 1 of a refused trial
/// @param refused why it is not trained: the settings do not go together, an update of theirs takes
///   more steps than the first rung has, or an earlier trial has them; empty if it is
public record Trial(
    int number,
    TrainWords train,
    Map<String, String> differs,
    long updateSteps,
    Optional<String> refused) {

  /// Copies the map.
  public Trial {
    differs = new LinkedHashMap<>(differs);
  }

  /// One with these settings.
  ///
  /// @param base the words that train the preset
  /// @param preset what they are
  static Trial of(
      int number,
      TrainWords base,
      RunConfig preset,
      Map<String, String> drawn,
      Halving halving,
      World world) {
    Map<String, String> settings = new LinkedHashMap<>(base.settings());
    settings.putAll(drawn);
    RunConfig config;
    try {
      config = base.with(settings).on(Experiment.in(world)).config();
      Work.multiplyAdds(config, world); // makes the policy, which says what it cannot read
    } catch (IllegalArgumentException e) {
      String why = Shown.sentence(e);
      return new Trial(number, base.with(settings), drawn, /* updateSteps= */ 1, Optional.of(why));
    }
    Map<String, Object> values = Settings.values(config.settings());
    Map<String, Object> before = Settings.values(preset.settings());
    Map<String, String> differs = new LinkedHashMap<>(drawn);
    differs.keySet().removeIf(name -> Objects.equals(values.get(name), before.get(name)));
    settings.keySet().removeIf(name -> drawn.containsKey(name) && !differs.containsKey(name));
    long update = config.settings().sampling().stepsOfUpdate();
    return new Trial(
        number,
        base.with(settings),
        differs,
        update,
        update > halving.steps(0)
            ? Optional.of(
                String.format(
                    Locale.ROOT,
                    "an update takes %d steps, and the first rung has %d",
                    update,
                    halving.steps(0)))
            : Optional.empty());
  }

  /// The same, not trained because it would be another trial once more.
  Trial asAlready(Trial other) {
    String why = "it drew the settings of %s".formatted(other.name());
    return new Trial(number, train, differs, updateSteps, Optional.of(why));
  }

  /// `trial-007`, which its folder is called.
  public String name() {
    return String.format(Locale.ROOT, "trial-%03d", number);
  }

  /// What is run of it in a rung, as a row of a table: `trial-007/rung-0`. Before the last rung,
  /// which is as `train` has it, no trial gets more steps than another for its larger batches: it
  /// makes the updates that fit.
  Row row(int rung, Halving halving, SeedList seeds) {
    long steps = halving.steps(rung);
    boolean last = rung == halving.rungs() - 1;
    return new Row(
        String.format(Locale.ROOT, "%s/rung-%d", name(), rung),
        "uphill tune",
        train.withSteps(last ? steps : steps - steps % updateSteps),
        seeds,
        Evaluation.EPISODES,
        /* evaluations= */ Optional.empty(),
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
