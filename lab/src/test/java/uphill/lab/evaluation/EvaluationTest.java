package uphill.lab.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.lab.world.World;
import uphill.nn.Activation;
import uphill.records.Json;
import uphill.rl.Network;
import uphill.rl.Policy;
import uphill.rl.Setup;

class EvaluationTest {

  private static final World CART_POLE =
      World.named("CartPole-v1", EvaluationTest.class.getClassLoader());

  @Test
  void moreEpisodesThanTheMemoryHoldsAreRefusedWithHowManyItHolds() {
    assumeTrue(Runtime.getRuntime().maxMemory() < 64L * Integer.MAX_VALUE, "SKIPPED: huge heap");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Evaluation.ofRandomActions(CART_POLE, Integer.MAX_VALUE, 0))
        .withMessageContaining("the results of 2,147,483,647 episodes do not fit into the heap")
        .withMessageContaining(
            String.format(Locale.ROOT, "those of %,d do.", Runtime.getRuntime().maxMemory() / 64));
  }

  /// Pays 1 for each step and ends after `length` of them, by a limit that it may or may not state.
  private static final class Road implements Env {
    private final int length;
    private final boolean states;
    private final AtomicInteger begun;
    private int t;

    private Road(int length, boolean states, AtomicInteger begun) {
      this.length = length;
      this.states = states;
      this.begun = begun;
    }

    @Override
    public Space observationSpace() {
      return Space.Box.of(0, 1, 1);
    }

    @Override
    public Space actionSpace() {
      return new Space.Discrete(2);
    }

    @Override
    public OptionalInt timeLimit() {
      return states ? OptionalInt.of(length) : OptionalInt.empty();
    }

    @Override
    public void reset(Reset how, float[] observation) {
      begun.incrementAndGet();
      t = 0;
      observation[0] = 0;
    }

    @Override
    public void step(float[] action, Step step) {
      t++;
      step.observation[0] = (float) t / length;
      step.set(1, t == length ? Ending.TRUNCATED : Ending.NONE);
    }
  }

  private static Evaluation random(int length, boolean states, int episodes) {
    World world = World.of("Road", () -> new Road(length, states, new AtomicInteger()));
    return Evaluation.ofRandomActions(world, episodes, 0);
  }

  private static Policy policy() {
    Policy policy =
        Policy.of(
            Network.of(Activation.TANH, 8),
            Setup.acting(Space.Box.of(0, 1, 4), new Space.Discrete(2)));
    Rng random = Rng.seeded(3);
    float[] values = policy.parameters().values();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.uniform(-0.5, 0.5);
    }
    return policy;
  }

  private static Evaluation ofAPolicy(World world, int episodes, Evaluation.Choice choice) {
    return Evaluation.of(world, policy(), episodes, 5, choice, Kernels.best());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100, 230})
  void asManyEpisodesAreBegunAsWereAskedFor(int episodes) {
    AtomicInteger begun = new AtomicInteger();

    Evaluation.ofRandomActions(
        World.of("Road", () -> new Road(2 + begun.get(), false, begun)), episodes, 0);

    assertThat(begun).hasValue(episodes);
  }

  /// Short episodes end first, and must not be counted instead of long ones.
  @ParameterizedTest
  @ValueSource(strings = {"MODE", "SAMPLE"})
  void theEpisodeOfASeedIsTheSameWhateverIsEvaluatedBesideIt(String choice) {
    Evaluation.Choice how = Evaluation.Choice.valueOf(choice);
    Evaluation all = ofAPolicy(CART_POLE, 130, how);

    assertThat(ofAPolicy(CART_POLE, 30, how).returns()).isEqualTo(Arrays.copyOf(all.returns(), 30));
    assertThat(IntStream.of(all.lengths()).distinct().count()).isGreaterThan(10);
  }

  /// One environment, a few or many: an episode depends on its seed alone.
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 100})
  void howManyEnvironmentsPlayChangesNoEpisode(int made) {
    for (Evaluation.Choice how : Evaluation.Choice.values()) {
      Evaluation few;
      Evaluation random;
      try (EvaluationEnvs envs = new EvaluationEnvs(CART_POLE, Duration.ofDays(1))) {
        assertThat(envs.envs(made).size()).isEqualTo(made);
        few = Evaluation.of(envs, policy(), 130, 5, how, Kernels.best(), _ -> {});
        random = Evaluation.ofRandomActions(envs, 130, 5);
      }

      assertThat(few).usingRecursiveComparison().isEqualTo(ofAPolicy(CART_POLE, 130, how));
      assertThat(random)
          .usingRecursiveComparison()
          .isEqualTo(Evaluation.ofRandomActions(CART_POLE, 130, 5));
    }
  }

  @Test
  void aStatedTimeLimitIsRespectedHoweverLong() {
    int length = Evaluation.MOST_STEPS + 1;

    Evaluation stated = random(length, true, 2);

    assertThat(stated.lengths()).containsExactly(length, length);
    assertThat(stated.cut()).isZero();
    assertThat(stated.remark()).isEmpty();
  }

  @Test
  void withoutOneAnEpisodeIsCutAndThatIsSaid() {
    Evaluation cut = random(Evaluation.MOST_STEPS + 1, false, 2);
    Evaluation whole = random(Evaluation.MOST_STEPS, false, 2);

    assertThat(cut.returns()).containsExactly(Evaluation.MOST_STEPS, Evaluation.MOST_STEPS);
    assertThat(cut.endings()).containsOnly(Ending.CUT);
    assertThat(cut.toJson()).containsEntry("cut", 2L);
    assertThat(cut.remark()).isEqualTo("2 of 2 were cut at 100,000 steps");
    assertThat(whole.endings()).containsOnly(Ending.TRUNCATED);
    assertThat(Evaluation.remark(List.of(cut, whole)))
        .isEqualTo("2 of 4 were cut at 100,000 steps");
  }

  @Test
  void oneEpisodeHasNoDeviation() {
    assertThat(Json.line(random(3, true, 1).toJson()))
        .isEqualTo("{\"episodes\":1,\"mean\":3.0,\"std\":null,\"min\":3.0,\"max\":3.0,\"cut\":0}");
  }
}
