package uphill.rl.algorithms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import uphill.env.Ending;
import uphill.rl.Bandit;
import uphill.rl.Chain;
import uphill.rl.Trial;
import uphill.rl.data.Metrics;
import uphill.rl.data.Rollout;
import uphill.rl.data.Rollouts;

class A2cTest {

  private static final A2cConfig PLAIN =
      Trial.with(
          A2cConfig.stableBaselines(),
          "envs",
          "1",
          "batch_steps",
          "40",
          "hidden",
          "none",
          "max_gradient_norm",
          "0",
          "learning_rate",
          "0.01");

  /// v = (1 − ρ)·g², so the first step is α·g/(√(1 − ρ)·|g| + ε): ten times α, wherever g is not 0.
  @Test
  void theFirstStepOfRmsPropIsTenTimesTheLearningRate() {
    Pupil pupil = new Pupil(PLAIN, new Bandit());
    pupil.learn(Pupil.pulls(new int[] {0, 1}, 0, 1));

    float[] theta = pupil.theta();
    assertThat(theta[1]).isCloseTo(0.1f, within(1e-3f));
    assertThat(theta[0]).isCloseTo(-0.1f, within(1e-3f));
  }

  /// One step and one environment: Â = r + γ·V(s′) − V(s), and R̂ = r + γ·V(s′).
  @Test
  void withOneStepItIsTheOneStepActorCritic() {
    Pupil pupil = new Pupil(Trial.with(PLAIN, "gamma", "0.5"), new Chain());
    Rollout rollout = new Rollout(1, 1, Chain.STATES, 1);
    rollout.observation[0] = 1;
    rollout.action[0] = 1;
    rollout.reward[0] = 3;
    rollout.value[0] = 2;
    rollout.nextValue[0] = 8;
    rollout.ended[0] = Ending.CUT;

    Metrics metrics = pupil.learn(Rollouts.filled(rollout, 1));

    assertThat(metrics.get("weight_mean")).isEqualTo(5);
    assertThat(metrics.get("policy_loss")).isCloseTo(-5 * Math.log(0.5), within(1e-5));
    assertThat(metrics.get("value_loss")).isCloseTo(0.5 * 7 * 7, within(1e-5)); // V is 0
  }

  @Test
  void aChainIsLearnt() {
    A2cConfig config =
        Trial.with(
            A2cConfig.stableBaselines(),
            "hidden",
            "16",
            "envs",
            "4",
            "batch_steps",
            "32",
            "entropy_weight",
            "0.01",
            "learning_rate",
            "0.01");
    Trial trial = Trial.of(config, Chain::new, 1);
    trial.train(600);

    for (int state = 0; state < 4; state++) {
      float[] oneHot = new float[Chain.STATES];
      oneHot[state] = 1;
      assertThat(trial.probability(1, oneHot)).isGreaterThan(0.8);
      assertThat((double) trial.value(oneHot)).isCloseTo(Math.pow(0.99, 3 - state), within(0.1));
    }
  }
}
