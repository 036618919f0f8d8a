package uphill.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.autodiff.Gradients;
import uphill.autodiff.Parameters;
import uphill.autodiff.Program;
import uphill.autodiff.Tensor;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.kernel.Workers;

class OptimizerTest {

  private static final Kernels KERNELS = Kernels.best();
  private static final double RATE = 1e-3;
  private static final int N = 37;

  /// Each kind of optimizer.
  enum Kind {
    ADAM,
    RMS_PROP,
    RMS_PROP_UNDER_ROOT;

    Optimizer of(Parameters parameters) {
      return switch (this) {
        case ADAM -> new Adam(parameters, KERNELS);
        case RMS_PROP -> rmsProp(parameters, RmsProp.Epsilon.AFTER_ROOT, 0);
        case RMS_PROP_UNDER_ROOT -> rmsProp(parameters, RmsProp.Epsilon.UNDER_ROOT, 1);
      };
    }
  }

  /// θ, and a program whose gradient is whatever is fed: L = Σⱼ θⱼ·gⱼ.
  private static final class Learner {
    final Parameters set = new Parameters();
    final Program program;

    Learner(int n) {
      Tensor theta = Tensor.repeat(set.add("theta", 1, n));
      program =
          Program.with(KERNELS)
              .loss(theta.mul(Tensor.input("g", n)).sumColumns().sum(), set)
              .build();
    }

    Gradients gradients(float... g) {
      return program.feed("g", g).gradients(1, Workers.one());
    }
  }

  private static float[] normal(int n, long seed) {
    Rng random = Rng.seeded(seed);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.standardNormal();
    }
    return values;
  }

  private static RmsProp rmsProp(Parameters parameters, RmsProp.Epsilon place, double start) {
    return new RmsProp(parameters, KERNELS, 0.99, 1e-5, place, start);
  }

  /// Both sums of v and ε, in double precision.
  @ParameterizedTest
  @CsvSource({"AFTER_ROOT, 0", "UNDER_ROOT, 1", "UNDER_ROOT, 0", "AFTER_ROOT, 1"})
  void rmsPropDividesByTheRootOfTheMeanSquare(RmsProp.Epsilon place, double start) {
    var learner = new Learner(N);
    RmsProp rmsProp = rmsProp(learner.set, place, start);
    double[] theta = new double[N];
    double[] v = new double[N];
    Arrays.fill(v, start);

    for (int t = 1; t <= 100; t++) {
      float[] g = normal(N, t);
      g[0] *= 1e-4f; // so small that ε decides
      rmsProp.step(learner.gradients(g), RATE);
      for (int i = 0; i < N; i++) {
        v[i] = 0.99 * v[i] + 0.01 * g[i] * g[i];
        double scale =
            switch (place) {
              case AFTER_ROOT -> Math.sqrt(v[i]) + 1e-5;
              case UNDER_ROOT -> Math.sqrt(v[i] + 1e-5);
            };
        theta[i] -= RATE * g[i] / scale;
      }
    }

    assertThat(rmsProp.steps()).isEqualTo(100);
    for (int i = 0; i < N; i++) {
      double error = 1e-8 + 2e-6 * Math.abs(theta[i]);
      assertThat((double) learner.set.values()[i]).isCloseTo(theta[i], within(error));
    }
  }

  @Test
  void adamTakesTheNumbersItIsGivenAndShowsThem() {
    var given = new Learner(3);
    var usual = new Learner(3);
    var adam = new Adam(given.set, KERNELS, 0.8, 0.99, 1e-3);
    adam.step(given.gradients(1e-3f, 0, 0), RATE);
    adam.step(given.gradients(0, 1, 0), RATE);
    new Adam(usual.set, KERNELS).step(usual.gradients(1e-3f, 0, 0), RATE);

    assertThat(adam.beta1()).isEqualTo(0.8f);
    assertThat(adam.beta2()).isEqualTo(0.99f);
    assertThat(adam.epsilon()).isEqualTo(1e-3f);
    // m̂ = 0.16·g/0.36, v̂ = 0.0099·g²/0.0199 at the second step; g = ε at the first
    double first = RATE * (0.5 + 0.16 / 0.36 / (Math.sqrt(0.0099 / 0.0199) + 1));
    double second = RATE * 0.2 / 0.36 / (Math.sqrt(0.01 / 0.0199) + 1e-3);
    assertThat((double) given.set.values()[0]).isCloseTo(-first, within(1e-9));
    assertThat((double) given.set.values()[1]).isCloseTo(-second, within(1e-9));
    assertThat((double) usual.set.values()[0]).isCloseTo(-RATE, within(2e-8));
  }

  @Test
  void adamWithoutNumbersHasThoseOfThePaper() {
    var usual = new Learner(N);
    var given = new Learner(N);
    var adam = new Adam(usual.set, KERNELS);
    var same = new Adam(given.set, KERNELS, 0.9, 0.999, 1e-8);

    for (int t = 1; t <= 20; t++) {
      adam.step(usual.gradients(normal(N, t)), RATE);
      same.step(given.gradients(normal(N, t)), RATE);
    }

    assertThat(adam.beta1()).isEqualTo(0.9f);
    assertThat(adam.beta2()).isEqualTo(0.999f);
    assertThat(adam.epsilon()).isEqualTo(1e-8f);
    assertThat(given.set.values()).isEqualTo(usual.set.values());
  }

  @Test
  void numbersThatWouldDivideByZeroAreRejected() {
    Parameters set = new Learner(1).set;

    for (double epsilon : new double[] {0, -1e-8, 1e-60, Double.NaN, 1e60}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Adam(set, KERNELS, 0.9, 0.999, epsilon))
          .withMessage("epsilon must be positive and finite, as a float too; got " + epsilon);
    }
    for (double decay : new double[] {-0.1, 1, 0.999999999, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Adam(set, KERNELS, 0.9, decay, 1e-8))
          .withMessage("beta2 must lie in [0, 1), as a float too; got " + decay);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new RmsProp(set, KERNELS, decay, 1e-5, RmsProp.Epsilon.AFTER_ROOT, 0))
          .withMessage("decay must lie in [0, 1), as a float too; got " + decay);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rmsProp(set, RmsProp.Epsilon.UNDER_ROOT, -1))
        .withMessage("v must begin at a finite number that is not negative, got -1.0");
  }

  /// Algorithm 1 of the paper, in double precision.
  @Test
  void adamIsThePapersAlgorithm() {
    var learner = new Learner(N);
    var adam = new Adam(learner.set, KERNELS);
    double[] theta = new double[N];
    double[] m = new double[N];
    double[] v = new double[N];

    for (int t = 1; t <= 100; t++) {
      float[] g = normal(N, t);
      adam.step(learner.gradients(g), RATE);
      for (int i = 0; i < N; i++) {
        m[i] = 0.9 * m[i] + 0.1 * g[i];
        v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
        double first = m[i] / (1 - Math.pow(0.9, t));
        double second = v[i] / (1 - Math.pow(0.999, t));
        theta[i] -= RATE * first / (Math.sqrt(second) + 1e-8);
      }
    }

    assertThat(adam.steps()).isEqualTo(100);
    for (int i = 0; i < N; i++) {
      assertThat((double) learner.set.values()[i]).isCloseTo(theta[i], within(2e-8));
    }
  }

  /// With the bias corrected, m̂ = g and v̂ = g² at the first step, to rounding.
  @Test
  void adamsFirstStepIsTheLearningRateWhateverTheGradientsSize() {
    var learner = new Learner(4);

    new Adam(learner.set, KERNELS).step(learner.gradients(1e-3f, -2, 1e6f, 0), RATE);

    assertThat(learner.set.values()[0]).isCloseTo(-1e-3f, within(2e-8f)); // ε = 10⁻⁵·|g| there
    assertThat(learner.set.values()[1]).isCloseTo(1e-3f, within(5e-10f));
    assertThat(learner.set.values()[2]).isCloseTo(-1e-3f, within(5e-10f));
    assertThat(learner.set.values()[3]).isZero();
  }

  @Test
  void momentsThatFadeBecomeZeroNotDenormal() {
    var learner = new Learner(N);
    var adam = new Adam(learner.set, KERNELS);
    adam.step(learner.gradients(normal(N, 1)), RATE);

    for (int t = 0; t < 2000; t++) {
      adam.step(learner.gradients(new float[N]), RATE);
      for (float[] moments : adam.memory()) {
        for (float moment : moments) {
          assertThat(moment == 0 || Math.abs(moment) >= Float.MIN_NORMAL).isTrue();
        }
      }
    }

    assertThat(adam.memory()[0]).containsOnly(0);
  }

  @Test
  void aClippedGradientIsAsShortAsTheLimit() {
    var learner = new Learner(2);
    Gradients gradients = learner.gradients(30, 40);

    assertThat(gradients.clipNorm(1)).isEqualTo(50);

    assertThat(gradients.values()).containsExactly(new float[] {0.6f, 0.8f}, within(1e-7f));
  }

  @ParameterizedTest
  @EnumSource
  void aStepGoesDownhill(Kind kind) {
    var learner = new Learner(N);
    Gradients gradients = learner.gradients(normal(N, 1));
    double before = learner.program.metric("loss");

    kind.of(learner.set).step(gradients, RATE);

    learner.program.evaluate(1, Workers.one());
    assertThat(learner.program.metric("loss")).isLessThan(before);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aGradientThatIsNotFiniteChangesNothing(float bad) {
    for (Kind kind : Kind.values()) {
      var learner = new Learner(3);
      Optimizer optimizer = kind.of(learner.set);
      optimizer.step(learner.gradients(1, 2, 3), RATE);
      float[] before = learner.set.snapshot();

      assertThatExceptionOfType(ArithmeticException.class)
          .isThrownBy(() -> optimizer.step(learner.gradients(1, bad, 3), RATE))
          .withMessageContaining("the gradient's norm is")
          .withMessageContaining("the parameters were left as they were");

      assertThat(learner.set.values()).isEqualTo(before);
      assertThat(optimizer.steps()).isEqualTo(1);
      for (float[] memory : optimizer.memory()) {
        for (float value : memory) {
          assertThat(value).isFinite();
        }
      }
    }
  }

  @Test
  void aClippedInfinityIsStillAnError() {
    var learner = new Learner(2);
    Gradients gradients = learner.gradients(1, Float.POSITIVE_INFINITY);
    gradients.clipNorm(0.5);

    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> new Adam(learner.set, KERNELS).step(gradients, RATE));
  }

  @ParameterizedTest
  @EnumSource
  void aGradientOfOtherParametersIsRejected(Kind kind) {
    Optimizer optimizer = kind.of(new Learner(3).set);
    Gradients gradients = new Learner(3).gradients(1, 2, 3);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> optimizer.step(gradients, RATE))
        .withMessage("the gradient belongs to other parameters");
  }

  @ParameterizedTest
  @EnumSource
  void aRestoredOptimizerContinuesBitForBit(Kind kind) {
    var learner = new Learner(N);
    Optimizer optimizer = kind.of(learner.set);
    for (int t = 0; t < 10; t++) {
      optimizer.step(learner.gradients(normal(N, t)), RATE);
    }

    var resumed = new Learner(N);
    resumed.set.assign(learner.set.snapshot());
    Optimizer restored = kind.of(resumed.set);
    for (int k = 0; k < optimizer.memory().length; k++) {
      System.arraycopy(optimizer.memory()[k], 0, restored.memory()[k], 0, N);
    }
    restored.restoreSteps(optimizer.steps());

    for (int t = 10; t < 20; t++) {
      optimizer.step(learner.gradients(normal(N, t)), RATE);
      restored.step(resumed.gradients(normal(N, t)), RATE);
      assertThat(resumed.set.values()).isEqualTo(learner.set.values());
    }
    assertThat(restored.steps()).isEqualTo(20);
    assertThat(restored.memory()).isDeepEqualTo(optimizer.memory());
  }

  @ParameterizedTest
  @EnumSource
  void theSameSeedGivesTheSameWeightsBitForBit(Kind kind) {
    assertThat(trained(kind)).isEqualTo(trained(kind));
  }

  private static float[] trained(Kind kind) {
    var set = new Parameters();
    var mlp = new Mlp(set, "", new int[] {3, 16, 1}, Activation.TANH);
    mlp.initialize(Initialization.UNIFORM, 1, Rng.seeded(1));
    Tensor error = mlp.apply(Tensor.input("x", 3)).sub(Tensor.input("y", 1));
    Program program =
        Program.with(KERNELS)
            .loss(error.square().mean(), set)
            .build()
            .feed("x", normal(3 * 200, 1))
            .feed("y", normal(200, 2));
    Optimizer optimizer = kind.of(set);
    for (int t = 0; t < 20; t++) {
      optimizer.step(program.gradients(200, Workers.one()), 1e-2);
    }
    return set.snapshot();
  }
}
