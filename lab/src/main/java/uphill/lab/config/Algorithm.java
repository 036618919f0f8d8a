package uphill.lab.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import uphill.env.Space;
import uphill.kernel.Nearest;
import uphill.kernel.Shown;
import uphill.lab.world.World;
import uphill.rl.AgentConfig;
import uphill.rl.algorithms.VpgConfig;
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
  public record Preset(String meaning, AgentConfig config, long steps) {}

  private static final Map<String, String> DEFAULT_PRESETS =
      Map.of(
          "Acrobot-v1",
          "acrobot",
          "Pendulum-v1",
          "pendulum",
          "MountainCarContinuous-v0",
          "mountain-car-continuous");

  private static final String NUMBERED = "tabular";

  private static final String ELSEWHERE = "classic-control";

  /// All algorithms that are built in, and those that the class path of this thread brings: each a
  /// [AgentConfig] with a public constructor without parameters, named in
  /// `META-INF/services/uphill.rl.AgentConfig`.
  public static List<Algorithm> all() {
    List<Algorithm> all = new ArrayList<>(List.of(vpg()));
    all.addAll(OwnAlgorithm.provided());
    return List.copyOf(all);
  }

  /// The one of this name, or the one whose class has this name: an [AgentConfig], or an agent that
  /// has one as a nested record.
  ///
  /// @throws IllegalArgumentException for an unknown one; the message names the nearest
  public static Algorithm named(String name) {
    return Stream.of(vpg())
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

  /// The record whose components are its settings.
  public Class<?> settings() {
    return any().getClass();
  }

  /// Settings of some preset: whoever reads a run's takes all of them from the run.
  AgentConfig any() {
    return presets.values().iterator().next().config();
  }

  /// The name of the preset that learns this world best: its own, or what its nature asks for.
  public String defaultPreset(World world) {
    if (!presets.containsKey(ELSEWHERE)) {
      return presets.keySet().iterator().next();
    }
    String own = DEFAULT_PRESETS.get(world.name().replaceFirst(":.*", ""));
    if (own != null) {
      return own;
    }
    boolean numbered =
        world.observationSpace() instanceof Space.Discrete
            && world.actionSpace() instanceof Space.Discrete;
    return numbered ? NUMBERED : ELSEWHERE;
  }

  private static Algorithm vpg() {
    Map<String, Preset> presets = new LinkedHashMap<>();
    presets.put(
        ELSEWHERE,
        new Preset(
            "solves CartPole on every seed; the default elsewhere",
            VpgConfig.classicControl(),
            200_000));
    presets.put(
        "acrobot",
        new Preset(
            "the same with an entropy bonus and standardized weights: rewards are far away",
            classicControl(Map.of("entropy_weight", "0.01", "standardize", "true")),
            500_000));
    presets.put(
        "pendulum",
        new Preset(
            "the same with a short horizon, small batches and a critic that learns more from each",
            classicControl(
                Map.of(
                    "gamma", "0.9",
                    "learning_rate", "0.003",
                    "value_epochs", "10",
                    "batch_steps", "512")),
            1_000_000));
    presets.put(
        "mountain-car-continuous",
        new Preset(
            "the same with batches as long as its episodes, a long horizon and a wide Gaussian",
            classicControl(
                Map.of(
                    "gamma", "0.999",
                    "lambda", "0.99",
                    "standardize", "true",
                    "envs", "32",
                    "batch_steps", "32000",
                    "log_std", "0.5")),
            3_000_000));
    presets.put(
        NUMBERED,
        new Preset(
            "for numbered states: no hidden layer, so logits W[s, a] + b[a], a table and a bias"
                + " that all states share; entropy until a goal is found",
            classicControl(
                Map.of(
                    "hidden", "none",
                    "standardize", "true",
                    "entropy_weight", "0.03",
                    "learning_rate", "0.05",
                    "value_learning_rate", "0.02")),
            500_000));
    presets.put(
        "simple",
        new Preset(
            "Spinning Up's first script, examples/pg_math/1_simple_pg.py: the plain expression",
            VpgConfig.simple(),
            250_000));
    presets.put(
        "spinningup",
        new Preset("the defaults of Spinning Up's VPG", VpgConfig.spinningUp(), 200_000));
    return new Algorithm(
        "vpg",
        "the policy gradient (vanilla policy gradient)",
        "Sutton et al. 2000; weights: Schulman et al. 2016, arXiv:1506.02438; presets: Spinning Up",
        presets);
  }

  private static VpgConfig classicControl(Map<String, String> changes) {
    return Settings.with(VpgConfig.classicControl(), changes);
  }
}
