package uphill.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import uphill.kernel.Kernels;
import uphill.kernel.Workers;
import uphill.lab.config.RunConfig;
import uphill.lab.evaluation.EvaluationEnvs;
import uphill.lab.record.BegunConfig;
import uphill.lab.record.Checkpoint;
import uphill.lab.training.Beginning;
import uphill.lab.training.Training;
import uphill.lab.training.UpdateRecord;
import uphill.lab.world.World;

/// A recorded run, carried out again from the nearest checkpoint: any update of it, exactly as it
/// was. The run's directory is only read.
public final class Reexecution implements AutoCloseable {

  private final EvaluationEnvs envs;
  private final Training training;
  private final SolvedWatch watch;
  private final PlannedEvaluations evaluations;
  private final Optional<Checkpoint> start;

  /// Goes to the last whole checkpoint that has at most so many updates, or to the beginning.
  ///
  /// @throws IllegalArgumentException if the run is not one of this world and config
  public Reexecution(
      World world, RunConfig config, Path run, int updates, Kernels kernels, Workers workers)
      throws IOException {
    WorldOfRun.require(world, run, config);
    BegunConfig.require(config, run);
    start = checkpoint(run, updates);
    training = new Training(config, world, Beginning.ofRun(run, config), kernels, workers);
    envs = new EvaluationEnvs(world);
    watch = new SolvedWatch(envs, kernels, config.seed());
    evaluations = new PlannedEvaluations(envs, kernels, config);
    try {
      if (start.isPresent()) {
        training.restore(start.get(), run);
        watch.restore(start.get().solved(), Checkpoint.STATE, Double.NaN);
      }
    } catch (IOException | RuntimeException e) {
      training.close();
      throw e;
    }
  }

  private static Optional<Checkpoint> checkpoint(Path run, int updates) throws IOException {
    for (int update : Checkpoint.of(run)) {
      if (update <= updates) {
        try {
          return Optional.of(Checkpoint.read(run, update));
        } catch (IllegalArgumentException _) {
          // A damaged one: an earlier one leads there too.
        }
      }
    }
    return Optional.empty();
  }

  /// The checkpoint that it began from; none if it began at the beginning.
  Optional<Checkpoint> start() {
    return start;
  }

  /// Carries out the next update.
  public UpdateRecord next() {
    return UpdateRecord.of(training, training.update());
  }

  /// The same, with the evaluations that came after it, if any did.
  UpdateRecord nextWatched() {
    long before = training.steps();
    UpdateRecord update = next();
    Object mean = update.numbers().get("return_mean");
    watch.look(training, mean instanceof Double x ? x : Double.NaN);
    return evaluations
        .after(training, before)
        .map(made -> update.with(made.added()))
        .orElse(update);
  }

  public Training training() {
    return training;
  }

  SolvedWatch watch() {
    return watch;
  }

  /// That evaluations play in.
  EvaluationEnvs envs() {
    return envs;
  }

  @Override
  public void close() {
    envs.close();
    training.close();
  }
}
