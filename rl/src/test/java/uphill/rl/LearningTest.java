package uphill.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import uphill.env.TimeLimit;
import uphill.env.mdp.FiniteMdp;
import uphill.env.mdp.SmallMdps;
import uphill.env.mdp.TableEnv;
import uphill.rl.algorithms.Vpg;
import uphill.rl.algorithms.VpgConfig;
import uphill.rl.data.Weights;
import uphill.rl.setting.Settings;

/// Problems whose answer is known.
class LearningTest {

  private static final VpgConfig CRITIC =
      Trial.with(
          VpgConfig.classicControl(),
          "envs",
          "4",
          "batch_steps",
          "64",
          "value_minibatch",
          "32",
          "learning_rate",
          "0.02",
          "value_learning_rate",
          "0.02",
          "hidden",
          "16");
  private static final VpgConfig NO_CRITIC =
      Trial.with(VpgConfig.simple(), "batch_steps", "64", "learning_rate", "0.02", "hidden", "16");

  @ParameterizedTest
  @EnumSource
  void everyWeightFindsTheBetterArmOfABandit(Weights weights) {
    Trial trial = Trial.of(config(weights), Bandit::new, 1);

    trial.train(60);

    assertThat(trial.probability(1, 1)).isBetween(0.95, 1.0);
  }

  @ParameterizedTest
  @CsvSource({"ROWS", "TRAJECTORIES"})
  void bothDivisorsFindTheBetterArm(Vpg.Divisor divisor) {
    VpgConfig config = Trial.with(config(Weights.RETURN), "divisor", Settings.word(divisor));
    Trial trial = Trial.of(config, Bandit::new, 2);

    trial.train(60);

    assertThat(trial.probability(1, 1)).isBetween(0.95, 1.0);
  }

  /// States are numbers here, and there is no hidden layer: the policy is a table.
  @Test
  void aTableOfLogitsGoesRightInTheChain() {
    VpgConfig config =
        Trial.with(
            CRITIC,
            "hidden",
            "none",
            "standardize",
            "true",
            "entropy_weight",
            "0.03",
            "gamma",
            "0.8",
            "learning_rate",
            "0.05");
    FiniteMdp chain = SmallMdps.chain(5, 0.1).withMaxSteps(20);
    Trial trial = Trial.of(config, () -> TableEnv.of(chain), 1);

    trial.train(100);

    assertThat(trial.parameters("policy").length).isEqualTo(5 * 2 + 2);
    for (int s = 0; s < 4; s++) {
      assertThat(trial.mode(s)).containsExactly(1);
    }
  }

  /// RETURN is left out: it has nothing to learn from where every episode that arrives earns 1.
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RETURN")
  void everyOtherWeightGoesRightInTheChain(Weights weights) {
    VpgConfig config = Trial.with(config(weights), "gamma", "0.8");
    Trial trial = Trial.of(config, () -> new TimeLimit(new Chain(), 20), 1);

    trial.train(150);

    for (int s = 0; s < Chain.STATES - 1; s++) {
      assertThat(trial.probability(1, oneHot(s))).isBetween(0.9, 1.0);
    }
  }

  @Test
  void theCriticLearnsTheValuesOfTheChain() {
    VpgConfig config = Trial.with(CRITIC, "gamma", "0.8");
    Trial trial = Trial.of(config, () -> new TimeLimit(new Chain(), 20), 1);

    trial.train(150);

    double expected = 1;
    for (int s = Chain.STATES - 2; s >= 0; s--) {
      assertThat((double) trial.value(oneHot(s))).isCloseTo(expected, within(0.1));
      expected *= 0.8;
    }
  }

  @ParameterizedTest
  @CsvSource({"GAE, 1.5", "GAE, -2", "REWARD_TO_GO, 1.5"})
  void aGaussianPolicyFindsANumber(Weights weights, double goal) {
    VpgConfig config =
        Trial.with(config(weights), "standardize", "true", "log_std", "0", "batch_steps", "128");
    Trial trial = Trial.of(config, () -> new Target(goal), 1);

    trial.train(200);

    assertThat((double) trial.mode(1)[0]).isCloseTo(goal, within(0.2));
    float[] parameters = trial.parameters("policy");
    assertThat(Math.exp(parameters[parameters.length - 1])).isBetween(0.0, 0.5); // σ was 1
  }

  private static VpgConfig config(Weights weights) {
    return Trial.with(
        weights.needsCritic() ? CRITIC : NO_CRITIC, "weights", Settings.word(weights));
  }

  private static float[] oneHot(int s) {
    float[] observation = new float[Chain.STATES];
    observation[s] = 1;
    return observation;
  }
}
