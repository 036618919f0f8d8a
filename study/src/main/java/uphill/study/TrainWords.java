package uphill.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import uphill.kernel.Nearest;
import uphill.kernel.Shown;
import uphill.lab.Experiment;
import uphill.lab.config.Changes;
import uphill.rl.setting.Counts;

/// The words of `uphill train` that say what is trained, whatever the seed.
///
/// @param environment an id, a class, or a file
/// @param algorithm its name; empty for the one that learns the environment best
/// @param preset its name; empty for the one that learns the environment best
/// @param weights what multiplies ∇log π; empty for the preset's
/// @param steps of training; the preset's if there are none
/// @param settings that are changed, by name
public record TrainWords(
    String environment,
    String algorithm,
    String preset,
    String weights,
    Optional<Long> steps,
    Map<String, String> settings) {

  private static final String ALGORITHM = "--algo";
  private static final String PRESET = "--preset";
  private static final String WEIGHTS = "--weights";
  private static final String STEPS = "--steps";
  private static final String SET = "--set";
  private static final List<String> OPTIONS = List.of(ALGORITHM, PRESET, WEIGHTS, STEPS, SET);

  /// Copies the settings.
  public TrainWords {
    settings = new LinkedHashMap<>(settings);
    if (!weights.isEmpty() && settings.containsKey("weights")) {
      throw new IllegalArgumentException(
          "--weights and --set weights exclude each other: give one of them");
    }
  }

  /// The words of a line.
  ///
  /// @throws IllegalArgumentException if one is not of those that say what is trained, is given
  ///   twice, or names no number where one is needed
  public static TrainWords parse(String line) {
    Map<String, String> once = new LinkedHashMap<>();
    List<String> changes = new ArrayList<>();
    List<String> environments = new ArrayList<>();
    List<String> words = new ArrayList<>(List.of(line.strip().split("\\s+", -1)));
    words.removeIf(String::isEmpty);
    while (!words.isEmpty()) {
      String word = words.removeFirst();
      if (!word.startsWith("-")) {
        environments.add(word);
        continue;
      }
      int equals = word.indexOf('=');
      String option = equals < 0 ? word : word.substring(0, equals);
      String value = value(option, equals < 0 ? "" : word.substring(equals + 1), words);
      if (option.equals(SET)) {
        changes.add(value);
      } else if (once.putIfAbsent(option, value) != null) {
        throw new IllegalArgumentException("%s is given twice: give it once".formatted(option));
      }
    }
    if (environments.size() != 1) {
      throw new IllegalArgumentException(
          "expected one environment, such as CartPole-v1, got %s. \"uphill envs\" lists them"
              .formatted(
                  environments.isEmpty()
                      ? "none"
                      : Shown.text(String.join(" and ", environments))));
    }
    return new TrainWords(
        environments.getFirst(),
        once.getOrDefault(ALGORITHM, ""),
        once.getOrDefault(PRESET, ""),
        once.getOrDefault(WEIGHTS, ""),
        Optional.ofNullable(once.get(STEPS)).map(TrainWords::count),
        Changes.of(changes));
  }

  private static String value(String option, String joined, List<String> words) {
    if (!OPTIONS.contains(option)) {
      throw new IllegalArgumentException(
          "expected the words of \"uphill train\" that say what is trained (ENV, %s), got %s.%s"
              .formatted(
                  String.join(", ", OPTIONS), Shown.text(option), Nearest.hint(option, OPTIONS)));
    }
    if (!joined.isEmpty()) {
      return joined;
    }
    if (words.isEmpty() || words.getFirst().startsWith("--")) {
      throw new IllegalArgumentException(
          "%s is given no value: write it after %s".formatted(option, option));
    }
    return words.removeFirst();
  }

  private static long count(String text) {
    try {
      return Counts.parse(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--steps: " + e.getMessage(), e);
    }
  }

  /// The same with other settings.
  TrainWords with(Map<String, String> settings) {
    return new TrainWords(environment, algorithm, preset, weights, steps, settings);
  }

  /// The same for another number of steps.
  TrainWords withSteps(long steps) {
    return new TrainWords(environment, algorithm, preset, weights, Optional.of(steps), settings);
  }

  /// Has an experiment train this; its environment it has already.
  public Experiment on(Experiment experiment) {
    if (!algorithm.isEmpty()) {
      experiment.algorithm(algorithm);
    }
    if (!preset.isEmpty()) {
      experiment.preset(preset);
    }
    steps.ifPresent(experiment::steps);
    if (!weights.isEmpty()) {
      experiment.weights(weights);
    }
    return experiment.set(settings);
  }

  /// As they are written: equal words are equal texts.
  public String text() {
    return String.join(" ", list());
  }

  /// The words of that text; a setting may have blanks in it.
  public List<String> list() {
    List<String> words = new ArrayList<>(List.of(environment));
    add(words, ALGORITHM, algorithm);
    add(words, PRESET, preset);
    add(words, WEIGHTS, weights);
    steps.ifPresent(count -> add(words, STEPS, Long.toString(count)));
    settings.forEach((name, value) -> add(words, SET, name + "=" + value));
    return words;
  }

  private static void add(List<String> words, String option, String value) {
    if (!value.isEmpty()) {
      words.addAll(List.of(option, value));
    }
  }
}
