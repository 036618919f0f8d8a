package uphill.lab.training;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import uphill.autodiff.Parameters;
import uphill.push.Ledger;
import uphill.push.PushStatistics;
import uphill.push.Samples;
import uphill.push.ScoreModel;
import uphill.rl.AgentConfig;
import uphill.rl.Policy;
import uphill.rl.Weighted;
import uphill.rl.data.Rollout;
import uphill.rl.data.Sampling;
import uphill.rl.data.Weighing;
import uphill.rl.data.Weights;

/// The statistics that a training keeps of its own pushes, all the time, at a few percent of its
/// cost: of every k-th update, on the batch's first trajectories.
///
/// Which updates and rows follows from the config alone, so equal runs have equal statistics.
public final class UpdateStatistics {

  /// Rows that are looked at: whole trajectories, in the order in which they begin, while they have
  /// no more together; two at least, unless they have more than [#MOST_ROWS].
  static final int ROWS = 256;

  /// Rows that are looked at, at most; a longer trajectory is cut.
  static final int MOST_ROWS = 4 * ROWS;

  static final double SHARE = 0.03; // of the time of training, by the costs below

  // Microseconds of a core of 2025 for a row, and for each parameter of the policy besides.
  private static final double LOOKING = 5;
  private static final double LOOKING_PARAMETER = 2.4e-3;
  private static final double OPERATIONS = 5; // times as much where layers are not dense ones alone
  private static final double ACTING = 0.5;
  private static final double PASS_PARAMETER = 3.7e-5; // one pass forwards; backwards takes two

  private final boolean scored;
  private final int interval;

  UpdateStatistics(AgentConfig settings, Policy policy) {
    scored = Scores.refusal(policy).isEmpty();
    double times = policy.dense().isPresent() ? 1 : OPERATIONS;
    interval = interval(settings, policy.parameters().size(), times);
  }

  /// Every how many updates one is looked at.
  ///
  /// @param parameters of the policy; a critic is taken to have as many
  /// @param times as much as it takes to look at dense layers
  static int interval(AgentConfig settings, int parameters, double times) {
    double row = times * (LOOKING + LOOKING_PARAMETER * parameters);
    double looking = expectedRows(settings.sampling()) * row;
    return (int) Math.ceil(looking / (SHARE * training(settings, parameters)));
  }

  /// Microseconds of an update that is not looked at.
  static double training(AgentConfig settings, int parameters) {
    double rows = settings.sampling().stepsOfUpdate();
    return rows * (ACTING + settings.passes() * PASS_PARAMETER * parameters);
  }

  /// Rows that a look is taken to need: two of the longest trajectories that a batch can have, but
  /// no more than half of [#MOST_ROWS], because most are shorter than the longest.
  private static int expectedRows(Sampling sampling) {
    int rows = sampling.steps();
    int longest = sampling.wholeEpisodes() ? MOST_ROWS : Math.ceilDiv(rows, sampling.envs());
    return Math.min(rows, Math.clamp(2L * longest, ROWS, MOST_ROWS / 2));
  }

  /// Whether this update is looked at, counted from 1: none is of a policy whose scores cannot be
  /// taken.
  boolean due(int update) {
    return scored && (update - 1) % interval == 0;
  }

  /// Looks at the update that was made of this batch.
  ///
  /// @param model the policy before it
  /// @param before θ
  public static PushStatistics of(
      ScoreModel model, double[] before, Parameters parameters, Weighted agent) {
    Rollout rollout = agent.rollout();
    int[] trajectory = rollout.trajectoryOfRow();
    int[] rows = first(trajectory);
    double[] theta = Samples.doubles(parameters.values(), parameters.size());
    Samples samples = samples(rollout, rows);
    int[] of = new int[rows.length];
    Arrays.setAll(of, i -> trajectory[rows[i]]);
    return PushStatistics.of(
        model.at(before, samples),
        model.at(theta, samples),
        difference(theta, before),
        gathered(agent.weights(), 1, rows),
        of,
        choices(rollout, agent.weighing(), rows));
  }

  static Samples samples(Rollout rollout, int[] rows) {
    return new Samples(
        rows.length,
        gathered(rollout.observation, rollout.observationSize(), rows),
        gathered(rollout.action, rollout.actionSize(), rows),
        gathered(rollout.mask, rollout.choices(), rows));
  }

  /// Of all rows of an update that has a ledger.
  ///
  /// @param weighing what Ψ is, if the algorithm has one
  public static PushStatistics of(Ledger ledger, Rollout rollout, Optional<Weighing> weighing) {
    int[] rows = IntStream.range(0, rollout.rows()).toArray();
    return PushStatistics.of(
        ledger,
        weighing.map(psi -> choices(rollout, psi, rows)).orElseGet(PushStatistics.Choices::none));
  }

  private static double[] difference(double[] x, double[] y) {
    double[] difference = new double[x.length];
    Arrays.setAll(difference, k -> x[k] - y[k]);
    return difference;
  }

  public static PushStatistics.Choices choices(Rollout rollout, Weighing weighing, int[] rows) {
    double[] none = {};
    return new PushStatistics.Choices(
        weights(Weights.RETURN, rollout, weighing, rows),
        weights(Weights.REWARD_TO_GO, rollout, weighing, rows),
        weighing.valued() ? weights(Weights.BASELINE, rollout, weighing, rows) : none,
        weighing.valued() ? weights(Weights.GAE, rollout, weighing, rows) : none);
  }

  private static double[] weights(Weights kind, Rollout rollout, Weighing weighing, int[] rows) {
    float[] weight = new float[rollout.rows()];
    weighing.with(kind).fill(rollout, weight);
    return gathered(weight, 1, rows);
  }

  static double[] gathered(float[] column, int size, int[] rows) {
    double[] gathered = new double[rows.length * size];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < size; j++) {
        gathered[i * size + j] = column[rows[i] * size + j];
      }
    }
    return gathered;
  }

  /// The rows of the first trajectories.
  ///
  /// @param trajectory of each row, counted in the order in which they begin
  static int[] first(int[] trajectory) {
    int count = 0;
    for (int t : trajectory) {
      count = Math.max(count, t + 1);
    }
    int[] lengths = new int[count];
    for (int t : trajectory) {
      lengths[t]++;
    }
    int taken = 0;
    int sum = 0;
    while (taken < count
        && (taken == 0
            || sum + lengths[taken] <= ROWS
            || (taken == 1 && sum + lengths[taken] <= MOST_ROWS))) {
      sum += lengths[taken++];
    }
    int[] rows = new int[Math.min(sum, MOST_ROWS)];
    int at = 0;
    for (int i = 0; i < trajectory.length && at < rows.length; i++) {
      if (trajectory[i] < taken) {
        rows[at++] = i;
      }
    }
    return rows;
  }
}
