package uphill.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.env.classic.CartPole;
import uphill.env.classic.ClassicControl;
import uphill.env.vector.VectorEnv;
import uphill.kernel.Rng;

/// The five worlds against episodes recorded with Gymnasium 1.4.0 and numpy 2.4.6.
class GymnasiumTest {

  /// A recorded episode, and the world it was recorded in.
  record Episode(String file, Golden golden) {
    TimeLimit env() {
      return file.equals("CartPole-v1-sutton")
          ? new TimeLimit(new CartPole(true), 500)
          : (TimeLimit) Environments.create(file);
    }

    /// The state after t steps, with the precision that it was recorded in.
    double[] state(double[] recorded, int t) {
      boolean single = file.startsWith(t == 0 ? "Acrobot" : "MountainCarContinuous");
      return single ? Arrays.stream(recorded).map(x -> (float) x).toArray() : recorded;
    }

    @Override
    public String toString() {
      return file + " episode " + (int) golden.number("episode");
    }
  }

  static Stream<Episode> episodes() {
    return Stream.of(
            "CartPole-v1",
            "CartPole-v1-sutton",
            "MountainCar-v0",
            "MountainCarContinuous-v0",
            "Pendulum-v1",
            "Acrobot-v1")
        .flatMap(file -> Golden.lines(file).stream().map(golden -> new Episode(file, golden)));
  }

  static Stream<Episode> cartPoleEpisodes() {
    return episodes().filter(episode -> episode.file().startsWith("CartPole"));
  }

  static Stream<Golden> seeded() {
    return Golden.lines("seeded_resets").stream()
        .filter(
            golden ->
                new ClassicControl()
                    .environments().stream().anyMatch(e -> e.id().equals(golden.text("env"))));
  }

  /// Numpy squares a float32 with `powf`: one Pendulum reward of 1000 is 3·10⁻¹¹ off.
  private static final double REWARD_TOLERANCE = 4e-11;

  /// Every step from the recorded state: no error can hide behind, or grow from, an earlier one.
  @ParameterizedTest
  @MethodSource("episodes")
  void everyStepIsGymnasiums(Episode episode) {
    replay(episode, true, 1e-12);
  }

  /// Cart-pole needs no help: what it shows in whole episodes is equal, bit for bit, and its states
  /// are to the last bit, in which numpy's sine is another one.
  @ParameterizedTest
  @MethodSource("cartPoleEpisodes")
  void wholeCartPoleEpisodesAreGymnasiums(Episode episode) {
    replay(episode, false, 1e-15);
  }

  private static void replay(Episode episode, boolean forced, double tolerance) {
    Golden golden = episode.golden();
    List<double[]> actions = golden.rows("actions");
    List<double[]> states = golden.rows("states");
    List<double[]> observations = golden.rows("obs");
    double[] rewards = golden.doubles("rewards");
    TimeLimit env = episode.env();
    Physical world = (Physical) env.world();
    Step step = new Step(env.observationSpace().size());
    int ulps = episode.file().equals("Acrobot-v1") ? 1 : 0;

    env.reset(Reset.next(), step.observation);
    world.setPhysics(episode.state(golden.doubles("initial_state"), 0));
    for (int t = 0; t < actions.size(); t++) {
      if (forced && t > 0) {
        world.setPhysics(episode.state(states.get(t - 1), t));
      }
      env.step(Golden.floats(actions.get(t)), step);

      assertThat(world.physics())
          .containsExactly(episode.state(states.get(t), t + 1), within(tolerance));
      assertUlps(step.observation, Golden.floats(observations.get(t)), ulps);
      assertThat(step.reward).isCloseTo(rewards[t], within(REWARD_TOLERANCE));
      boolean last = t == actions.size() - 1;
      assertThat(step.ending == Ending.TERMINATED).isEqualTo(last && golden.flag("terminated"));
      boolean limit = env.elapsed() >= env.maxSteps();
      assertThat(limit).isEqualTo(last && golden.flag("truncated"));
      assertThat(step.ending == Ending.TRUNCATED)
          .isEqualTo(limit && step.ending != Ending.TERMINATED);
    }
  }

  private static void assertUlps(float[] actual, float[] expected, int ulps) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int j = 0; j < actual.length; j++) {
      assertThat(actual[j]).isCloseTo(expected[j], within(ulps * Math.ulp(expected[j])));
    }
  }

  /// Three resets from one seed, actions from a seeded space, and the steps that they give.
  @ParameterizedTest
  @MethodSource("seeded")
  void seededResetsSamplesAndStepsAreGymnasiums(Golden golden) {
    Env env = Environments.create(golden.text("env"));
    Physical world = (Physical) ((TimeLimit) env).world();
    long seed = Long.parseUnsignedLong(golden.text("seed"));
    Step step = new Step(env.observationSpace().size());

    List<Golden> resets = golden.objects("resets");
    for (int k = 0; k < resets.size(); k++) {
      env.reset(k == 0 ? Reset.seeded(seed) : Reset.next(), step.observation);
      assertUlps(step.observation, Golden.floats(resets.get(k).doubles("obs")), 0);
      double[] state = resets.get(k).doubles("state");
      boolean single = resets.get(k).text("state_dtype").equals("float32");
      assertThat(world.physics())
          .isEqualTo(single ? Arrays.stream(state).map(x -> (float) x).toArray() : state);
    }

    Rng rng = Rng.seeded(seed);
    float[] action = new float[1];
    for (double[] expected : golden.rows("action_space_seeded_sample")) {
      env.actionSpace().sample(rng, action, 0);
      assertThat(action).isEqualTo(Golden.floats(expected));
    }

    for (Golden after : golden.objects("steps_after_third_reset")) {
      env.step(Golden.floats(after.doubles("a")), step);
      assertUlps(step.observation, Golden.floats(after.doubles("obs")), 0);
      assertThat(step.reward).isCloseTo(after.number("r"), within(REWARD_TOLERANCE));
      assertThat(step.ending).isEqualTo(after.flag("te") ? Ending.TERMINATED : Ending.NONE);
    }
  }

  @Test
  void vectorsAreSeededAsGymnasiums() {
    Golden golden =
        Golden.lines("seeded_resets").stream()
            .filter(line -> line.text("env").equals("CartPole-v1 SyncVectorEnv"))
            .findFirst()
            .orElseThrow();
    List<Env> envs = new ArrayList<>();
    for (int n = 0; n < golden.number("num_envs"); n++) {
      envs.add(Environments.create("CartPole-v1"));
    }
    VectorEnv vector = new VectorEnv("CartPole-v1", envs);

    vector.reset(Long.parseLong(golden.text("seed")));

    List<double[]> rows = golden.rows("obs");
    for (int n = 0; n < rows.size(); n++) {
      assertThat(Arrays.copyOfRange(vector.observation, 4 * n, 4 * n + 4))
          .isEqualTo(Golden.floats(rows.get(n)));
    }
  }
}
