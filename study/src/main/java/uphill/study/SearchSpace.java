package uphill.study;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import uphill.kernel.Rng;
import uphill.kernel.Shown;
import uphill.lab.config.RunConfig;
import uphill.lab.world.World;
import uphill.rl.setting.Conditions;
import uphill.rl.setting.SearchRange;
import uphill.rl.setting.Settings;

/// What a search draws: settings by name, and what each is drawn from.
///
/// @param ranges in the order of the algorithm's settings, or in the order that was asked for
public record SearchSpace(SequencedMap<String, SearchRange> ranges) {

  /// Copies the map.
  public SearchSpace {
    ranges = new LinkedHashMap<>(ranges);
  }

  /// What was asked for; where nothing was, every setting whose record says what it is drawn from
  /// ([uphill.rl.setting.Setting#search()]), but for those that are fixed or have no effect.
  ///
  /// @param asked each `NAME`, drawn from what its record says, or `NAME=RANGE`
  /// @param fixed settings by name
  /// @param preset what is varied
  /// @throws IllegalArgumentException if a word is no range of a setting, or nothing is left to
  ///   vary
  public static SearchSpace of(
      List<String> asked, Map<String, String> fixed, RunConfig preset, World world) {
    Class<?> type = preset.settings().getClass();
    SequencedMap<String, SearchRange> ranges = new LinkedHashMap<>();
    if (asked.isEmpty()) {
      Conditions conditions =
          Conditions.of(
              preset.settings(), world.observationSpace(), world.actionSpace(), /* drawn= */ true);
      for (Settings.Entry entry : Settings.entries(type)) {
        if (!entry.search().isEmpty()
            && !fixed.containsKey(entry.name())
            && conditions.idle(entry.name()).isEmpty()) {
          ranges.put(entry.name(), SearchRange.of(type, entry.name(), entry.search()));
        }
      }
      if (ranges.isEmpty()) {
        throw new IllegalArgumentException(
            "%s says of no setting that is left what it is drawn from: name some with --search NAME=LOW..HIGH or --search NAME=A|B"
                .formatted(preset.algorithm()));
      }
    }
    for (String word : asked) {
      String[] parts = word.split("=", 2);
      String name = parts[0].strip();
      SearchRange range =
          SearchRange.of(type, name, parts.length > 1 ? parts[1] : documented(type, name));
      if (fixed.containsKey(name)) {
        throw new IllegalArgumentException(
            "--set %s and --search %s exclude each other: give one of them".formatted(name, name));
      }
      if (ranges.putIfAbsent(name, range) != null) {
        throw new IllegalArgumentException(
            "--search %s is given twice: give it once".formatted(name));
      }
    }
    return new SearchSpace(ranges);
  }

  private static String documented(Class<?> type, String name) {
    Optional<Settings.Entry> entry =
        Settings.entries(type).stream().filter(one -> one.name().equals(name)).findFirst();
    if (entry.isPresent() && entry.get().search().isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no range of its own to be drawn from: give one, --search %s=LOW..HIGH or --search %s=A|B"
              .formatted(Shown.text(name), Shown.text(name), Shown.text(name)));
    }
    return entry.map(Settings.Entry::search).orElse("");
  }

  /// The settings of a trial: they depend on the seed and on its number alone, each by itself,
  /// whatever else is varied.
  public Map<String, String> draw(long seed, int trial) {
    Rng random = Rng.seeded(seed);
    Map<String, String> drawn = new LinkedHashMap<>();
    ranges.forEach(
        (name, range) -> drawn.put(name, range.draw(random.child(trial, name.hashCode()))));
    return drawn;
  }

  /// The ranges as they are written, by the settings' names.
  public Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    ranges.forEach((name, range) -> texts.put(name, range.text()));
    return texts;
  }
}
