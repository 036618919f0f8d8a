package uphill.explain;

import java.io.IOException;
import java.nio.file.Path;
import uphill.autodiff.Parameters;
import uphill.kernel.Kernels;
import uphill.kernel.Workers;
import uphill.lab.RecordedMetrics;
import uphill.lab.RecordedUpdates;
import uphill.lab.Reexecution;
import uphill.lab.RunConfig;
import uphill.lab.Training;
import uphill.lab.UpdateRecord;
import uphill.lab.UpdateStatistics;
import uphill.lab.world.World;
import uphill.nn.Adam;
import uphill.push.Ledger;
import uphill.push.OptimizerStep;
import uphill.push.PolicyStep;
import uphill.push.PushStatistics;
import uphill.push.Regression;
import uphill.push.Samples;
import uphill.push.ScoreModel;
import uphill.rl.Rollout;
import uphill.rl.Vpg;
import uphill.rl.VpgConfig;

/// One update of a recorded run, explained: carried out again from the nearest checkpoint, with the
/// ledger of what it did to every action's log-probability.
///
/// The run's directory is only read, so a run may go on meanwhile.
///
/// @param update its number, from 1
/// @param learningRate α of this update
/// @param ledger in double precision, on the parameters as stored
/// @param rollout the batch: row i is sample i
/// @param plain regression of the predicted pushes along the plain step on the weights
/// @param taken regression of the actual pushes on the weights
public record Explanation(
    RunConfig config,
    int update,
    double learningRate,
    ScoreModel model,
    Ledger ledger,
    Rollout rollout,
    Regression plain,
    Regression taken) {

  /// Explains an update.
  ///
  /// @param update its number, from 1
  /// @throws IllegalArgumentException if the directory is not a run of this world, did not make
  ///   such an update, or recorded another
  public static Explanation of(World world, Path run, int update) throws IOException {
    RunConfig config = RunConfig.read(run);
    int wanted = RecordedUpdates.of(run).numbered(update).number();
    try (Reexecution again =
            new Reexecution(world, config, run, wanted - 1, Kernels.best(), Workers.one());
        RecordedMetrics recorded = new RecordedMetrics(world, run, config)) {
      while (again.training().updates() < wanted - 1) {
        recorded.requireSame(again.next());
      }
      return of(config, again.training(), recorded);
    }
  }

  /// Carries out the training's next update, and explains it.
  private static Explanation of(RunConfig config, Training training, RecordedMetrics recorded)
      throws IOException {
    VpgConfig settings = config.settings();
    Vpg vpg = training.algorithm();
    Parameters parameters = training.policy().parameters();
    int size = parameters.size();
    Adam adam = vpg.policyOptimizer();
    training.sample();
    double[] before = Samples.doubles(parameters.values(), size);
    double[] m = Samples.doubles(adam.memory()[0], size);
    double[] v = Samples.doubles(adam.memory()[1], size);
    long steps = adam.steps();
    Training.Learned learned = training.learn();
    recorded.requireSame(UpdateRecord.of(training, learned));
    double learningRate = learned.metrics().get("learning_rate");
    double[] after = Samples.doubles(parameters.values(), size);
    Rollout rollout = training.rollout();
    int rows = rollout.rows();
    double scale =
        settings.divisor() == Vpg.Divisor.ROWS ? 1.0 / rows : 1.0 / rollout.trajectories();
    ScoreModel model = ScoreModel.of(parameters, settings.activation());
    PolicyStep step =
        new PolicyStep(
            before,
            after,
            Samples.of(
                rows,
                rollout.observation,
                rollout.action,
                rollout.observationSize(),
                rollout.actionSize()),
            Samples.doubles(vpg.weights(), rows),
            rollout.trajectoryOfRow(),
            scale,
            settings.entropyWeight(),
            new double[size],
            settings.maxGradientNorm(),
            new OptimizerStep.Adam(
                learningRate, Adam.BETA_1, Adam.BETA_2, Adam.EPSILON, m, v, steps));
    Ledger ledger = new Ledger(model, step);
    return new Explanation(
        config,
        training.updates(),
        learningRate,
        model,
        ledger,
        rollout,
        Regression.of(step.weight(), ledger.plain(learningRate)),
        Regression.of(step.weight(), ledger.actual()));
  }

  /// The statistics of this update, on all its rows; a run's own metrics look at fewer.
  public PushStatistics statistics() {
    return UpdateStatistics.of(ledger, rollout, config.settings());
  }
}
