package uphill.push;

import java.util.Arrays;
import java.util.stream.IntStream;
import uphill.autodiff.Parameters;
import uphill.kernel.Rng;
import uphill.nn.Activation;
import uphill.nn.Mlp;

/// A policy, samples and weights to take steps with, drawn from a seed.
record Problem(
    ScoreModel model, double[] theta, Samples samples, double[] weight, int[] trajectory) {

  static Problem of(int[] sizes, Activation activation, boolean gaussian, int rows, long seed) {
    return of(sizes, activation, gaussian ? Kind.GAUSSIAN : Kind.CATEGORICAL, rows, seed);
  }

  static Problem of(int[] sizes, Activation activation, Kind kind, int rows, long seed) {
    Parameters parameters = new Parameters();
    return of(kind.model(parameters, new Mlp(parameters, "", sizes, activation)), kind, rows, seed);
  }

  static Problem of(ScoreModel model, Kind kind, int rows, long seed) {
    Rng random = Rng.seeded(seed);
    double[] theta = new double[model.size()];
    Arrays.setAll(theta, k -> (float) (0.4 * random.standardNormal()));
    double[] observation = new double[rows * model.inputs()];
    Arrays.setAll(observation, k -> (float) random.standardNormal());
    float[] drawn = new float[rows * model.actionSize()];
    for (int i = 0; i < rows; i++) {
      kind.draw(model.head(), random, drawn, i * model.actionSize());
    }
    double[] action = Samples.doubles(drawn, drawn.length);
    double[] weight = new double[rows];
    Arrays.setAll(weight, i -> random.standardNormal());
    int[] trajectory = new int[rows];
    for (int i = 1; i < rows; i++) {
      trajectory[i] = trajectory[i - 1] + (random.random() < 0.2 ? 1 : 0);
    }
    return new Problem(model, theta, new Samples(rows, observation, action), weight, trajectory);
  }

  int trajectories() {
    return trajectory[trajectory.length - 1] + 1;
  }

  /// The step with these weights, by this optimizer, its parameters stored in single precision if
  /// so wished.
  PolicyStep step(
      OptimizerStep.Before optimizer,
      double entropyWeight,
      double[] valueGradient,
      double maxNorm,
      boolean single) {
    double scale = 1.0 / trajectories();
    ScorePass pass = model.at(theta, samples);
    double[] ascent = valueGradient.clone();
    pass.add(scale, weight, ascent);
    double[] entropy = entropyWeight == 0 ? new double[theta.length] : pass.entropyGradient();
    Arrays.setAll(entropy, k -> entropyWeight * entropy[k]);
    Arrays.setAll(ascent, k -> ascent[k] + entropy[k]);
    double norm = Math.sqrt(Arrays.stream(ascent).map(x -> x * x).sum());
    double s = maxNorm > 0 && norm > maxNorm ? maxNorm / norm : 1;
    Arrays.setAll(ascent, k -> s * ascent[k]);
    OptimizerStep taken = optimizer.along(ascent, pass);
    double[] after = taken.of(1, ascent);
    Arrays.setAll(
        after,
        k -> {
          double moved = theta[k] + after[k];
          return single ? (float) moved : moved;
        });
    return new PolicyStep(
        theta,
        after,
        samples,
        IntStream.range(0, samples.rows()).toArray(),
        PolicyStep.weighted(model, pass, scale, weight),
        entropy,
        valueGradient,
        maxNorm,
        optimizer);
  }

  Explained explained() {
    return new Explained(samples, trajectory, weight);
  }

  Ledger ledger(PolicyStep step) {
    return new Ledger(model, explained(), step);
  }

  /// Of the plain step.
  Ledger ledger(double learningRate) {
    return ledger(plain(learningRate));
  }

  PolicyStep plain(double learningRate) {
    return step(new OptimizerStep.Sgd(learningRate), 0, new double[theta.length], 0, false);
  }

  Problem withWeight(int i, double value) {
    double[] other = weight.clone();
    other[i] = value;
    return new Problem(model, theta, samples, other, trajectory);
  }
}
