package uphill.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;
import uphill.kernel.Rng;
import uphill.kernel.ScalarKernels;
import uphill.nn.Activation;
import uphill.nn.Adam;
import uphill.nn.Bernoulli;
import uphill.nn.Deterministic;
import uphill.nn.Gaussian;
import uphill.nn.HiddenSums;
import uphill.nn.Mlp;

/// Each family of policies: the same mathematics as training's, and true.
class ScoreHeadTest {

  private static final int ROWS = 40;

  private static Watched watched(Kind kind) {
    return new Watched(
        Activation.TANH, kind, ROWS, 0, 0, learnt -> new Adam(learnt, new ScalarKernels()));
  }

  /// −mean(w·log π) is a loss that knows nothing of scores.
  @ParameterizedTest
  @EnumSource
  void scoresAreTheDerivativesOfALossThatKnowsNothingOfThem(Kind kind) {
    Watched watched = watched(kind);
    Step step = watched.steps(1);
    ScorePass pass = watched.model.at(step.before(), watched.samples());
    double[] gradient = new double[step.before().length];
    double[] minus = new double[ROWS];
    double value = 0;
    for (int i = 0; i < ROWS; i++) {
      minus[i] = -(double) watched.weight[i];
      value += minus[i] * pass.logProb(i) / ROWS;
    }
    pass.add(1.0 / ROWS, minus, gradient);

    assertThat(step.values().get("policy"))
        .isCloseTo(value, within(1e-7 * (1 + Math.abs(value)))); // constants in it are floats
    double[] seen = step.gradients().getOrDefault("policy", new double[0]);
    for (int k = 0; k < gradient.length; k++) {
      assertThat(gradient[k]).isCloseTo(seen[k], within(1e-13));
    }
  }

  /// One state, every action that there is, and what each counts in a sum or an integral.
  private record Everything(Problem problem, double[] count) {

    static Everything of(Kind kind) {
      int outputs =
          Map.of(
                  Kind.GAUSSIAN,
                  1,
                  Kind.SQUASHED,
                  1,
                  Kind.GAUSSIAN_OF_STATE,
                  2,
                  Kind.SQUASHED_OF_STATE,
                  2,
                  Kind.MULTI_CATEGORICAL,
                  5)
              .getOrDefault(kind, 3);
      Problem drawn = Problem.of(new int[] {2, 4, outputs}, Activation.TANH, kind, 1, 5);
      List<double[]> actions = actions(drawn.model().head());
      double[] count = new double[actions.size()];
      Arrays.fill(count, 1);
      if (drawn.model().head().density()) {
        for (int k = 1; k + 1 < count.length; k++) {
          count[k] = (actions.get(k + 1)[0] - actions.get(k - 1)[0]) / 2;
        }
      }
      int rows = count.length;
      double[] observation = new double[2 * rows];
      Arrays.setAll(observation, k -> drawn.samples().observation()[k % 2]);
      double[] action = actions.stream().flatMapToDouble(Arrays::stream).toArray();
      Samples samples = new Samples(rows, observation, action);
      int[] one = new int[rows];
      return new Everything(
          new Problem(drawn.model(), drawn.theta(), samples, new double[rows], one), count);
    }

    private static List<double[]> actions(ScoreHead head) {
      return switch (head) {
        case SoftmaxHead(_, var n) when n.length == 1 ->
            IntStream.range(0, n[0]).mapToObj(a -> new double[] {a}).toList();
        case SoftmaxHead(_, var n) ->
            IntStream.range(0, n[0] * n[1])
                .mapToObj(k -> new double[] {Math.floorDiv(k, n[1]), k % n[1]})
                .toList();
        case BernoulliHead(int n) ->
            IntStream.range(0, 1 << n)
                .mapToObj(k -> IntStream.range(0, n).mapToDouble(j -> (k >> j) & 1).toArray())
                .toList();
        case GaussianHead _ ->
            IntStream.range(-12_000, 12_000).mapToObj(k -> new double[] {1e-3 * k}).toList();
        case SquashedHead squashed ->
            IntStream.range(-8_000, 8_000)
                .mapToObj(k -> new double[] {squashed.squash(1e-3 * k, 0)})
                .toList();
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void probabilitiesSumToOneAndTheDivergenceIsTheMeanDifference(Kind kind) {
    Everything all = Everything.of(kind);
    Problem problem = all.problem();
    ScorePass pass = problem.model().at(problem.theta(), problem.samples());
    double[] there = problem.theta().clone();
    Rng random = Rng.seeded(6);
    Arrays.setAll(there, k -> there[k] + 0.1 * random.standardNormal());
    ScorePass after = problem.model().at(there, problem.samples());
    double sum = 0;
    double kl = 0;
    double[] probability = new double[pass.rows()];
    for (int i = 0; i < probability.length; i++) {
      probability[i] = all.count()[i] * Math.exp(pass.logProb(i));
      sum += probability[i];
      kl += probability[i] * (pass.logProb(i) - after.logProb(i));
    }
    double[] mean = new double[there.length];
    pass.add(1, probability, mean);

    assertThat(sum).isCloseTo(1, within(1e-5));
    assertThat(kl).isCloseTo(pass.kl(0, after), within(1e-5 * kl)).isGreaterThan(1e-4);
    assertThat(Arrays.stream(mean).map(Math::abs).max().orElseThrow()).isLessThan(1e-5);
  }

  @ParameterizedTest
  @EnumSource
  void theEntropyIsTheMeanSurpriseOrIsRefused(Kind kind) {
    Everything all = Everything.of(kind);
    ScorePass pass = all.problem().model().at(all.problem().theta(), all.problem().samples());
    if (all.problem().model().head() instanceof SquashedHead) {
      assertThatThrownBy(pass::entropy)
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("no closed form");
      return;
    }
    double entropy = 0;
    for (int i = 0; i < pass.rows(); i++) {
      entropy -= all.count()[i] * Math.exp(pass.logProb(i)) * pass.logProb(i);
    }

    assertThat(pass.entropy()).isCloseTo(entropy, within(1e-6));
  }

  /// What is held within bounds does not move.
  @ParameterizedTest
  @EnumSource(names = {"GAUSSIAN_OF_STATE", "SQUASHED_OF_STATE"})
  void nothingReachesALogStdThatIsOutsideOfItsBounds(Kind kind) {
    Problem problem = Problem.of(new int[] {3, 4}, Activation.TANH, kind, 60, 8);
    ScorePass pass = problem.model().at(problem.theta(), problem.samples());
    int held = 0;
    for (int i = 0; i < 60; i++) {
      double y = pass.forward().output(i)[2];
      boolean outside = y < -0.5 || y > 0.25;
      assertThat(pass.head(i)[2]).isEqualTo(Math.clamp(y, -0.5, 0.25));
      assertThat(pass.score().output(i)[2] == 0).isEqualTo(outside);
      held += outside ? 1 : 0;
    }
    assertThat(held).isBetween(5, 55);
  }

  /// π of what is allowed is a softmax over that alone: what is not has no part in anything.
  @ParameterizedTest
  @EnumSource(names = {"CATEGORICAL", "MULTI_CATEGORICAL"})
  void aMaskLeavesTheSoftmaxOfWhatIsAllowed(Kind kind) {
    int outputs = 5;
    Problem drawn = Problem.of(new int[] {3, 4, outputs}, Activation.TANH, kind, ROWS, 9);
    ScoreModel model = drawn.model();
    int[] n = ((SoftmaxHead) model.head()).values();
    float[] mask = new float[ROWS * outputs];
    Rng random = Rng.seeded(10);
    for (int i = 0; i < ROWS; i++) {
      for (int j = 0, from = 0; j < n.length; from += n[j++]) {
        for (int v = 0; v < n[j]; v++) {
          boolean taken = drawn.samples().action(i)[j] == v;
          mask[i * outputs + from + v] = taken || random.random() < 0.5 ? 0 : -1e8f;
        }
      }
    }
    Samples samples = drawn.samples().allowing(mask, outputs);
    ScorePass pass = model.at(drawn.theta(), samples);
    double[] there = drawn.theta().clone();
    Arrays.setAll(there, k -> there[k] + 1e-6 * random.standardNormal());
    ScorePass after = model.at(there, samples);
    double entropy = 0;
    for (int i = 0; i < ROWS; i++) {
      double logProb = 0;
      double kl = 0;
      for (int j = 0, from = 0; j < n.length; from += n[j++]) {
        int at = i * outputs + from;
        double[] before = allowed(pass.forward().output(i), from, n[j], mask, at);
        double[] moved = allowed(after.forward().output(i), from, n[j], mask, at);
        logProb += Math.log(before[(int) samples.action(i)[j]]);
        for (int v = 0; v < n[j]; v++) {
          double p = before[v];
          entropy -= p == 0 ? 0 : p * Math.log(p) / ROWS;
          kl += p == 0 ? 0 : p * Math.log(p / moved[v]);
          assertThat(Math.exp(pass.head(i)[from + v])).isCloseTo(p, within(1e-14));
          assertThat(pass.score().output(i)[from + v] == 0).isEqualTo(p == 0 || p == 1);
        }
      }
      assertThat(pass.logProb(i)).isCloseTo(logProb, within(1e-13));
      assertThat(pass.kl(i, after)).isCloseTo(kl, within(1e-14));
      ScorePass alone = model.at(drawn.theta(), samples.only(i));
      assertThat(alone.logProb(0)).isEqualTo(pass.logProb(i));
    }
    double[] gradient = pass.entropyGradient();
    double moved = 0;
    for (int k = 0; k < gradient.length; k++) {
      moved += gradient[k] * (there[k] - drawn.theta()[k]);
    }
    assertThat(pass.entropy()).isCloseTo(entropy, within(1e-13));
    assertThat(after.entropy() - pass.entropy()).isCloseTo(moved, within(1e-10));
  }

  /// A softmax over what a mask leaves, and 0.
  private static double[] allowed(double[] y, int from, int n, float[] mask, int at) {
    double[] probability = new double[n];
    double sum = 0;
    for (int v = 0; v < n; v++) {
      probability[v] = mask[at + v] == 0 ? Math.exp(y[from + v]) : 0;
      sum += probability[v];
    }
    for (int v = 0; v < n; v++) {
      probability[v] /= sum;
    }
    return probability;
  }

  @Test
  void anActionThatIsNoneIsNamed() {
    var choices = new SoftmaxHead("multi_categorical", 2, 3);
    assertThat(choices.fault(new double[] {1, 2})).isEmpty();
    assertThat(choices.fault(new double[] {1, 3}))
        .hasValue("there are the actions 0 to 2, got 3.0");
    assertThat(choices.fault(new double[] {0.5, 0}))
        .hasValue("there are the actions 0 to 1, got 0.5");
    assertThat(new BernoulliHead(2).fault(new double[] {0, 2}))
        .hasValue("a switch is 0 or 1, got 2.0");
  }

  @Test
  void aPolicyWithoutLogPiOrWithNormalizedLayersIsRefused() {
    Parameters parameters = new Parameters();
    int[] sizes = {2, 3, 1};
    Mlp network = new Mlp(parameters, "", sizes, Activation.TANH);
    Tensor outputs = Tensor.input("y", 1);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ScoreModel.of(parameters, network, new Deterministic(outputs), Optional.empty()))
        .withMessage(
            "a deterministic policy gives no action a probability, so there is no log π for a step"
                + " to push, and its updates are not explained");
    Mlp normalized = new Mlp(parameters, "n", sizes, Activation.TANH, HiddenSums.NORMALIZED);
    assertThat(ScoreModel.refusal(normalized, new Bernoulli(outputs)))
        .hasValueSatisfying(why -> assertThat(why).contains("layer normalization"));
    assertThat(ScoreModel.refusal(network, new Bernoulli(outputs))).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                ScoreModel.of(
                    parameters, network, new Bernoulli(Tensor.input("y", 2)), Optional.empty()))
        .withMessage("a bernoulli policy stands on 2 outputs, the network has 1");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                ScoreModel.of(
                    parameters, network, new Gaussian(outputs, outputs), Optional.empty()))
        .withMessageContaining("say where it is");
  }
}
