package uphill.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Space;
import uphill.env.TimeLimit;
import uphill.env.classic.CartPole;
import uphill.env.vector.VectorEnv;
import uphill.kernel.Rng;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;
import uphill.nn.Activation;
import uphill.rl.data.LongEpisodeException;
import uphill.rl.data.Rollout;
import uphill.rl.data.Rollouts;

class SamplerTest {

  /// V(s) of the [Counter], which shows 100 · episode + step.
  private static float valueOf(float observation) {
    return observation + 0.5f;
  }

  private static final Critic.Valuation VALUATION =
      (observation, rows, values, _) -> {
        for (int i = 0; i < rows; i++) {
          values[i] = valueOf(observation[i]);
        }
      };

  @Test
  void rowsAreWhatWasSeenDoneAndEarned() {
    Rollout rollout = sample(4, Counter.ending(Ending.TERMINATED, 3));

    assertThat(rollout.rows()).isEqualTo(4);
    assertThat(rollout.observation).containsExactly(0, 1, 2, 100);
    assertThat(rollout.reward).containsExactly(1, 2, 3, 1);
    assertThat(rollout.value).containsExactly(valueOf(0), valueOf(1), valueOf(2), valueOf(100));
    assertThat(rollout.action).containsOnly(0, 1);
  }

  @Test
  void insideAnEpisodeTheNextValueIsThatOfTheNextRow() {
    Rollout rollout = sample(4, Counter.ending(Ending.TERMINATED, 3));

    assertThat(rollout.ended[0]).isEqualTo(Ending.NONE);
    assertThat(rollout.nextValue[0]).isEqualTo(rollout.value[1]);
    assertThat(rollout.nextValue[1]).isEqualTo(rollout.value[2]);
  }

  @Test
  void afterTerminationItIsZero() {
    Rollout rollout = sample(4, Counter.ending(Ending.TERMINATED, 3));

    assertThat(rollout.ended[2]).isEqualTo(Ending.TERMINATED);
    assertThat(rollout.nextValue[2]).isZero();
  }

  @Test
  void afterTruncationItIsTheValueOfTheStateThatWasCutOff() {
    Rollout rollout = sample(4, Counter.ending(Ending.TRUNCATED, 3));

    assertThat(rollout.ended[2]).isEqualTo(Ending.TRUNCATED);
    assertThat(rollout.lastObservation[2]).isEqualTo(3);
    assertThat(rollout.nextValue[2]).isEqualTo(valueOf(3));
  }

  @Test
  void aTimeLimitIsATruncation() {
    Rollout rollout = sample(4, new TimeLimit(Counter.ending(Ending.TERMINATED, 100), 3));

    assertThat(rollout.ended[2]).isEqualTo(Ending.TRUNCATED);
    assertThat(rollout.nextValue[2]).isEqualTo(valueOf(3));
  }

  @Test
  void atTheEndOfTheBatchTheEpisodeIsCutAndItIsTheValueOfTheStateReached() {
    Rollout rollout = sample(2, Counter.ending(Ending.TERMINATED, 100));

    assertThat(rollout.ended).containsExactly(Ending.NONE, Ending.CUT);
    assertThat(rollout.lastObservation[1]).isEqualTo(2);
    assertThat(rollout.nextValue[1]).isEqualTo(valueOf(2));
  }

  @ParameterizedTest
  @CsvSource({"TERMINATED, 0", "TRUNCATED, 3.5"})
  void anEpisodeThatEndsWithTheBatchIsNotCut(Ending ending, float nextValue) {
    Rollout rollout = sample(3, Counter.ending(ending, 3));

    assertThat(rollout.ended[2]).isEqualTo(ending);
    assertThat(rollout.nextValue[2]).isEqualTo(nextValue);
  }

  @Test
  void allWaysToEndInOneBatch() {
    Counter counter =
        new Counter(
            new Space.Discrete(2),
            (episode, step) ->
                step < 2
                    ? Ending.NONE
                    : switch (episode) {
                      case 0, 2 -> Ending.TRUNCATED;
                      case 1 -> Ending.TERMINATED;
                      default -> Ending.NONE;
                    });

    Rollout rollout = sample(7, counter);

    assertThat(rollout.observation).containsExactly(0, 1, 100, 101, 200, 201, 300);
    assertThat(rollout.nextValue).containsExactly(1.5f, 2.5f, 101.5f, 0, 201.5f, 202.5f, 301.5f);
    assertThat(rollout.trajectories()).isEqualTo(4);
    assertThat(rollout.count(Ending.TRUNCATED)).isEqualTo(2);
    assertThat(rollout.count(Ending.CUT)).isEqualTo(1);
  }

  @Test
  void anEpisodeThatTheBatchCutGoesOnInTheNext() {
    var rollout = new Rollout(3, 1, 1, 1);
    Sampler sampler = sampler(Workers.one(), Counter.ending(Ending.TERMINATED, 5));

    sampler.fill(rollout);
    sampler.fill(rollout);

    assertThat(rollout.observation).containsExactly(3, 4, 100);
    assertThat(rollout.ended).containsExactly(Ending.NONE, Ending.TERMINATED, Ending.CUT);
  }

  @Test
  void returnAndLengthCoverRowsOfEarlierBatches() {
    var rollout = new Rollout(3, 1, 1, 1);
    Sampler sampler = sampler(Workers.one(), Counter.ending(Ending.TERMINATED, 5));

    sampler.fill(rollout);
    assertThat(rollout.episodeReturn).containsOnly(0);
    assertThat(rollout.episodeLength).containsOnly(0);

    sampler.fill(rollout);
    assertThat(rollout.episodeReturn).containsExactly(0, 1 + 2 + 3 + 4 + 5, 0);
    assertThat(rollout.episodeLength).containsExactly(0, 5, 0);

    sampler.fill(rollout);
    sampler.fill(rollout);
    assertThat(rollout.episodeReturn).containsExactly(15, 0, 0);
    assertThat(rollout.episodeLength).containsExactly(5, 0, 0);
  }

  @Test
  void environmentsSideBySideAreSampledAsEachAlone() {
    int[] lengths = {2, 3, 7};
    var together = new Rollout(15, 3, 1, 1);
    sampler(
            Workers.one(),
            IntStream.of(lengths)
                .mapToObj(length -> Counter.ending(Ending.TRUNCATED, length))
                .toArray(Env[]::new))
        .fill(together);

    for (int n = 0; n < 3; n++) {
      Rollout alone = sample(5, Counter.ending(Ending.TRUNCATED, lengths[n]));
      assertThat(Rollouts.column(together.observation, 3, n)).isEqualTo(alone.observation);
      assertThat(Rollouts.column(together.reward, 3, n)).isEqualTo(alone.reward);
      assertThat(Rollouts.column(together.value, 3, n)).isEqualTo(alone.value);
      assertThat(Rollouts.column(together.nextValue, 3, n)).isEqualTo(alone.nextValue);
    }
  }

  @Test
  void wholeEpisodesFillUntilThereAreEnoughRowsAndEndWithAnEnd() {
    var rollout = new Rollout(20, 1, 1, 1);
    Sampler sampler = sampler(Workers.one(), Counter.ending(Ending.TRUNCATED, 3));

    sampler.fillWholeEpisodes(rollout, 5, 20);
    assertThat(rollout.rows()).isEqualTo(6);
    assertThat(rollout.ended[5]).isEqualTo(Ending.TRUNCATED);
    assertThat(rollout.nextValue[5]).isEqualTo(valueOf(103));
    assertThat(rollout.count(Ending.CUT)).isZero();

    sampler.fillWholeEpisodes(rollout, 6, 20);
    assertThat(rollout.rows()).isEqualTo(6);
    assertThat(rollout.observation).startsWith(200, 201, 202, 300, 301, 302);
  }

  @Test
  void wholeEpisodesThatAreTooLongAreAnError() {
    var rollout = new Rollout(4, 1, 1, 1);
    Sampler sampler = sampler(Workers.one(), Counter.ending(Ending.TERMINATED, 2_001));

    assertThatThrownBy(() -> sampler.fillWholeEpisodes(rollout, 5, 2_000))
        .isInstanceOf(LongEpisodeException.class)
        .hasMessage(
            "Counter: an episode goes on after 2,000 steps, and a batch of whole episodes has no"
                + " room for more.");
  }

  @ParameterizedTest
  @CsvSource({"20, 20", "5, 20", "1, 33"})
  void theRolloutGrowsWithItsEpisodesAndKeepsItsRows(int capacity, int length) {
    Counter world = Counter.ending(Ending.TERMINATED, length);

    Rollout filled = new Rollout(capacity, 1, 1, 1);
    sampler(Workers.one(), world).fillWholeEpisodes(filled, 1, length);

    Rollout roomy = new Rollout(100, 1, 1, 1);
    sampler(Workers.one(), Counter.ending(Ending.TERMINATED, length))
        .fillWholeEpisodes(roomy, 1, length);
    assertThat(filled.rows()).isEqualTo(length);
    assertThat(filled.capacity()).isEqualTo(length);
    assertThat(filled.observation).isEqualTo(Arrays.copyOf(roomy.observation, length));
    assertThat(filled.action).isEqualTo(Arrays.copyOf(roomy.action, length));
    assertThat(filled.reward).isEqualTo(Arrays.copyOf(roomy.reward, length));
    assertThat(filled.nextValue).isEqualTo(Arrays.copyOf(roomy.nextValue, length));
    assertThat(filled.ended).isEqualTo(Arrays.copyOf(roomy.ended, length));
    assertThat(filled.episodeReturn).isEqualTo(Arrays.copyOf(roomy.episodeReturn, length));
    assertThat(filled.episodeLength).isEqualTo(Arrays.copyOf(roomy.episodeLength, length));
  }

  @Test
  void wholeEpisodesComeFromOneEnvironment() {
    Env[] two = {Counter.ending(Ending.TERMINATED, 1), Counter.ending(Ending.TERMINATED, 1)};

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> sampler(Workers.one(), two).fillWholeEpisodes(new Rollout(4, 2, 1, 1), 2, 9))
        .withMessage("whole episodes are sampled from one environment, got 2");
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "4", "7"})
  void workersDoNotChangeABit(int workers) {
    Rollout one = cartPoles(Workers.one());
    try (var threads = new Threads(workers)) {
      Rollout several = cartPoles(threads);

      assertThat(several.observation).isEqualTo(one.observation);
      assertThat(several.action).isEqualTo(one.action);
      assertThat(several.reward).isEqualTo(one.reward);
      assertThat(several.value).isEqualTo(one.value);
      assertThat(several.nextValue).isEqualTo(one.nextValue);
      assertThat(several.ended).isEqualTo(one.ended);
      assertThat(several.episodeReturn).isEqualTo(one.episodeReturn);
      assertThat(several.episodeLength).isEqualTo(one.episodeLength);
    }
    assertThat(one.count(Ending.TERMINATED)).isPositive();
    assertThat(one.count(Ending.TRUNCATED)).isPositive();
  }

  @Test
  void theWorldGetsAnActionItHasAndTheRolloutKeepsTheOneDrawn() {
    float[] low = {-0.1f, -0.3f};
    float[] high = {0.2f, 0.1f};
    Counter counter = new Counter(new Space.Box(low, high), (_, _) -> Ending.NONE);
    Rollout rollout = new Rollout(1, 1, 1, 2);
    Sampler sampler = sampler(Workers.one(), counter);

    int clipped = 0;
    for (int i = 0; i < 50; i++) {
      sampler.fill(rollout);
      for (int j = 0; j < 2; j++) {
        float drawn = rollout.action[j];
        assertThat(counter.given[j]).isEqualTo(Math.min(Math.max(drawn, low[j]), high[j]));
        clipped += drawn < low[j] || drawn > high[j] ? 1 : 0;
      }
    }
    assertThat(clipped).isBetween(60, 100); // an action is inside with probability 0.12 or 0.16
  }

  @Test
  void theWorldGetsNumbersFromItsStartAndTheRolloutIndices() {
    Counter counter = new Counter(new Space.Discrete(3, 5), (_, _) -> Ending.NONE);
    Rollout rollout = new Rollout(1, 1, 1, 1);
    Sampler sampler = sampler(Workers.one(), counter);

    int[] drawn = new int[3];
    for (int i = 0; i < 50; i++) {
      sampler.fill(rollout);
      assertThat(counter.given[0]).isEqualTo(rollout.action[0] + 5);
      drawn[(int) rollout.action[0]]++;
    }
    assertThat(drawn).doesNotContain(0);
  }

  @ParameterizedTest
  @EnumSource(names = {"TERMINATED", "TRUNCATED"})
  void withoutACriticEveryValueIsZero(Ending ending) {
    var rollout = new Rollout(5, 1, 1, 1);
    Arrays.fill(rollout.value, 7);
    Arrays.fill(rollout.nextValue, 7);

    sampler(Critic.Valuation.zero(), Workers.one(), Counter.ending(ending, 2)).fill(rollout);

    assertThat(rollout.value).containsOnly(0);
    assertThat(rollout.nextValue).containsOnly(0);
  }

  @Test
  void aNumberThatIsNoneIsAnErrorWithAnAddress() {
    Env[] worlds = {new TimeLimit(new Broken(), 2), new Broken()};

    assertThatThrownBy(() -> sampler(Workers.one(), worlds).fill(new Rollout(20, 2, 1, 1)))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("reward is NaN in environment 1, after step 3 of episode 1");
  }

  @Test
  void everyEnvironmentDrawsFromItsOwnStream() {
    Env[] worlds = {Counter.ending(Ending.NONE, 1), Counter.ending(Ending.NONE, 1)};
    var together = new Rollout(100, 2, 1, 1);
    sampler(Workers.one(), worlds).fill(together);

    Rollout first = sample(50, Counter.ending(Ending.NONE, 1));

    assertThat(Rollouts.column(together.action, 2, 0)).isEqualTo(first.action);
    assertThat(Rollouts.column(together.action, 2, 1)).isNotEqualTo(first.action);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Sampler sampler = sampler(Workers.one(), Counter.ending(Ending.TERMINATED, 1));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> sampler.fill(new Rollout(4, 2, 1, 1)))
        .withMessage("the rollout has 2 environments, the sampler 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sampler.fill(new Rollout(4, 1, 3, 1)))
        .withMessage(
            "the rollout has observations of 3 numbers and actions of 1, the world 1 and 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Rollout(5, 2, 1, 1))
        .withMessage("a rollout of 5 rows cannot be filled by 2 environments");
  }

  /// 60 steps of five CartPoles that last at most 15, with a critic and a policy drawn at random.
  private static Rollout cartPoles(Workers workers) {
    List<Env> worlds = new ArrayList<>();
    for (int n = 0; n < 5; n++) {
      worlds.add(new TimeLimit(new CartPole(), 15));
    }
    var envs = new VectorEnv("CartPole", worlds);
    envs.reset(3);
    var setup = Setup.of(4, envs, new ScalarKernels(), workers);
    var network = Network.of(Activation.TANH, 8);
    var policy = Policy.of(network, setup);
    var critic = Critic.of(network, setup);
    Sampler sampler = sampler(envs, policy, critic.valuation(setup.kernels()), workers);
    var rollout = new Rollout(60 * 5, 5, 4, 1);
    sampler.fill(rollout);
    return rollout;
  }

  private static Rollout sample(int rows, Env world) {
    var rollout = new Rollout(rows, 1, 1, 1);
    sampler(Workers.one(), world).fill(rollout);
    return rollout;
  }

  private static Sampler sampler(Workers workers, Env... worlds) {
    return sampler(VALUATION, workers, worlds);
  }

  private static Sampler sampler(Critic.Valuation valuation, Workers workers, Env... worlds) {
    var envs = new VectorEnv("Counter", List.of(worlds));
    envs.reset(1);
    var setup = Setup.acting(envs.observationSpace(), envs.actionSpace());
    return sampler(envs, Policy.of(Network.of(Activation.TANH), setup), valuation, workers);
  }

  private static Sampler sampler(
      VectorEnv envs, Policy policy, Critic.Valuation valuation, Workers workers) {
    var kernels = new ScalarKernels();
    return new Sampler(
        envs,
        policy,
        (_, rows) -> new PolicyActor(policy, rows, kernels),
        valuation,
        streams(envs.size()),
        workers);
  }

  private static Rng[] streams(int envs) {
    return IntStream.range(0, envs).mapToObj(n -> Rng.seeded(2).child(0, n)).toArray(Rng[]::new);
  }
}
