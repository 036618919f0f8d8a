package uphill.lab.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import uphill.kernel.SeedSequence;
import uphill.records.Json;
import uphill.rl.Purpose;

/// How often the mode of a policy is evaluated while it is trained, and over how many episodes: at
/// the first end of an update at or after each multiple of so many steps. It changes nothing of the
/// training.
///
/// @param everySteps environment steps of training between two evaluations, up to an update more
/// @param episodes of each
public record EvaluationPlan(long everySteps, int episodes) {

  /// Episodes where nobody says how many: the error of their mean is less than a quarter of the
  /// deviation of a return.
  public static final int EPISODES = 20;

  /// Episodes of an evaluation, at most.
  public static final int MOST_EPISODES = 100_000;

  /// Checks the bounds.
  public EvaluationPlan {
    if (everySteps < 1) {
      throw new IllegalArgumentException(
          "evaluations: the steps between two must be at least 1, got " + everySteps);
    }
    int _ = checkedEpisodes(episodes);
  }

  private static int checkedEpisodes(long episodes) {
    if (episodes < 1 || episodes > MOST_EPISODES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "evaluations: the episodes of each must be from 1 to %d, got %d",
              MOST_EPISODES,
              episodes));
    }
    return (int) episodes;
  }

  /// One every so many steps, over the usual number of episodes.
  public static EvaluationPlan every(long steps) {
    return new EvaluationPlan(steps, EPISODES);
  }

  /// Whether one is due after an update that led from one number of steps to another.
  public boolean isDue(long before, long steps) {
    return number(steps) > number(before);
  }

  /// The number of an evaluation after so many steps: of the last multiple until then.
  private long number(long steps) {
    return steps / everySteps;
  }

  /// The seed of the first episode of the evaluation after so many steps. It is a child of the
  /// run's seed by the evaluation's number alone, so it is the same whatever was evaluated before.
  public long seed(long seed, long steps) {
    long number = number(steps);
    return SeedSequence.of(seed)
        .child(Purpose.EVALUATION.child(), (int) (number >>> Integer.SIZE), (int) number)
        .generateLongs(1)[0];
  }

  /// As JSON: `every_steps, episodes`.
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("every_steps", everySteps);
    json.put("episodes", (long) episodes);
    return json;
  }

  /// What [#toJson()] gave.
  ///
  /// @param source the file it is from, for errors
  /// @throws IllegalArgumentException if a field is missing, or out of its bounds
  public static EvaluationPlan fromJson(Map<String, Object> json, String source) {
    return new EvaluationPlan(
        Json.field(json, "every_steps", Long.class, source),
        checkedEpisodes(Json.field(json, "episodes", Long.class, source)));
  }
}
