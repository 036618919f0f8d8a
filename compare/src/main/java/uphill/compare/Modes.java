package uphill.compare;

import java.util.List;
import java.util.Optional;
import uphill.lab.config.EvaluationPlan;
import uphill.lab.config.RunConfig;
import uphill.lab.record.EvaluationsFile;

/// Evaluations of the mode in the course of runs that were all evaluated alike, each at least once.
///
/// @param plan of all of these runs
public record Modes(EvaluationPlan plan, List<EvaluationsFile> runs) {

  /// Copies the list.
  public Modes {
    runs = List.copyOf(runs);
  }

  /// Those of runs with these configs; none where some are evaluated otherwise than others, or not
  /// yet.
  static Optional<Modes> of(List<RunConfig> configs, List<EvaluationsFile> runs) {
    boolean all = runs.stream().allMatch(run -> run.evaluations() > 0);
    return all && areAlike(configs)
        ? configs.getFirst().evaluations().map(plan -> new Modes(plan, runs))
        : Optional.empty();
  }

  /// Whether all of these are evaluated alike, or none is.
  static boolean areAlike(List<RunConfig> configs) {
    return configs.stream().map(RunConfig::evaluations).distinct().count() == 1;
  }

  /// Their curve.
  LearningCurve curve(LearningCurve.Config config) {
    return LearningCurve.ofEvaluations(runs, plan.everySteps(), config);
  }
}
