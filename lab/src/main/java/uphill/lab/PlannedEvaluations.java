package uphill.lab;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import uphill.kernel.Kernels;
import uphill.lab.config.EvaluationPlan;
import uphill.lab.config.RunConfig;
import uphill.lab.evaluation.Evaluation;
import uphill.lab.evaluation.EvaluationEnvs;
import uphill.lab.record.EvaluationsFile;
import uphill.lab.training.Training;

/// Evaluates the mode while training goes on, as often as the run's [EvaluationPlan] says. It
/// remembers nothing: whether an evaluation is due, and what its episodes are, follows from the
/// steps alone. Training does not notice.
final class PlannedEvaluations {

  private final EvaluationEnvs envs;
  private final Kernels kernels;
  private final Optional<EvaluationPlan> plan;
  private final long seed;
  private long nanoseconds;

  /// One that was made.
  ///
  /// @param line of `evaluations.jsonl`
  record Made(Evaluation evaluation, String line) {

    /// The bytes that go to the end of its file.
    Map<String, byte[]> added() {
      return Map.of(EvaluationsFile.NAME, line.getBytes(StandardCharsets.UTF_8));
    }
  }

  PlannedEvaluations(EvaluationEnvs envs, Kernels kernels, RunConfig config) {
    this.envs = envs;
    this.kernels = kernels;
    plan = config.evaluations();
    seed = config.seed();
  }

  /// The evaluation after the last update, if one is due.
  ///
  /// @param before steps that had been taken when the update began
  Optional<Made> after(Training training, long before) {
    return plan.filter(due -> due.isDue(before, training.steps()))
        .map(due -> evaluate(training, due));
  }

  private Made evaluate(Training training, EvaluationPlan due) {
    long start = System.nanoTime();
    long first = due.seed(seed, training.steps());
    Evaluation evaluation =
        Evaluation.of(
            envs,
            training.policy(),
            due.episodes(),
            first,
            Evaluation.Choice.MODE,
            kernels,
            _ -> {});
    nanoseconds += System.nanoTime() - start;
    return new Made(
        evaluation, EvaluationsFile.line(training.updates(), training.steps(), first, evaluation));
  }

  /// Nanoseconds that they took.
  long nanoseconds() {
    return nanoseconds;
  }
}
