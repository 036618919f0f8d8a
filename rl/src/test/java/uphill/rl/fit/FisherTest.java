package uphill.rl.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import uphill.autodiff.Onlooker;
import uphill.autodiff.Parameters;
import uphill.autodiff.Program;
import uphill.autodiff.Scalar;
import uphill.autodiff.Tensor;
import uphill.env.Ending;
import uphill.env.vector.VectorEnv;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;
import uphill.nn.Activation;
import uphill.nn.Bernoulli;
import uphill.nn.Categorical;
import uphill.nn.Distribution;
import uphill.nn.Gaussian;
import uphill.nn.Mlp;
import uphill.nn.MultiCategorical;
import uphill.nn.SquashedGaussian;
import uphill.rl.Counter;
import uphill.rl.Setup;
import uphill.rl.Threads;
import uphill.rl.Trial;
import uphill.rl.data.Rollout;

/// F is the curvature of the divergence, and the mean of the scores' products.
class FisherTest {

  private static final int INPUTS = 3;
  private static final int ROWS = 300; // three blocks
  private static final int FEW = 4;

  /// What a policy makes of four outputs.
  enum Family {
    CATEGORICAL,
    MULTI_CATEGORICAL,
    BERNOULLI,
    GAUSSIAN,
    SQUASHED_OF_STATE;

    Distribution of(Tensor y, Parameters parameters) {
      int half = y.columns() / 2;
      return switch (this) {
        case CATEGORICAL -> Categorical.ofLogits(y);
        case MULTI_CATEGORICAL -> MultiCategorical.ofLogits(y, 2, 2);
        case BERNOULLI -> new Bernoulli(y);
        case GAUSSIAN -> new Gaussian(y, Tensor.repeat(parameters.add("log_std", 1, 2 * half)));
        case SQUASHED_OF_STATE ->
            new SquashedGaussian(
                y.columns(0, half),
                y.columns(half, 2 * half).clamp(-0.5, 0.5),
                new float[] {-1, -2},
                new float[] {1, 3});
      };
    }

    /// Every action there is, where they can be counted.
    List<float[]> actions() {
      return switch (this) {
        case CATEGORICAL -> IntStream.range(0, 4).mapToObj(a -> new float[] {a}).toList();
        case MULTI_CATEGORICAL ->
            IntStream.range(0, 4).mapToObj(a -> new float[] {Math.floorDiv(a, 2), a % 2}).toList();
        case BERNOULLI ->
            IntStream.range(0, 16)
                .mapToObj(a -> new float[] {a & 1, (a >> 1) & 1, (a >> 2) & 1, (a >> 3) & 1})
                .toList();
        case GAUSSIAN, SQUASHED_OF_STATE -> List.of();
      };
    }
  }

  /// A policy at some θ, and what its products are computed from.
  private static final class Trial {
    final Kernels kernels;
    final Parameters parameters;
    final Rollout rollout;
    final Distribution policy;
    final Fisher fisher;
    final double[] theta;

    Trial(Family family, Kernels kernels, Workers workers) {
      this.kernels = kernels;
      VectorEnv envs = new VectorEnv("counter", List.of(Counter.ending(Ending.TERMINATED, 2)));
      Setup setup = Setup.of(1, envs, kernels, workers);
      parameters = setup.parameters("policy");
      rollout = new Rollout(ROWS, 1, INPUTS, 1);
      int[] sizes = {INPUTS, 5, 4};
      Mlp network = new Mlp(parameters, "", sizes, Activation.TANH);
      policy = family.of(network.apply(rollout.input("observation")), parameters);
      fisher = new Fisher(policy, parameters, rollout, setup);
      Rng random = Rng.seeded(5);
      float[] values = parameters.values();
      for (int k = 0; k < values.length; k++) {
        values[k] = (float) (0.5 * random.standardNormal());
      }
      for (int k = 0; k < rollout.observation.length; k++) {
        rollout.observation[k] = (float) random.standardNormal();
      }
      theta = new double[values.length];
      Arrays.setAll(theta, k -> values[k]);
    }

    static Trial of(Family family) {
      return new Trial(family, Kernels.best(), Workers.one());
    }

    float[] direction(long seed) {
      Rng random = Rng.seeded(seed);
      float[] v = new float[theta.length];
      for (int k = 0; k < v.length; k++) {
        v[k] = (float) random.standardNormal();
      }
      return v;
    }

    float[] times(float[] v, int rows, double damping) {
      float[] product = new float[v.length];
      fisher.of(rows, damping).times(v, product);
      return product;
    }

    Onlooker onlooker(Scalar term) {
      SequencedMap<String, Scalar> terms = new LinkedHashMap<>();
      terms.put("term", term);
      return new Onlooker(terms, policy.heads(), parameters, kernels)
          .feed("observation", rollout.observation);
    }
  }

  private static double dot(float[] x, double[] y) {
    return IntStream.range(0, x.length).mapToDouble(k -> x[k] * y[k]).sum();
  }

  private static void close(float[] product, double[] expected, double tolerance) {
    double size = Math.sqrt(Arrays.stream(expected).map(x -> x * x).sum());
    for (int k = 0; k < product.length; k++) {
      assertThat((double) product[k]).isCloseTo(expected[k], within(tolerance * size));
    }
    assertThat(size).isGreaterThan(0.01);
  }

  /// ∂²KL(π_old ‖ π_θ)/∂θ²·v at θ_old, by differences of its gradient in double precision.
  @ParameterizedTest
  @EnumSource
  void productsAreThoseOfTheDivergencesSecondDerivative(Family family) {
    Trial trial = Trial.of(family);
    Onlooker kl = trial.onlooker(trial.policy.asInput("old.").kl(trial.policy).mean());
    Program.Builder written = Program.with(trial.kernels);
    trial.policy.heads().forEach(written::output);
    Program old = written.build().feed("observation", trial.rollout.observation);
    trial
        .policy
        .heads()
        .forEach(
            (name, head) -> {
              float[] column = new float[ROWS * head.columns()];
              old.into(name, column);
              kl.feed("old." + name, column);
            });
    old.evaluate(ROWS, Workers.one());
    float[] v = trial.direction(7);
    double h = 1e-4;
    double[][] gradient = new double[2][];
    for (int side = 0; side < 2; side++) {
      double by = side == 0 ? h : -h;
      double[] there = trial.theta.clone();
      Arrays.setAll(there, k -> there[k] + by * v[k]);
      gradient[side] = kl.at(there).errors(ROWS).gradient("term").clone();
    }
    double[] expected = new double[v.length];
    Arrays.setAll(expected, k -> (gradient[0][k] - gradient[1][k]) / (2 * h));

    close(trial.times(v, ROWS, 0), expected, 2e-6);
  }

  /// mean Σ_a π(a|s)·g·(g·v), over all actions.
  @ParameterizedTest
  @EnumSource(names = {"CATEGORICAL", "MULTI_CATEGORICAL", "BERNOULLI"})
  void productsAreTheMeanOfTheScoresProducts(Family family) {
    Trial trial = Trial.of(family);
    int size = family.actions().getFirst().length;
    Onlooker logProb = trial.onlooker(trial.policy.logProb(Tensor.input("action", size)).sum());
    logProb.at(trial.theta);
    float[] v = trial.direction(8);
    double[] expected = new double[v.length];
    for (float[] action : family.actions()) {
      float[] column = new float[FEW * size];
      for (int k = 0; k < column.length; k++) {
        column[k] = action[k % size];
      }
      logProb.feed("action", column);
      for (int i = 0; i < FEW; i++) {
        var seen = logProb.errors(new int[] {i}, 0, 1);
        double[] score = seen.gradient("term").clone();
        double factor = Math.exp(seen.value("term")) * dot(v, score) / FEW;
        Arrays.setAll(expected, k -> expected[k] + factor * score[k]);
      }
    }

    close(trial.times(v, FEW, 0), expected, 2e-6);
  }

  @ParameterizedTest
  @EnumSource
  void theyAreSymmetricNeverNegativeAndDamped(Family family) {
    Trial trial = Trial.of(family);
    for (int seed = 0; seed < 5; seed++) {
      float[] v = trial.direction(seed);
      float[] w = trial.direction(100 + seed);
      float[] ofV = trial.times(v, ROWS, 0);
      double[] exact = new double[v.length];
      Arrays.setAll(exact, k -> ofV[k]);
      double[] ofW = new double[v.length];
      float[] product = trial.times(w, ROWS, 0);
      Arrays.setAll(ofW, k -> product[k]);

      double square = dot(v, exact);
      assertThat(square).isPositive();
      assertThat(dot(w, exact)).isCloseTo(dot(v, ofW), within(1e-5 * square));
      float[] damped = trial.times(v, ROWS, 0.1);
      for (int k = 0; k < v.length; k++) {
        assertThat(damped[k]).isEqualTo(Math.fma(0.1f, v[k], ofV[k]));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void theBitsAreTheSameForAllWorkersAndKernels(Family family) {
    float[] expected = products(family, new ScalarKernels(), Workers.one());
    try (Threads three = new Threads(3)) {
      for (Kernels kernels : List.of(new ScalarKernels(), Kernels.best())) {
        assertThat(products(family, kernels, three)).isEqualTo(expected);
        assertThat(products(family, kernels, Workers.one())).isEqualTo(expected);
      }
    }
  }

  private static float[] products(Family family, Kernels kernels, Workers workers) {
    Trial trial = new Trial(family, kernels, workers);
    return trial.times(trial.direction(9), ROWS, 0.1);
  }

  /// The step of a natural gradient: F·x = g.
  @ParameterizedTest
  @EnumSource
  void aSystemWithThemIsSolved(Family family) {
    Trial trial = Trial.of(family);
    float[] b = trial.direction(10);
    float[] x = new float[b.length];
    var solver = new ConjugateGradient(b.length);

    double curvature = solver.solve(trial.fisher.of(ROWS, 0.1), b, x, 200, 1e-5);

    double along = IntStream.range(0, b.length).mapToDouble(k -> (double) b[k] * x[k]).sum();
    assertThat(curvature).isCloseTo(along, within(1e-3 * along));
    assertThat(solver.residual()).isLessThan(1e-4 * Math.sqrt(b.length));
  }

  @Test
  void onceWarmASolutionAllocatesNothing() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Trial trial = new Trial(Family.GAUSSIAN, new ScalarKernels(), Workers.one());
    float[] b = trial.direction(11);
    float[] x = new float[b.length];
    var solver = new ConjugateGradient(b.length);
    List<Long> bytes = new ArrayList<>();
    for (int window = 0; window < 40 && !bytes.contains(0L); window++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int k = 0; k < 5; k++) {
        solver.solve(trial.fisher.of(ROWS, 0.1), b, x, 10, 1e-6);
      }
      bytes.add(threads.getCurrentThreadAllocatedBytes() - before);
    }

    assertThat(bytes).contains(0L);
  }
}
