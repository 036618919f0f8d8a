package uphill.rl.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import uphill.env.Space;
import uphill.nn.Activation;
import uphill.nn.Descent;
import uphill.nn.Distribution;
import uphill.rl.Network;
import uphill.rl.Policy;
import uphill.rl.Setup;
import uphill.rl.data.Rollout;

class PolicyChangeTest {

  private static final int ROWS = 3;

  /// A linear policy that reads one number, −1, 0 or 2, and a descent whose gradient is ours.
  private static final class Walk {
    final Rollout rollout = new Rollout(ROWS, 1, 1, 1);
    final Setup setup;
    final Policy policy;
    final Descent descent;
    final PolicyChange change;

    Walk(Space actions) {
      setup = Setup.acting(Space.Box.of(-9, 9, 1), actions);
      policy = Policy.of(Network.of(Activation.TANH), setup);
      rollout.observation = new float[] {-1, 0, 2};
      rollout.filled(ROWS);
      Distribution pi = policy.distribution(rollout);
      Descent.Builder loss =
          setup.descent(policy.parameters()).term("entropy", pi.entropy().mean());
      pi.heads().forEach(loss::output);
      descent = loss.build().feed(rollout);
      change = new PolicyChange(pi, rollout, setup);
    }

    /// Writes down the policy at θ, then goes to θ′.
    double kl(float[] theta, float[] after) {
      policy.parameters().assign(theta);
      change.writtenBy(descent);
      descent.gradients(ROWS);
      policy.parameters().assign(after);
      return change.kl(ROWS);
    }
  }

  private static double[] softmax(double... logits) {
    double sum = Arrays.stream(logits).map(Math::exp).sum();
    return Arrays.stream(logits).map(z -> Math.exp(z) / sum).toArray();
  }

  /// mean Σₐ π_old·log(π_old/π_θ), from the old policy to the new.
  @Test
  void ofChoicesItIsTheMeanOfTheSumOverActions() {
    float[] theta = {0.5f, -0.25f, 0.1f, 0.3f};
    float[] after = {-0.5f, 0.75f, 0.2f, -0.6f};
    double expected = 0;
    for (double s : new double[] {-1, 0, 2}) {
      double[] p = softmax(theta[0] * s + theta[2], theta[1] * s + theta[3]);
      double[] q = softmax(after[0] * s + after[2], after[1] * s + after[3]);
      expected += (p[0] * Math.log(p[0] / q[0]) + p[1] * Math.log(p[1] / q[1])) / ROWS;
    }

    assertThat(new Walk(new Space.Discrete(2)).kl(theta, after)).isCloseTo(expected, within(1e-6));
  }

  /// log σ′/σ + (σ² + (μ − μ′)²)/2σ′² − ½.
  @Test
  void ofNumbersItIsThatOfTwoNormalDistributions() {
    float[] theta = {0.5f, -0.25f, -0.5f};
    float[] after = {0.75f, 0.25f, 0.25f};
    double old = Math.exp(theta[2]);
    double now = Math.exp(after[2]);
    double expected = 0;
    for (double s : new double[] {-1, 0, 2}) {
      double apart = theta[0] * s + theta[1] - (after[0] * s + after[1]);
      expected +=
          (Math.log(now / old) + (old * old + apart * apart) / (2 * now * now) - 0.5) / ROWS;
    }

    assertThat(new Walk(Space.Box.of(-1, 1, 1)).kl(theta, after)).isCloseTo(expected, within(1e-5));
  }

  @Test
  void whereNothingMovedItIsZero() {
    float[] theta = {0.5f, -0.25f, 0.1f, 0.3f};

    assertThat(new Walk(new Space.Discrete(2)).kl(theta, theta)).isZero();
  }

  /// Columns are other arrays after the rollout has grown.
  @Test
  void itIsTheSameInARolloutThatGrew() {
    float[] theta = {0.5f, -0.25f, 0.1f, 0.3f};
    float[] after = {-0.5f, 0.75f, 0.2f, -0.6f};
    Walk walk = new Walk(new Space.Discrete(2));
    double before = walk.kl(theta, after);

    walk.rollout.grow(10);

    assertThat(walk.kl(theta, after)).isEqualTo(before);
    walk.rollout.column("old.logProbs")[0] = -5;
    assertThat(walk.change.kl(ROWS)).isNotEqualTo(before);
  }

  @Test
  void probabilitiesThatAreNotNumbersAreAnError() {
    float[] theta = new float[4];
    float[] after = {0, 0, Float.NaN, 0};

    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> new Walk(new Space.Discrete(2)).kl(theta, after))
        .withMessage("after the step the policy's probabilities are not numbers");
  }
}
