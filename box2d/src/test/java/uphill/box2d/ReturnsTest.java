package uphill.box2d;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Environments;
import uphill.env.Reset;
import uphill.env.Step;

/// Whole episodes of simple pilots are as long, and earn as much, as in Gymnasium, where
/// `bench/peers/record_box2d.py` recorded them with the seeds 0 to 199.
///
/// Walks are long; how many are walked here is `-Dtest.more=-Dbox2d.walks=200`.
class ReturnsTest {

  private static final int WALKS = Integer.getInteger("box2d.walks", 24);
  private static final double STANDARD_ERRORS = 3;

  /// Numbers of several episodes.
  private record Sample(List<Double> values) {

    Sample() {
      this(new ArrayList<>());
    }

    double mean() {
      double sum = 0;
      for (double value : values) {
        sum += value;
      }
      return sum / values.size();
    }

    double squaredError() {
      double mean = mean();
      double sum = 0;
      for (double value : values) {
        sum += (value - mean) * (value - mean);
      }
      return sum / (values.size() - 1) / values.size();
    }

    /// The difference of two means, in its standard errors (Welch).
    double distance(Sample other) {
      return Math.abs(mean() - other.mean()) / Math.sqrt(squaredError() + other.squaredError());
    }
  }

  @ParameterizedTest
  @CsvSource({
    // world, episodes of the same length, at least
    "LunarLander-v3, 185",
    "LunarLanderContinuous-v3, 195",
    "BipedalWalker-v3, 0",
    "BipedalWalkerHardcore-v3, 0",
  })
  void areAsInGymnasium(String world, int sameLength) {
    Sample theirReturns = new Sample();
    Sample theirLengths = new Sample();
    Sample ourReturns = new Sample();
    Sample ourLengths = new Sample();
    int same = 0;
    int most = world.startsWith("LunarLander") ? Integer.MAX_VALUE : WALKS;
    try (Env env = Environments.create(world)) {
      for (Recorded episode : Recorded.episodes("returns")) {
        if (!episode.text("env").equals(world)) {
          continue;
        }
        theirReturns.values().add(episode.number("return"));
        theirLengths.values().add(episode.number("length"));
        if (ourLengths.values().size() < most) {
          play(env, episode.whole("seed"), Pilot.of(world).get(), ourReturns, ourLengths);
          same += ourLengths.values().getLast() == episode.number("length") ? 1 : 0;
        }
      }
    }

    assertThat(theirReturns.values()).hasSize(200);
    assertThat(ourReturns.distance(theirReturns)).isLessThan(STANDARD_ERRORS);
    assertThat(ourLengths.distance(theirLengths)).isLessThan(STANDARD_ERRORS);
    assertThat(same).isGreaterThanOrEqualTo(Machine.isRecorders() ? sameLength : 0);
  }

  private static void play(Env env, long seed, Pilot pilot, Sample returns, Sample lengths) {
    Step step = new Step(env.observationSpace().size());
    float[] action = new float[env.actionSpace().size()];
    env.reset(Reset.seeded(seed), step.observation);
    double sum = 0;
    int length = 0;
    do {
      pilot.act(step.observation, action);
      env.step(action, step);
      sum += step.reward;
      length++;
    } while (step.ending == Ending.NONE);
    returns.values().add(sum);
    lengths.values().add((double) length);
  }
}
