package uphill.explain;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
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
import uphill.nn.Descent;
import uphill.push.Ledger;
import uphill.push.OptimizerStep;
import uphill.push.PolicyStep;
import uphill.push.PushStatistics;
import uphill.push.Regression;
import uphill.push.Samples;
import uphill.push.ScoreModel;
import uphill.rl.Rollout;
import uphill.rl.Settings;
import uphill.rl.Weighing;
import uphill.rl.Weighted;

/// One update of a recorded run, explained: carried out again from the nearest checkpoint, with the
/// ledger of what it did to every action's log-probability.
///
/// The run's directory is only read, so a run may go on meanwhile.
///
/// @param update its number, from 1
/// @param learningRate α of this update
/// @param weighing what Ψ is
/// @param ledger in double precision, on the parameters as stored
/// @param rollout the batch: row i is sample i
/// @param plain regression of the predicted pushes along the plain step on the weights
/// @param taken regression of the actual pushes on the weights
public record Explanation(
    RunConfig config,
    int update,
    double learningRate,
    Weighing weighing,
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
    if (!(training.learner().agent() instanceof Weighted agent)) {
      throw new IllegalArgumentException(
          "%s of %s is no step along weighted scores, and no other is explained yet"
              .formatted(config.algorithm(), config.environment()));
    }
    ScoreModel model = UpdateStatistics.model(training.policy());
    Parameters parameters = training.policy().parameters();
    int size = parameters.size();
    Descent descent =
        training.learner().setup().descents().stream()
            .filter(one -> one.parameters() == parameters)
            .findFirst()
            .orElseThrow();
    Adam adam = (Adam) descent.optimizer();
    double[] before = Samples.doubles(parameters.values(), size);
    double[] m = Samples.doubles(adam.memory()[0], size);
    double[] v = Samples.doubles(adam.memory()[1], size);
    long steps = adam.steps();
    Training.Learned learned = training.update();
    recorded.requireSame(UpdateRecord.of(training, learned));
    double learningRate = learned.metrics().get("learning_rate");
    double[] after = Samples.doubles(parameters.values(), size);
    Rollout rollout = training.rollout();
    int rows = rollout.rows();
    Map<String, Object> settings = Settings.values(config.settings());
    double scale =
        "trajectories".equals(settings.get("divisor")) ? 1.0 / rollout.trajectories() : 1.0 / rows;
    double entropyWeight = settings.get("entropy_weight") instanceof Double weight ? weight : 0;
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
            Samples.doubles(agent.weights(), rows),
            rollout.trajectoryOfRow(),
            scale,
            entropyWeight,
            new double[size],
            descent.maxGradientNorm(),
            new OptimizerStep.Adam(
                learningRate, Adam.BETA_1, Adam.BETA_2, Adam.EPSILON, m, v, steps));
    Ledger ledger = new Ledger(model, step);
    return new Explanation(
        config,
        training.updates(),
        learningRate,
        agent.weighing(),
        model,
        ledger,
        rollout,
        Regression.of(step.weight(), ledger.plain(learningRate)),
        Regression.of(step.weight(), ledger.actual()));
  }

  /// Ψ in a word, `reward-to-go`.
  public String weights() {
    return Settings.word(weighing.kind()).replace('_', '-');
  }

  /// The statistics of this update, on all its rows; a run's own metrics look at fewer.
  public PushStatistics statistics() {
    return UpdateStatistics.of(ledger, rollout, weighing);
  }
}
