package uphill.lab.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import uphill.records.Json;

/// When a run saves its state, and how many of the saved states it keeps. The last update is always
/// saved, and so is the one at which a run is interrupted.
///
/// @param everySteps environment steps between two checkpoints, up to a batch more; 0 means that
///   steps do not matter
/// @param everySeconds seconds between two checkpoints, up to an update more; 0 means that time
///   does not matter
/// @param keep the last so many are kept; 0 means all
public record CheckpointPlan(long everySteps, double everySeconds, int keep) {

  /// One every ten seconds, which costs less than a thousandth of them; the last ten are kept.
  public static final CheckpointPlan DEFAULT = new CheckpointPlan(0, 10, 10);

  /// Checks the bounds.
  public CheckpointPlan {
    if (everySteps < 0) {
      throw wrong("the steps between two", "0 or more", everySteps);
    }
    if (!(everySeconds >= 0) || Double.isInfinite(everySeconds)) {
      throw wrong("the seconds between two", "0 or more, and finite", everySeconds);
    }
    if (keep < 0) {
      throw wrong("the number that is kept", "0 (all) or more", keep);
    }
  }

  private static IllegalArgumentException wrong(String what, String expected, Number got) {
    return new IllegalArgumentException(
        "checkpoints: %s must be %s, got %s".formatted(what, expected, got));
  }

  /// The same with another number of steps.
  public CheckpointPlan everySteps(long everySteps) {
    return new CheckpointPlan(everySteps, everySeconds, keep);
  }

  /// The same with another number of seconds.
  public CheckpointPlan everySeconds(double everySeconds) {
    return new CheckpointPlan(everySteps, everySeconds, keep);
  }

  /// The same, keeping another number.
  public CheckpointPlan keep(int keep) {
    return new CheckpointPlan(everySteps, everySeconds, keep);
  }

  /// Whether a checkpoint is due after an update that led from one number of steps to another.
  public boolean isDue(long before, long steps, double secondsSinceLast) {
    return (everySteps > 0 && steps / everySteps > before / everySteps)
        || (everySeconds > 0 && secondsSinceLast >= everySeconds);
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("every_steps", everySteps);
    json.put("every_seconds", everySeconds);
    json.put("keep", (long) keep);
    return json;
  }

  static CheckpointPlan fromJson(Map<String, Object> json, String source) {
    long keep = Json.field(json, "keep", Long.class, source);
    if (keep > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: \"keep\" must be at most %d, got %d",
              source,
              Integer.MAX_VALUE,
              keep));
    }
    return new CheckpointPlan(
        Json.field(json, "every_steps", Long.class, source),
        Json.field(json, "every_seconds", Number.class, source).doubleValue(),
        (int) keep);
  }
}
