package uphill.push;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;
import uphill.nn.Activation;
import uphill.nn.Descent;
import uphill.nn.Distribution;
import uphill.nn.Optimizer;
import uphill.nn.SquashedGaussian;

/// A policy that really goes down a loss, in single precision, while a witness looks on.
final class Watched {

  static final int INPUTS = 3;
  static final double ENTROPY_WEIGHT = 0.01;
  static final double RATE = 3e-3;

  final Parameters parameters = new Parameters();
  final ScoreModel model;
  final StepWitness witness;
  final Descent descent;
  final int rows;
  final float[] observation;
  final float[] action;
  final float[] weight;

  /// @param aside the weight of a term that does not pass through the policy's heads
  Watched(
      Activation activation,
      boolean gaussian,
      int rows,
      double maxNorm,
      double aside,
      Function<Parameters, Optimizer> optimizer) {
    this(activation, gaussian ? Kind.GAUSSIAN : Kind.CATEGORICAL, rows, maxNorm, aside, optimizer);
  }

  /// @param aside the weight of a term that does not pass through the policy's heads
  Watched(
      Activation activation,
      Kind kind,
      int rows,
      double maxNorm,
      double aside,
      Function<Parameters, Optimizer> optimizer) {
    this(
        activation == Activation.TANH ? Net.TANH : Net.RELU, kind, rows, maxNorm, aside, optimizer);
  }

  /// @param aside the weight of a term that does not pass through the policy's heads
  Watched(
      Net net,
      Kind kind,
      int rows,
      double maxNorm,
      double aside,
      Function<Parameters, Optimizer> optimizer) {
    this.rows = rows;
    Kernels kernels = new ScalarKernels();
    Net.Made made = net.on(parameters, INPUTS, kind.outputs());
    Tensor outputs = made.network().apply(Tensor.input("observation", INPUTS));
    Distribution pi = kind.on(outputs, parameters);
    model = kind.model(parameters, made, INPUTS, pi);
    Tensor picked = Tensor.input("action", model.actionSize());
    Descent.Builder loss =
        Descent.of("policy", parameters, kernels, Workers.one(), _ -> {})
            .term("policy", pi.logProb(picked).mul(Tensor.input("weight", 1)).mean().neg())
            .clip(maxNorm)
            .undoable(true)
            .optimizer(optimizer)
            .heads(pi);
    if (!(pi instanceof SquashedGaussian)) {
      loss.term("entropy", pi.entropy().mean().mul(-ENTROPY_WEIGHT));
    }
    if (aside != 0) {
      loss.term("aside", outputs.square().sumColumns().mean().mul(aside));
    }
    descent = loss.build();
    Rng random = Rng.seeded(21);
    float[] theta = parameters.values();
    for (int k = 0; k < theta.length; k++) {
      theta[k] = (float) (0.4 * random.standardNormal());
    }
    observation = drawn(rows * INPUTS, random);
    action = new float[rows * model.actionSize()];
    for (int i = 0; i < rows; i++) {
      kind.draw(model.head(), random, action, i * model.actionSize());
    }
    weight = drawn(rows, random);
    Map<String, float[]> columns =
        Map.of("observation", observation, "action", action, "weight", weight);
    descent.feed(name -> Objects.requireNonNull(columns.get(name)).clone());
    witness = new StepWitness(model).watch(descent);
  }

  private static float[] drawn(int n, Rng random) {
    float[] values = new float[n];
    for (int k = 0; k < n; k++) {
      values[k] = (float) random.standardNormal();
    }
    return values;
  }

  /// Takes steps of all rows; the last of them.
  Step steps(int count) {
    for (int k = 0; k < count; k++) {
      descent.step(rows, RATE);
    }
    return witness.steps().getLast();
  }

  /// Takes a step of these rows.
  Step step(int... order) {
    descent.step(order, 0, order.length, RATE);
    return witness.steps().getLast();
  }

  Samples samples() {
    return Samples.of(rows, observation, action, INPUTS, model.actionSize());
  }

  /// Every fifth row begins a trajectory.
  int[] trajectory() {
    return IntStream.range(0, rows).map(i -> i / 5).toArray();
  }

  Ledger ledger(Step... steps) {
    return ledger(new double[0], steps);
  }

  Ledger ledger(double[] psi, Step... steps) {
    Explained explained = new Explained(samples(), trajectory(), psi);
    return new Ledger(
        model,
        explained,
        Arrays.stream(steps).map(step -> PolicyStep.of(model, step, explained)).toList());
  }
}
