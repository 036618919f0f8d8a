package uphill.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
    SGD;

    Optimizer of(Parameters parameters) {
      return switch (this) {
        case ADAM -> new Adam(parameters, KERNELS);
        case SGD -> new Sgd(parameters, KERNELS);
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
  void sgdGoesDownTheGradient() {
    var learner = new Learner(3);
    learner.set.assign(new float[] {1, 2, 3});

    new Sgd(learner.set, KERNELS).step(learner.gradients(4, -8, 0), 0.25);

    assertThat(learner.set.values()).containsExactly(0, 4, 3);
  }

  @Test
  void aClippedGradientIsAsShortAsTheLimit() {
    var learner = new Learner(2);
    Gradients gradients = learner.gradients(30, 40);

    assertThat(gradients.clipNorm(1)).isEqualTo(50);
    new Sgd(learner.set, KERNELS).step(gradients, 1);

    assertThat(learner.set.values()).containsExactly(new float[] {-0.6f, -0.8f}, within(1e-7f));
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
