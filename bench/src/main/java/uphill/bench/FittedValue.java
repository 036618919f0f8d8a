package uphill.bench;

import java.util.Arrays;
import java.util.List;
import uphill.autodiff.Parameters;
import uphill.autodiff.Program;
import uphill.autodiff.Tensor;
import uphill.env.Ending;
import uphill.env.Space;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.kernel.Workers;
import uphill.nn.Activation;
import uphill.nn.Descent;
import uphill.nn.Initialization;
import uphill.nn.Mlp;
import uphill.rl.data.RewardToGo;
import uphill.rl.data.Rollout;

/// V of one policy, fitted to trajectories that serve nothing else.
///
/// ```text
/// V(s) = m + d·V_φ(s)      L(φ) = ½·mean (V_φ(s) − (R̂ − m)/d)²
/// ```
///
/// with m and d the mean and the deviation of the first R̂.
final class FittedValue {

  private static final int ROUNDS = 6;
  private static final int STEPS = 500; // of Adam, in a round
  private static final int MINIBATCH = 512;
  private static final double LEARNING_RATE = 5e-3;

  private final double gamma;
  private final boolean goesOn;
  private final Program valuation;
  private double shift;
  private double scale = 1;
  private float[] column = new float[1];

  /// Fits.
  ///
  /// @param trajectories one whole episode each
  /// @param goesOn whether R̂ goes on with V where a time limit ends an episode, instead of ending
  ///   there
  FittedValue(
      Space observations,
      List<Rollout> trajectories,
      double gamma,
      boolean goesOn,
      Rng random,
      Kernels kernels) {
    this.gamma = gamma;
    this.goesOn = goesOn;
    int size = observations.size();
    Parameters parameters = new Parameters();
    Mlp network = new Mlp(parameters, "", new int[] {size, 64, 64, 1}, Activation.TANH);
    network.initialize(Initialization.ORTHOGONAL, /* outputGain= */ 1, random);
    Tensor value = network.apply(Tensor.input("observation", size));
    valuation = Program.with(kernels).output("value", value).build();

    int rows = trajectories.stream().mapToInt(Rollout::rows).sum();
    float[] states = new float[rows * size];
    int at = 0;
    for (Rollout trajectory : trajectories) {
      System.arraycopy(trajectory.observation, 0, states, at, trajectory.rows() * size);
      at += trajectory.rows() * size;
    }
    float[] targets = new float[rows];
    Descent descent = descent(value, parameters, kernels);
    descent.feed(column -> column.equals("observation") ? states : targets);
    int[] order = new int[MINIBATCH];
    for (int round = 0; round < ROUNDS; round++) {
      fillTargets(trajectories, round > 0, targets);
      if (round == 0) {
        standardize(targets);
      }
      for (int i = 0; i < rows; i++) {
        targets[i] = (float) ((targets[i] - shift) / scale);
      }
      for (int step = 0; step < STEPS; step++) {
        Arrays.setAll(order, _ -> random.choice(rows));
        double progress = (double) (round * STEPS + step) / (ROUNDS * STEPS);
        descent.step(order, 0, MINIBATCH, LEARNING_RATE * (1 - progress));
      }
    }
  }

  private static Descent descent(Tensor value, Parameters parameters, Kernels kernels) {
    Tensor error = value.sub(Tensor.input("target", 1));
    return Descent.of("value", parameters, kernels, Workers.one(), _ -> {})
        .term("value", error.square().mean().mul(0.5))
        .build();
  }

  private void fillTargets(List<Rollout> trajectories, boolean valued, float[] targets) {
    int at = 0;
    for (Rollout trajectory : trajectories) {
      int rows = trajectory.rows();
      if (valued) {
        fill(trajectory);
      } else {
        trajectory.nextValue[rows - 1] = 0;
      }
      float[] rewardToGo = new float[rows];
      RewardToGo.fill(trajectory, gamma, rewardToGo);
      System.arraycopy(rewardToGo, 0, targets, at, rows);
      at += rows;
    }
  }

  private void standardize(float[] targets) {
    double sum = 0;
    for (float target : targets) {
      sum += target;
    }
    shift = sum / targets.length;
    double squares = 0;
    for (float target : targets) {
      squares += (target - shift) * (target - shift);
    }
    scale = Math.max(Math.sqrt(squares / targets.length), 1e-6);
  }

  /// Writes V(s) and V(s′) into a trajectory, one whole episode.
  void fill(Rollout trajectory) {
    int rows = trajectory.rows();
    values(trajectory.observation, rows, trajectory.value);
    System.arraycopy(trajectory.value, 1, trajectory.nextValue, 0, rows - 1);
    trajectory.nextValue[rows - 1] = 0;
    if (goesOn && trajectory.ended[rows - 1] == Ending.TRUNCATED) {
      int size = trajectory.observationSize();
      float[] last = new float[size];
      System.arraycopy(trajectory.lastObservation, (rows - 1) * size, last, 0, size);
      values(last, 1, column);
      trajectory.nextValue[rows - 1] = column[0];
    }
  }

  private void values(float[] observation, int rows, float[] values) {
    valuation.feed("observation", observation).into("value", values);
    valuation.evaluate(rows, Workers.one());
    for (int i = 0; i < rows; i++) {
      values[i] = (float) (shift + scale * values[i]);
    }
  }

  /// 1 − Var(R̂ − V)/Var(R̂) over the rows of other trajectories: how much of R̂ it foresees.
  double explains(List<Rollout> trajectories) {
    double n = 0;
    double error = 0;
    double errors = 0;
    double total = 0;
    double totals = 0;
    for (Rollout trajectory : trajectories) {
      fill(trajectory);
      float[] rewardToGo = new float[trajectory.rows()];
      RewardToGo.fill(trajectory, gamma, rewardToGo);
      for (int i = 0; i < rewardToGo.length; i++) {
        double e = rewardToGo[i] - trajectory.value[i];
        n++;
        error += e;
        errors += e * e;
        total += rewardToGo[i];
        totals += (double) rewardToGo[i] * rewardToGo[i];
      }
    }
    return 1 - (errors - error * error / n) / (totals - total * total / n);
  }
}
