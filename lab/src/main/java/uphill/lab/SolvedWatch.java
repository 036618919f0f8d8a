package uphill.lab;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import uphill.kernel.Kernels;
import uphill.kernel.Shown;
import uphill.lab.evaluation.Evaluation;
import uphill.lab.evaluation.EvaluationEnvs;
import uphill.lab.machine.ProcessClock;
import uphill.lab.training.Training;
import uphill.records.Bits;
import uphill.records.Json;

/// Finds the first evaluation that solves an environment, while training goes on.
///
/// It evaluates when the training episodes look like it: their mean return has come four fifths of
/// the way from that of the first update to the threshold. After an evaluation that fails it waits
/// for a tenth of the updates made so far, so its cost stays small. Training does not notice: the
/// episodes are the evaluation's own, those of the one at the end.
final class SolvedWatch {

  private static final double WAY = 0.8;
  private static final double WAIT = 0.1;

  private final EvaluationEnvs envs;
  private final Kernels kernels;
  private final long seed;
  private double first = Double.NaN;
  private int next;
  private long nanoseconds;
  private Optional<RunResult.Solved> solved = Optional.empty();

  /// @param seed of the run
  SolvedWatch(EvaluationEnvs envs, Kernels kernels, long seed) {
    this.envs = envs;
    this.kernels = kernels;
    this.seed = seed;
  }

  /// Looks at an update.
  ///
  /// @param meanReturn of the episodes that ended in its batch; NaN if none did
  void look(Training training, double meanReturn) {
    OptionalDouble threshold = envs.world().rewardThreshold();
    if (threshold.isEmpty() || solved.isPresent() || Double.isNaN(meanReturn)) {
      return;
    }
    if (Double.isNaN(first)) {
      first = meanReturn;
    }
    double promising = first + WAY * (threshold.getAsDouble() - first);
    if (training.updates() >= next && meanReturn >= promising) {
      evaluate(training, threshold.getAsDouble());
    }
  }

  private void evaluate(Training training, double threshold) {
    long start = System.nanoTime();
    Evaluation evaluation =
        Evaluation.of(
            envs,
            training.policy(),
            Evaluation.EPISODES,
            Training.evaluationSeed(seed),
            Evaluation.Choice.MODE,
            kernels,
            _ -> {});
    nanoseconds += System.nanoTime() - start;
    next = training.updates() + 1 + (int) (WAIT * training.updates());
    if (evaluation.mean() >= threshold) {
      solved =
          Optional.of(
              new RunResult.Solved(training.updates(), training.steps(), ProcessClock.seconds()));
    }
  }

  /// What it remembers, as JSON; the same in equal runs, so without the seconds.
  Map<String, Object> state() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("first", Bits.hex(new long[] {Double.doubleToRawLongBits(first)}));
    json.put("next", (long) next);
    json.put("at_update", solved.map(found -> (long) found.update()).orElse(0L));
    json.put("at_steps", solved.map(RunResult.Solved::steps).orElse(0L));
    return json;
  }

  /// Remembers what it did then.
  ///
  /// @param source the file it is from, for errors
  /// @param seconds that the process had run when it found what it found
  void restore(Map<String, Object> state, String source, double seconds) {
    String word = Json.field(state, "first", String.class, source);
    try {
      first = Double.longBitsToDouble(Bits.one(word));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(source + ": " + Shown.sentence(e), e);
    }
    next = Math.clamp(Json.field(state, "next", Long.class, source), 0, Integer.MAX_VALUE);
    int update =
        Math.clamp(Json.field(state, "at_update", Long.class, source), 0, Integer.MAX_VALUE);
    long steps = Json.field(state, "at_steps", Long.class, source);
    solved =
        update == 0 ? Optional.empty() : Optional.of(new RunResult.Solved(update, steps, seconds));
  }

  /// What it found.
  Optional<RunResult.Solved> solved() {
    return solved;
  }

  /// Nanoseconds that evaluations took.
  long nanoseconds() {
    return nanoseconds;
  }
}
