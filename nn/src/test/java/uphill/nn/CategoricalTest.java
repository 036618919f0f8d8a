package uphill.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import uphill.autodiff.Parameters;
import uphill.autodiff.Program;
import uphill.autodiff.Tensor;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.kernel.ScalarKernels;
import uphill.kernel.VectorKernels;
import uphill.kernel.Workers;

class CategoricalTest {

  private static final int ROWS = 50;
  private static final int ACTIONS = 4;

  private final float[] logits = normal(ROWS * ACTIONS, 2, 1);
  private final float[] otherLogits = normal(ROWS * ACTIONS, 2, 2);
  private final Categorical policy = Categorical.ofLogits(Tensor.input("z", ACTIONS));
  private final Categorical other = Categorical.ofLogits(Tensor.input("other", ACTIONS));

  private static float[] normal(int n, double deviation, long seed) {
    Rng random = Rng.seeded(seed);
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.normal(0, deviation);
    }
    return values;
  }

  private static double[] probabilities(float[] logits, int row) {
    double[] p = new double[ACTIONS];
    double sum = 0;
    for (int a = 0; a < ACTIONS; a++) {
      p[a] = Math.exp(logits[row * ACTIONS + a]);
      sum += p[a];
    }
    for (int a = 0; a < ACTIONS; a++) {
      p[a] /= sum;
    }
    return p;
  }

  @Test
  void probabilitiesAreTheSoftmaxOfTheLogits() {
    float[] logProbs = Values.of(policy.logProbs(), ROWS, "z", logits);

    for (int i = 0; i < ROWS; i++) {
      double[] expected = probabilities(logits, i);
      double sum = 0;
      for (int a = 0; a < ACTIONS; a++) {
        double probability = Math.exp(logProbs[i * ACTIONS + a]);
        assertThat(probability).isCloseTo(expected[a], within(1e-6));
        sum += probability;
      }
      assertThat(sum).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void theLogProbabilityIsTheActionsOwn() {
    float[] actions = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      actions[i] = i % ACTIONS;
    }

    float[] logProb =
        Values.of(policy.logProb(Tensor.input("a", 1)), ROWS, "z", logits, "a", actions);

    for (int i = 0; i < ROWS; i++) {
      double expected = Math.log(probabilities(logits, i)[i % ACTIONS]);
      assertThat((double) logProb[i]).isCloseTo(expected, within(1e-5));
    }
  }

  /// Σₐ π(a|s)·∇log π(a|s) = ∇Σₐ π(a|s) = ∇1 = 0: what a baseline rests on.
  @Test
  void theScoreHasMeanZero() {
    var set = new Parameters();
    var mlp = new Mlp(set, "", new int[] {3, 8, ACTIONS}, Activation.TANH);
    mlp.initialize(Initialization.ORTHOGONAL, 1, Rng.seeded(3));
    Categorical learnt = Categorical.ofLogits(mlp.apply(Tensor.input("s", 3)));
    float[] logProbs = new float[ACTIONS];
    Program program =
        Program.with(Kernels.best())
            .loss(learnt.logProb(Tensor.input("a", 1)).sum(), set)
            .output("logProbs", learnt.logProbs())
            .build()
            .feed("s", new float[] {0.3f, -1, 0.8f})
            .into("logProbs", logProbs);
    double[] mean = new double[set.size()];
    double size = 0;

    for (int a = 0; a < ACTIONS; a++) {
      float[] score = program.feed("a", new float[] {a}).gradients(1, Workers.one()).values();
      for (int k = 0; k < mean.length; k++) {
        mean[k] += Math.exp(logProbs[a]) * score[k];
        size += Math.abs(score[k]);
      }
    }

    assertThat(size).isGreaterThan(1);
    assertThat(mean).containsExactly(new double[mean.length], within(1e-6));
  }

  @Test
  void entropyAndKlAreTheirFormulas() {
    float[] entropy = Values.of(policy.entropy(), ROWS, "z", logits);
    float[] kl = Values.of(policy.kl(other), ROWS, "z", logits, "other", otherLogits);

    for (int i = 0; i < ROWS; i++) {
      double[] p = probabilities(logits, i);
      double[] q = probabilities(otherLogits, i);
      double h = 0;
      double d = 0;
      for (int a = 0; a < ACTIONS; a++) {
        h -= p[a] * Math.log(p[a]);
        d += p[a] * Math.log(p[a] / q[a]);
      }
      assertThat((double) entropy[i]).isCloseTo(h, within(2e-6));
      assertThat((double) kl[i]).isCloseTo(d, within(1e-5)).isPositive();
    }
  }

  @Test
  void entropyIsLargestWhereNothingIsPreferred() {
    float[] entropy = Values.of(policy.entropy(), 1, "z", new float[ACTIONS]);

    assertThat((double) entropy[0]).isCloseTo(Math.log(ACTIONS), within(1e-6));
  }

  @Test
  void klIsZeroBetweenEqualsAndSeesNoDifferenceInAConstant() {
    float[] shifted = logits.clone();
    for (int i = 0; i < shifted.length; i++) {
      shifted[i] += 3;
    }

    assertThat(Values.of(policy.kl(other), ROWS, "z", logits, "other", logits)).containsOnly(0);
    assertThat(Values.of(policy.kl(other), ROWS, "z", logits, "other", shifted))
        .containsExactly(new float[ROWS], within(2e-6f));
  }

  @Test
  void anActionOfVanishingProbabilityLeavesEntropyFinite() {
    float[] sure = {0, -200, -1000, -5};

    assertThat(Values.of(policy.entropy(), 1, "z", sure)[0]).isBetween(0.03f, 0.05f);
  }

  /// Pearson's χ² with 3 degrees of freedom exceeds 16.3 once in a thousand times.
  @Test
  void samplesComeAsOftenAsTheyAreProbable() {
    float[] probs = Values.of(policy.logProbs().exp(), ROWS, "z", logits);
    Rng random = Rng.seeded(4);
    int draws = 100_000;

    for (int i = 0; i < 5; i++) {
      double[] p = probabilities(logits, i);
      int[] count = new int[ACTIONS];
      for (int k = 0; k < draws; k++) {
        count[Categorical.sample(probs, i * ACTIONS, ACTIONS, random)]++;
      }
      double chiSquare = 0;
      for (int a = 0; a < ACTIONS; a++) {
        double expected = draws * p[a];
        chiSquare += Math.pow(count[a] - expected, 2) / expected;
      }
      assertThat(chiSquare).isLessThan(16.3);
    }
  }

  /// u is a multiple of 2⁻⁵³, and what it picks changes at the partial sums only. So 0, the largest
  /// u, and the two on either side of every partial sum are all that can happen.
  @Test
  void whatHasNoProbabilityIsNeverDrawn() {
    Rng random = Rng.seeded(6);
    for (int n = 1; n <= 20; n++) {
      float[] z = normal(ROWS * n, 3, n);
      for (int i = 0; i < z.length; i++) {
        z[i] -= random.choice(3) == 0 ? 1000 : 0;
      }
      for (Kernels kernels : List.of(new ScalarKernels(), new VectorKernels())) {
        Tensor policy = Categorical.ofLogits(Tensor.input("z", n)).logProbs().exp();
        float[] probs = Values.by(kernels, policy, ROWS, "z", z);
        for (int at = 0; at < probs.length; at += n) {
          for (double u : uniforms(probs, at, n)) {
            assertThat(probs[at + Categorical.draw(probs, at, n, u)]).isPositive();
          }
        }
      }
    }
  }

  private static List<Double> uniforms(float[] probs, int at, int n) {
    List<Double> all = new ArrayList<>(List.of(0.0, 1 - 0x1p-53));
    double sum = 0;
    for (int a = 0; a < n; a++) {
      sum += probs[at + a];
      for (int k = -1; k <= 1; k++) {
        all.add(Math.clamp(Math.scalb(Math.floor(Math.scalb(sum, 53)) + k, -53), 0, 1 - 0x1p-53));
      }
    }
    return all;
  }

  @Test
  void theModeIsTheFirstOfTheMostProbable() {
    float[] logProbs = {-9, -1, -2, -1, 0};

    assertThat(Categorical.mode(logProbs, 0, 4)).isEqualTo(1);
    assertThat(Categorical.mode(logProbs, 2, 3)).isEqualTo(2);
    assertThat(Categorical.mode(logProbs, 0, 1)).isZero();
  }

  @Test
  void headsWrittenAndReadBackAreTheSameDistribution() {
    float[] logProbs = Values.of(policy.logProbs(), ROWS, "z", logits);
    Categorical read = policy.asInput("old.");

    assertThat(policy.heads()).containsExactly(Map.entry("logProbs", policy.logProbs()));
    assertThat(read.logProbs().columns()).isEqualTo(ACTIONS);
    assertThat(Values.of(read.entropy(), ROWS, "old.logProbs", logProbs))
        .isEqualTo(Values.of(policy.entropy(), ROWS, "z", logits));
  }

  @Test
  void klIsOfOneFamily() {
    Gaussian gaussian = new Gaussian(Tensor.input("m", 4), Tensor.input("s", 4));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy.kl(gaussian))
        .withMessage("KL between a Categorical and a Gaussian is undefined");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> gaussian.kl(policy))
        .withMessage("KL between a Gaussian and a Categorical is undefined");
  }
}
