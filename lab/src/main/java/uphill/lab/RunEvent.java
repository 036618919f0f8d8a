package uphill.lab;

import java.nio.file.Path;
import java.util.Map;
import uphill.lab.config.RunConfig;
import uphill.lab.evaluation.Evaluation;

/// What a run tells those who watch it, on its own thread; only [Stuck] comes from another.
public sealed interface RunEvent {

  /// The run that tells it.
  RunConfig config();

  /// Training begins.
  ///
  /// @param directory where its records lie
  /// @param beginning whose parameters it begins with, in words; empty if they are drawn, or the
  ///   run goes on from a checkpoint
  record Started(RunConfig config, Path directory, String beginning) implements RunEvent {}

  /// Something that the reader should know, and that stops nothing.
  record Warned(RunConfig config, String sentence) implements RunEvent {}

  /// An update was made and recorded.
  ///
  /// @param updates made so far
  /// @param steps taken so far
  /// @param seconds since training began, pauses not included
  /// @param metrics by name; what was not measured is NaN
  record Updated(
      RunConfig config, int updates, long steps, double seconds, Map<String, Double> metrics)
      implements RunEvent {}

  /// The mode was evaluated after an update, as [uphill.lab.config.EvaluationPlan] says.
  ///
  /// @param updates made so far
  /// @param steps taken so far
  /// @param seconds of all such evaluations so far
  record Evaluated(RunConfig config, int updates, long steps, Evaluation evaluation, double seconds)
      implements RunEvent {}

  /// The run is over and evaluated.
  record Finished(RunConfig config, RunResult result) implements RunEvent {}

  /// An environment does not come back from a call, and the run is stuck in it. This comes from the
  /// [uphill.lab.world.Watchdog]'s thread, not from the run's, which nobody can stop; once for each
  /// such call. If the call comes back after all, the run goes on as if nothing had been.
  ///
  /// @param sentence names the environment, the call, and the line it is at
  record Stuck(RunConfig config, String sentence) implements RunEvent {}
}
