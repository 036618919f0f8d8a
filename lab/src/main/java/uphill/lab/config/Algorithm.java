package uphill.lab.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import uphill.env.Space;
import uphill.kernel.Nearest;
import uphill.kernel.Shown;
import uphill.lab.world.World;
import uphill.rl.AgentConfig;
import uphill.rl.setting.Settings;

/// A learning algorithm as the laboratory knows it: its name, where it is from, and its presets.
///
/// @param name as `--algo` takes it: a word, or the name of one's own class
/// @param title in words
/// @param source the paper and the implementation it follows
/// @param presets settings by name
public record Algorithm(String name, String title, String source, Map<String, Preset> presets) {

  /// Named settings.
  ///
  /// @param meaning where they are from and what they are for
  /// @param steps of training, if none are asked for
  /// @param worlds which begin with them, if no others are named
  public record Preset(String meaning, AgentConfig config, long steps, List<String> worlds) {

    /// Settings that no world begins with by its name.
    public Preset(String meaning, AgentConfig config, long steps) {
      this(meaning, config, steps, List.of());
    }
  }

  /// Among a preset's worlds: every one whose observations and actions are numbered.
  static final String NUMBERED = "numbered states and actions";

  private static final List<Algorithm> BUILT_IN =
      List.of(
          VpgPresets.algorithm(),
          PpoPresets.algorithm(),
          A2cPresets.algorithm(),
          NpgPresets.algorithm(),
          TrpoPresets.algorithm(),
          SacPresets.algorithm(),
          Td3Presets.algorithm(),
          DdpgPresets.algorithm());

  /// What worlds begin with, where it is not the first of all: `docs/learning.md` has the figures.
  private static final Map<String, String> BEST = best();

  private static Map<String, String> best() {
    Map<String, String> best = new HashMap<>();
    Stream.concat(
            Stream.of(
                "Acrobot-v1",
                "BipedalWalker-v3",
                "BipedalWalkerHardcore-v3",
                "LunarLander-v3",
                "LunarLanderContinuous-v3",
                "MountainCar-v0",
                "MountainCarContinuous-v0",
                "Pendulum-v1",
                "Taxi-v4"),
            Robots.all())
        .forEach(world -> best.put(world, "ppo"));
    Robots.both(Robots.HALF_CHEETAH).forEach(world -> best.put(world, "trpo"));
    return Collections.unmodifiableMap(best);
  }

  /// All algorithms that are built in, and those that the class path of this thread brings: each a
  /// [AgentConfig] with a public constructor without parameters, named in
  /// `META-INF/services/uphill.rl.AgentConfig`.
  public static List<Algorithm> all() {
    List<Algorithm> all = new ArrayList<>(BUILT_IN);
    all.addAll(OwnAlgorithm.provided());
    return List.copyOf(all);
  }

  /// The one of this name, or the one whose class has this name: an [AgentConfig], or an agent that
  /// has one as a nested record.
  ///
  /// @throws IllegalArgumentException for an unknown one; the message names the nearest
  public static Algorithm named(String name) {
    return BUILT_IN.stream()
        .filter(algorithm -> algorithm.name().equals(name))
        .findFirst()
        .or(() -> OwnAlgorithm.named(name))
        .orElseThrow(
            () -> {
              List<String> names = all().stream().map(Algorithm::name).toList();
              return new IllegalArgumentException(
                  "unknown algorithm \"%s\".%s \"uphill algorithms\" lists all; one's own is named by its class, with --class-path"
                      .formatted(Shown.text(name), Nearest.hint(name, names)));
            });
  }

  /// The algorithm that a world begins with, of those that have the preset and know the settings
  /// that are asked for; of all, if none does.
  ///
  /// @param preset empty for any
  public static Algorithm best(World world, String preset, Set<String> settings) {
    Algorithm best = named(BEST.getOrDefault(nameOf(world), BUILT_IN.getFirst().name()));
    return Stream.concat(Stream.of(best), BUILT_IN.stream())
        .filter(algorithm -> preset.isEmpty() || algorithm.presets.containsKey(preset))
        .filter(algorithm -> Settings.values(algorithm.any()).keySet().containsAll(settings))
        .findFirst()
        .orElse(best);
  }

  /// A world's name without its options.
  private static String nameOf(World world) {
    return world.name().replaceFirst(":.*", "");
  }

  /// The preset of this name.
  ///
  /// @throws IllegalArgumentException for an unknown one; the message names the nearest
  public Preset preset(String preset) {
    Preset found = presets.get(preset);
    if (found == null) {
      throw new IllegalArgumentException(
          "unknown preset \"%s\" of %s.%s There are: %s."
              .formatted(
                  Shown.text(preset),
                  name,
                  Nearest.hint(preset, presets.keySet()),
                  String.join(", ", presets.keySet())));
    }
    return found;
  }

  /// Refuses settings that are others'.
  ///
  /// @throws IllegalArgumentException if one is a setting of other algorithms alone
  public void requireSettings(Set<String> names) {
    Set<String> own = Settings.values(any()).keySet();
    for (String setting : names) {
      List<String> others =
          BUILT_IN.stream()
              .filter(other -> Settings.values(other.any()).containsKey(setting))
              .map(Algorithm::name)
              .toList();
      if (!own.contains(setting) && !others.isEmpty()) {
        throw new IllegalArgumentException(
            "%s has no setting \"%s\", which is one of %s. Leave it out, or train with --algo %s"
                .formatted(name, setting, String.join(", ", others), others.getFirst()));
      }
    }
  }

  /// The record whose components are its settings.
  public Class<?> settings() {
    return any().getClass();
  }

  /// Settings of some preset: whoever reads a run's takes all of them from the run.
  AgentConfig any() {
    return presets.values().iterator().next().config();
  }

  /// The name of the preset that learns this world best: its own, or what its nature asks for; the
  /// first elsewhere.
  public String defaultPreset(World world) {
    boolean numbered =
        world.observationSpace() instanceof Space.Discrete
            && world.actionSpace() instanceof Space.Discrete;
    return presetOf(nameOf(world))
        .or(() -> numbered ? presetOf(NUMBERED) : Optional.empty())
        .orElseGet(() -> presets.keySet().iterator().next());
  }

  private Optional<String> presetOf(String world) {
    return presets.entrySet().stream()
        .filter(preset -> preset.getValue().worlds().contains(world))
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
