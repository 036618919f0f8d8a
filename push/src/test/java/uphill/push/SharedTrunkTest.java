package uphill.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.autodiff.Parameters;
import uphill.kernel.Rng;
import uphill.nn.Activation;
import uphill.nn.Mlp;
import uphill.push.Ledger.Part;

/// A policy and a value that share their hidden layers: the value's loss pushes log-probabilities.
class SharedTrunkTest {

  private static final int INPUTS = 3;
  private static final int WIDTH = 6;
  private static final int ACTIONS = 4;
  private static final int ROWS = 30;
  private static final double VALUE_WEIGHT = 0.5;

  private final Parameters parameters = new Parameters();
  private final ScoreModel model;
  private final double[] theta;
  private final Samples samples;
  private final double[] weight = new double[ROWS];
  private final double[] target = new double[ROWS];
  private final int[] trajectory = new int[ROWS];

  SharedTrunkTest() {
    int[] sizes = {INPUTS, WIDTH, WIDTH, ACTIONS};
    Mlp network = new Mlp(parameters, "", sizes, Activation.TANH);
    parameters.add("value.weight", WIDTH, 1);
    parameters.add("value.bias", 1, 1);
    model = Kind.CATEGORICAL.model(parameters, network);
    Rng random = Rng.seeded(3);
    theta = new double[model.size()];
    Arrays.setAll(theta, _ -> (float) (0.5 * random.standardNormal()));
    double[] observation = new double[ROWS * INPUTS];
    Arrays.setAll(observation, _ -> (float) random.standardNormal());
    double[] action = new double[ROWS];
    Arrays.setAll(action, _ -> random.choice(ACTIONS));
    samples = new Samples(ROWS, observation, action);
    Arrays.setAll(weight, _ -> random.standardNormal());
    Arrays.setAll(target, _ -> random.standardNormal());
    Arrays.setAll(trajectory, i -> i / 5);
  }

  private int at(String name) {
    return parameters.entries().stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .orElseThrow()
        .at();
  }

  /// −c_v·½·mean (V − R̂)², by loops.
  private double valueObjective(double[] theta) {
    double sum = 0;
    for (int i = 0; i < ROWS; i++) {
      double[] h = Arrays.copyOfRange(samples.observation(), i * INPUTS, (i + 1) * INPUTS);
      for (ScoreModel.Layer layer : model.layers().subList(0, 2)) {
        double[] next = new double[layer.out()];
        for (int j = 0; j < next.length; j++) {
          next[j] = theta[layer.biasAt() + j];
          for (int k = 0; k < h.length; k++) {
            next[j] += h[k] * theta[layer.weightAt() + k * next.length + j];
          }
          next[j] = Math.tanh(next[j]);
        }
        h = next;
      }
      int at = at("value.weight");
      double value = theta[at("value.bias")];
      for (int k = 0; k < WIDTH; k++) {
        value += h[k] * theta[at + k];
      }
      sum += (value - target[i]) * (value - target[i]);
    }
    return -VALUE_WEIGHT * 0.5 * sum / ROWS;
  }

  /// v, by central differences.
  private double[] valueGradient() {
    double[] gradient = new double[theta.length];
    double h = 1e-6;
    for (int k = 0; k < theta.length; k++) {
      double[] there = theta.clone();
      there[k] += h;
      double up = valueObjective(there);
      there[k] -= 2 * h;
      gradient[k] = (up - valueObjective(there)) / (2 * h);
    }
    return gradient;
  }

  private Ledger ledger(double[] weight, double[] value, OptimizerStep.Before optimizer) {
    ScorePass scores = model.at(theta, samples);
    Errors errors = PolicyStep.weighted(model, scores, 1.0 / 6, weight);
    double[] entropy = scores.entropyGradient();
    Arrays.setAll(entropy, k -> 0.01 * entropy[k]);
    return ledger(weight, errors, entropy, value, optimizer);
  }

  private Ledger ledger(
      double[] weight,
      Errors errors,
      double[] entropy,
      double[] value,
      OptimizerStep.Before optimizer) {
    int[] row = IntStream.range(0, ROWS).toArray();
    PolicyStep step =
        new PolicyStep(theta, theta, samples, row, errors, entropy, value, 0, optimizer);
    Explained explained = new Explained(samples, trajectory, weight);
    return new Ledger(model, explained, step.untaken(model, errors, optimizer));
  }

  static Stream<OptimizerStep.Before> optimizers() {
    double[] m = new double[new SharedTrunkTest().theta.length];
    double[] v = new double[m.length];
    Arrays.setAll(m, k -> 0.01 * Math.sin(k));
    Arrays.setAll(v, k -> 1e-4 * (1 + Math.cos(k)));
    return Stream.of(
        new OptimizerStep.Sgd(0.01), new OptimizerStep.Adam(0.003, 0.9, 0.999, 1e-8, m, v, 5));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void thePartsSumToThePredictedPush(OptimizerStep.Before optimizer) {
    Ledger ledger = ledger(weight, valueGradient(), optimizer);

    for (int i = 0; i < ROWS; i++) {
      double sum = 0;
      double size = 0;
      for (Part part : Part.values()) {
        sum += ledger.part(part)[i];
        size += Math.abs(ledger.part(part)[i]);
      }
      assertThat(sum).isCloseTo(ledger.predicted()[i], within(1e-12 * size));
      assertThat(ledger.part(Part.VALUE)[i]).isNotZero();
    }
  }

  @Test
  void theValuesPartIsWhatThePredictionLacksWithoutIt() {
    OptimizerStep.Before sgd = new OptimizerStep.Sgd(0.01);
    double[] value = valueGradient();
    Ledger with = ledger(weight, value, sgd);
    Ledger without = ledger(weight, new double[theta.length], sgd);

    for (int i = 0; i < ROWS; i++) {
      double rounding = with.part(Part.ROUNDING)[i] - without.part(Part.ROUNDING)[i];
      assertThat(with.predicted()[i] - without.predicted()[i] - rounding)
          .isCloseTo(with.part(Part.VALUE)[i], within(1e-12));
      assertThat(with.part(Part.OWN)[i]).isEqualTo(without.part(Part.OWN)[i]);
      assertThat(without.part(Part.VALUE)[i]).isZero();
    }
  }

  /// With no weights at all, policies move all the same.
  @Test
  void theValuesLossAlonePushesThroughTheTrunkAndItsHeadDoesNot() {
    double[] value = valueGradient();
    double[] none = new double[ROWS];
    Ledger ledger =
        ledger(
            none,
            Errors.none(model, ROWS),
            new double[theta.length],
            value,
            new OptimizerStep.Sgd(0.01));
    double largest = 0;
    for (int i = 0; i < ROWS; i++) {
      double rounding = ledger.part(Part.ROUNDING)[i];
      double pushed = ledger.part(Part.VALUE)[i];
      assertThat(ledger.predicted()[i] - rounding).isCloseTo(pushed, within(1e-12));
      assertThat(ledger.actual()[i]).isCloseTo(pushed, within(1e-3));
      largest = Math.max(largest, Math.abs(pushed));
    }
    assertThat(largest).isGreaterThan(1e-3);

    double[] head = new double[theta.length];
    int at = at("value.weight");
    System.arraycopy(value, at, head, at, WIDTH);
    assertThat(Arrays.stream(head).map(Math::abs).sum()).isPositive();
    assertThat(ledger(none, head, new OptimizerStep.Sgd(1)).part(Part.VALUE)).containsOnly(0);
  }
}
