package uphill.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.kernel.SeedSequence;
import uphill.kernel.Workers;
import uphill.nn.Activation;
import uphill.rl.Network;
import uphill.rl.Policy;
import uphill.rl.Setup;
import uphill.rl.data.Rollout;
import uphill.rl.data.Weights;

class GradientSampleTest {

  /// Mean (1, 2); squared distances 1, 1, 4, 4, together 10 of N − 1 = 3.
  @Test
  void knownAnswer() {
    GradientSample sample = new GradientSample(new float[][] {{2, 2}, {0, 2}, {1, 4}, {1, 0}});

    assertThat(sample.trace()).isCloseTo(10 / 3.0, within(1e-12));
    assertThat(sample.meanNorm()).isCloseTo(Math.sqrt(5), within(1e-12));
    assertThat(sample.signal()).isCloseTo(5 - 10 / 12.0, within(1e-12));
    assertThat(sample.deviations())
        .containsExactly(new double[] {4 / 3.0, 4 / 3.0, 16 / 3.0, 16 / 3.0}, within(1e-12));
  }

  @Test
  void meansThatAreZeroPassAndOthersFail() {
    Rng random = Rng.seeded(1);
    int above = 0;
    for (int repeat = 0; repeat < 400; repeat++) {
      above += new GradientSample(noise(random, 0)).meanIsNotZero() > 1.645 ? 1 : 0;
    }

    assertThat(above / 400.0).isBetween(0.02, 0.09); // 0.05 for a normal variable
    assertThat(new GradientSample(noise(random, 0.5)).meanIsNotZero()).isGreaterThan(5);
  }

  /// 200 gradients of 10 elements, the deviation of element j being j.
  private static float[][] noise(Rng random, double mean) {
    float[][] gradients = new float[200][10];
    for (float[] gradient : gradients) {
      for (int j = 0; j < gradient.length; j++) {
        gradient[j] = (float) random.normal(mean * j, j);
      }
    }
    return gradients;
  }

  /// E Σₜ ∇log π(aₜ|sₜ)·c = 0 for every constant c, but not with R̂ₜ in its place.
  @Test
  void constantsAddNoiseAndNoGradient() {
    Kernels kernels = Kernels.best();
    Policy policy = smallPolicy();
    List<Rollout> trajectories =
        TrajectoryGradient.sample("CartPole-v1", 500, policy, 1000, SeedSequence.of(1), kernels);
    TrajectoryGradient gradient = new TrajectoryGradient(policy, kernels);
    float[] constant = new float[500];
    Arrays.fill(constant, 20);
    float[] weight = new float[500];
    float[][] withConstant = new float[1000][];
    float[][] withRewards = new float[1000][];
    for (int i = 0; i < 1000; i++) {
      withConstant[i] = gradient.of(trajectories.get(i), constant);
      Weights.REWARD_TO_GO.fill(trajectories.get(i), 1, 1, weight);
      withRewards[i] = gradient.of(trajectories.get(i), weight);
    }

    assertThat(new GradientSample(withConstant).meanIsNotZero()).isLessThan(5);
    assertThat(new GradientSample(withRewards).meanIsNotZero()).isGreaterThan(5);
  }

  private static Policy smallPolicy() {
    Setup setup = Worlds.cartPole(Kernels.best(), Workers.one());
    return Policy.of(Network.of(Activation.TANH, 8), setup);
  }
}
