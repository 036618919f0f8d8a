package uphill.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.env.TimeLimit;
import uphill.env.classic.Pendulum;
import uphill.rl.algorithms.Vpg;
import uphill.rl.algorithms.VpgConfig;
import uphill.rl.data.Rollout;
import uphill.rl.data.Rollouts;

class RewardScaleTest {

  private static final double GAMMA = 0.9;
  private static final Normalization ON = new Normalization(false, 10, true, 10);

  private static final VpgConfig SCALED =
      Trial.with(
          VpgConfig.classicControl(),
          "hidden",
          "8",
          "envs",
          "2",
          "batch_steps",
          "64",
          "anneal",
          "false",
          "normalize_rewards",
          "true");

  private static double scale(List<Double> returns) {
    double mean = returns.stream().mapToDouble(x -> x).sum() / returns.size();
    double squares = returns.stream().mapToDouble(x -> (x - mean) * (x - mean)).sum();
    return 1 / Math.sqrt(squares / returns.size() + 1e-8);
  }

  /// A sum goes on where the batch was cut, and ends with its episode.
  @Test
  void theScaleIsOneOverTheDeviationOfTheReturnsSoFarOfAllRounds() {
    RewardScale scaling = new RewardScale(ON, GAMMA, 2);
    Rollout first = Rollouts.sideBySide(Rollouts.of("..C", 1, 2, 3), Rollouts.of(".TC", -1, 5, 2));
    Rollout second = Rollouts.sideBySide(Rollouts.of("X.C", 4, 1, 1), Rollouts.of("..C", 0, 0, 7));

    List<Double> returns = new ArrayList<>(List.of(1.0, -1.0));
    returns.addAll(List.of(2 + GAMMA, 5 - GAMMA));
    returns.addAll(List.of(3 + GAMMA * (2 + GAMMA), 2.0));
    scaling.scale(first);
    assertThat(first.rewardScale()).isCloseTo(scale(returns), within(1e-12));

    returns.addAll(List.of(4 + GAMMA * returns.get(4), GAMMA * 2));
    returns.addAll(List.of(1.0, GAMMA * GAMMA * 2));
    returns.addAll(List.of(1 + GAMMA, 7 + Math.pow(GAMMA, 3) * 2));
    scaling.scale(second);
    assertThat(second.rewardScale()).isCloseTo(scale(returns), within(1e-12));
    assertThat(second.scaledReward(5)).isEqualTo(7 * second.rewardScale());
  }

  @Test
  void scaledRewardsAreHeldWithinTheClipUnlessThatIsZero() {
    Rollout alike = Rollouts.of("XXX", 5, 5, 5); // no deviation: the scale is 10⁴
    new RewardScale(ON, GAMMA, 1).scale(alike);
    assertThat(alike.scaledReward(0)).isEqualTo(10);
    new RewardScale(new Normalization(false, 0, true, 0), GAMMA, 1).scale(alike);
    assertThat(alike.scaledReward(0)).isCloseTo(5e4, within(1e-3));
    new RewardScale(Normalization.none(), GAMMA, 1).scale(Rollouts.of("X", 3));
    assertThat(Rollouts.of("X", 3).scaledReward(0)).isEqualTo(3);
  }

  private static Env pendulum() {
    return new TimeLimit(new Pendulum(), 25);
  }

  /// A pendulum that counts in other units.
  private record InUnits(Env world, double unit) implements Env {
    @Override
    public Space observationSpace() {
      return world.observationSpace();
    }

    @Override
    public Space actionSpace() {
      return world.actionSpace();
    }

    @Override
    public void reset(Reset how, float[] observation) {
      world.reset(how, observation);
    }

    @Override
    public void step(float[] action, Step step) {
      world.step(action, step);
      step.reward *= unit;
    }
  }

  private static float[] weights(Trial trial) {
    return Arrays.copyOf(((Vpg) trial.agent).weights(), trial.agent.rollout().rows());
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e6, 1e-2})
  void theUnitsInWhichAWorldCountsDoNotMatter(double unit) {
    Supplier<Env> other = () -> new TimeLimit(new InUnits(new Pendulum(), unit), 25);
    Trial one = Trial.of(SCALED, RewardScaleTest::pendulum, 5);
    Trial two = Trial.of(SCALED, other, 5);
    for (int round = 0; round < 5; round++) {
      one.update();
      two.update();
      float[] expected = weights(one);
      float[] found = weights(two);
      for (int i = 0; i < found.length; i++) {
        assertThat(found[i])
            .isCloseTo(expected[i], within(1e-5f * Math.max(1, Math.abs(expected[i]))));
      }
    }
    double ratio = two.agent.rollout().largestReward() / one.agent.rollout().largestReward();
    assertThat(ratio).isCloseTo(unit, within(0.01 * unit));
  }

  @Test
  void whatIsWrittenDownIsWhatTheWorldGave() {
    Trial plain =
        Trial.of(Trial.with(SCALED, "normalize_rewards", "false"), RewardScaleTest::pendulum, 5);
    Trial scaled = Trial.of(SCALED, RewardScaleTest::pendulum, 5);
    plain.update();
    scaled.update();

    Rollout expected = plain.agent.rollout();
    Rollout found = scaled.agent.rollout();
    assertThat(found.reward).isEqualTo(expected.reward);
    assertThat(found.episodeReturn).isEqualTo(expected.episodeReturn);
    assertThat(Arrays.stream(found.episodeReturn).min().orElseThrow()).isLessThan(-10);
    assertThat(found.rewardScale()).isLessThan(1);
    assertThat(weights(scaled)).isNotEqualTo(weights(plain));
  }
}
