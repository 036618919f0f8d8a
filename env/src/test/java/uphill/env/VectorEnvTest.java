package uphill.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import uphill.env.classic.CartPole;
import uphill.env.vector.VectorEnv;
import uphill.kernel.Rng;

class VectorEnvTest {

  private static final int N = 5;
  private static final int STEPS = 300;

  private static VectorEnv vector(Supplier<Env> world) {
    List<Env> envs = new ArrayList<>();
    for (int n = 0; n < N; n++) {
      envs.add(world.get());
    }
    return new VectorEnv("Countdown", envs);
  }

  private static VectorEnv vector() {
    return vector(() -> new TimeLimit(new Countdown(), 4));
  }

  private static float[] actions(VectorEnv vector, Rng rng) {
    int size = vector.actionSpace().size();
    float[] actions = new float[vector.size() * size];
    for (int n = 0; n < vector.size(); n++) {
      vector.actionSpace().sample(rng, actions, n * size);
    }
    return actions;
  }

  private static List<Object> columns(VectorEnv v) {
    return List.of(
        v.observation.clone(),
        v.lastObservation.clone(),
        v.reward.clone(),
        v.ending.clone(),
        v.episodeReturn.clone(),
        v.episodeLength.clone());
  }

  private static void assertEqual(VectorEnv a, VectorEnv b) {
    assertThat(columns(a)).usingRecursiveComparison().isEqualTo(columns(b));
  }

  @Test
  void itIsAsManySeparateEnvironments() {
    VectorEnv vector = vector();
    List<Env> envs = new ArrayList<>();
    Step[] steps = new Step[N];
    double[] returns = new double[N];
    int[] lengths = new int[N];
    Rng rng = Rng.seeded(3);
    vector.reset(100);
    for (int n = 0; n < N; n++) {
      envs.add(new TimeLimit(new Countdown(), 4));
      steps[n] = new Step(2);
      envs.get(n).reset(Reset.seeded(100 + n), steps[n].observation);
      assertThat(row(vector.observation, n)).isEqualTo(steps[n].observation);
    }

    for (int t = 0; t < STEPS; t++) {
      float[] actions = actions(vector, rng);
      vector.step(actions);
      for (int n = 0; n < N; n++) {
        envs.get(n).step(new float[] {actions[n]}, steps[n]);
        returns[n] += steps[n].reward;
        lengths[n]++;
        assertThat(row(vector.lastObservation, n)).isEqualTo(steps[n].observation);
        assertThat(vector.reward[n]).isEqualTo(steps[n].reward);
        assertThat(vector.ending[n]).isEqualTo(steps[n].ending);
        assertThat(vector.episodeReturn[n]).isEqualTo(returns[n]);
        assertThat(vector.episodeLength[n]).isEqualTo(lengths[n]);
        if (steps[n].ending.ended()) {
          envs.get(n).reset(Reset.next(), steps[n].observation);
          returns[n] = 0;
          lengths[n] = 0;
        }
        assertThat(row(vector.observation, n)).isEqualTo(steps[n].observation);
      }
    }
  }

  private static float[] row(float[] column, int n) {
    return Arrays.copyOfRange(column, 2 * n, 2 * n + 2);
  }

  /// The world ends at 0 and the limit elsewhere: what was seen last is not the next beginning.
  @Test
  void autoresetKeepsTheTrueLastObservation() {
    VectorEnv vector = vector();
    Rng rng = Rng.seeded(4);
    vector.reset(0);
    int terminated = 0;
    int truncated = 0;

    for (int t = 0; t < STEPS; t++) {
      vector.step(actions(vector, rng));
      for (int n = 0; n < N; n++) {
        if (vector.ending[n] == Ending.TERMINATED) {
          assertThat(vector.lastObservation[2 * n]).isZero();
          terminated++;
        }
        if (vector.ending[n] == Ending.TRUNCATED) {
          assertThat(row(vector.lastObservation, n)).satisfies(o -> assertThat(o[1]).isEqualTo(4));
          truncated++;
        }
        if (vector.ending[n].ended()) {
          assertThat(vector.observation[2 * n]).isGreaterThanOrEqualTo(3);
          assertThat(vector.observation[2 * n + 1]).isZero();
          assertThat((float) vector.episodeLength[n]).isEqualTo(vector.lastObservation[2 * n + 1]);
        } else {
          assertThat(row(vector.observation, n)).isEqualTo(row(vector.lastObservation, n));
        }
      }
    }
    assertThat(terminated).isPositive();
    assertThat(truncated).isPositive();
  }

  @Test
  void rangesByThreadsAreTheWhole() throws Exception {
    VectorEnv whole = vector();
    VectorEnv ranges = vector();
    Rng rng = Rng.seeded(5);
    whole.reset(9);
    ranges.reset(9);

    try (ExecutorService workers = Executors.newFixedThreadPool(2)) {
      for (int t = 0; t < STEPS; t++) {
        float[] actions = actions(whole, rng);
        whole.step(actions);
        Future<?> front = workers.submit(() -> ranges.step(0, 2, actions));
        Future<?> back = workers.submit(() -> ranges.step(2, N, actions));
        front.get();
        back.get();
        assertEqual(ranges, whole);
      }
    }
  }

  @Test
  void resetForgetsEverything() {
    VectorEnv vector = vector();
    VectorEnv fresh = vector();
    Rng rng = Rng.seeded(6);
    vector.reset(1);
    vector.step(actions(vector, rng));
    vector.step(actions(vector, rng));

    vector.reset(2);
    fresh.reset(2);

    assertEqual(vector, fresh);
    assertThat(vector.lastObservation).isEqualTo(vector.observation);
    assertThat(vector.ending).containsOnly(Ending.NONE);
    assertThat(vector.episodeLength).containsOnly(0);
  }

  @Test
  void aRestoredVectorGoesOnAsTheSavedOneDid() {
    VectorEnv vector = vector();
    Rng rng = Rng.seeded(7);
    vector.reset(1);
    for (int t = 0; t < 17; t++) {
      vector.step(actions(vector, rng));
    }
    long[] state = vector.state();
    VectorEnv restored = vector();

    restored.restore(state);

    assertEqual(restored, vector);
    for (int t = 0; t < STEPS; t++) {
      float[] actions = actions(vector, rng);
      vector.step(actions);
      restored.step(actions);
      assertEqual(restored, vector);
    }
    assertThatThrownBy(() -> restored.restore(new long[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 words");
  }

  @Test
  void aNanInAnObservationIsAnErrorWithAnAddress() {
    VectorEnv vector =
        vector(
            () ->
                Spoilt.step(
                    (action, step) -> {
                      if (step.observation[1] == 3 && action[0] == 1) {
                        step.observation[1] = Float.NaN;
                      }
                    }));
    vector.reset(0);
    float[] still = {0, 0, 0, 0, 0};
    vector.step(still);
    vector.step(still);

    assertThatThrownBy(() -> vector.step(new float[] {0, 0, 0, 1, 0}))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage(
            "Countdown: component 1 of the observation is NaN in environment 3, after step 3 of"
                + " episode 1. The action was [1.0]. Correct the environment: \"uphill envs"
                + " --check Countdown\" (in code: EnvChecker) tests it.");
  }

  @Test
  void anInfiniteRewardIsAnErrorWithAnAddress() {
    VectorEnv vector =
        vector(() -> Spoilt.step((action, step) -> step.reward = Double.POSITIVE_INFINITY));
    vector.reset(0);

    assertThatThrownBy(() -> vector.step(new float[N]))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageStartingWith(
            "Countdown: reward is Infinity in environment 0, after step 1 of episode 1.");
  }

  @Test
  void aNanInAResetIsAnErrorWithAnAddress() {
    VectorEnv vector = vector(() -> Spoilt.reset((how, observation) -> observation[0] = Float.NaN));

    assertThatThrownBy(() -> vector.reset(0))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageStartingWith(
            "Countdown: component 0 of the observation is NaN in environment 0, after its reset of"
                + " episode 1. Correct");
  }

  @Test
  void aNanInAnActionIsThePolicysError() {
    VectorEnv vector = vector();
    vector.reset(0);

    assertThatThrownBy(() -> vector.step(new float[] {0, 0, Float.NaN, 0, 0}))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageStartingWith(
            "Countdown: environment 2 was given an action whose component 0 is NaN, in step 1 of"
                + " its episode 1.");
  }

  @Test
  void whatCannotBeSteppedIsRefused() {
    VectorEnv vector = vector();

    assertThatThrownBy(() -> vector.step(new float[N]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Countdown: call reset before step");
    assertThatThrownBy(() -> vector.step(new float[N + 1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Countdown: expected actions of shape [5, 1], got 6 numbers");
    assertThatThrownBy(() -> new VectorEnv("none", List.of()))
        .hasMessage("none: need at least one environment");
    assertThatThrownBy(() -> new VectorEnv("mix", List.of(new Countdown(), new CartPole())))
        .hasMessageStartingWith("mix: environment 1 has spaces Box(");
  }

  @Test
  void whatRestsBeginsNothingAndKeepsItsColumns() {
    Countdown first = new Countdown();
    VectorEnv envs =
        new VectorEnv(
            "Countdown",
            List.of(new TimeLimit(first, 1), new TimeLimit(new Countdown(), 3)),
            VectorEnv.After.REST);
    envs.reset(7);
    float[] actions = new float[2];

    envs.step(actions);
    float[] last = Arrays.copyOf(envs.lastObservation, 2);
    double earned = envs.episodeReturn[0];
    envs.step(actions);

    assertThat(envs.ending[0].ended()).isTrue();
    assertThat(envs.episodeLength).containsExactly(1, 2);
    assertThat(envs.episodeReturn[0]).isEqualTo(earned);
    assertThat(Arrays.copyOf(envs.observation, 2)).isEqualTo(last);
    envs.reset(7);
    assertThat(envs.ending[0]).isEqualTo(Ending.NONE);
  }
}
