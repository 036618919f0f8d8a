package uphill.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.autodiff.Parameters;
import uphill.autodiff.Scalar;
import uphill.autodiff.Tensor;
import uphill.env.Env;
import uphill.env.Space;
import uphill.env.TimeLimit;
import uphill.env.vector.VectorEnv;
import uphill.kernel.Rng;
import uphill.kernel.ScalarKernels;
import uphill.kernel.SeedSequence;
import uphill.kernel.Workers;
import uphill.nn.Activation;
import uphill.nn.Descent;
import uphill.rl.data.Rollout;
import uphill.rl.data.RowLog;
import uphill.rl.data.Sampling;

class SetupTest {

  private static final int ENVS = 3;
  private static final Network NETWORK = Network.of(Activation.TANH, 4);

  /// The purposes whose streams are asked for by name; the others draw first values.
  private static final Set<Purpose> LASTING =
      EnumSet.complementOf(EnumSet.of(Purpose.POLICY, Purpose.CRITIC));

  private final Setup setup = seeded(7);

  private static Setup seeded(long seed) {
    return in(seed, new Bandit(), new Bandit(), new Bandit());
  }

  private static Setup in(long seed, Env... worlds) {
    var envs = new VectorEnv("world", List.of(worlds));
    return Setup.of(seed, envs, new ScalarKernels(), Workers.one());
  }

  private static Scalar loss(Parameters learnt) {
    return Tensor.repeat(learnt.add("theta", 1, 1)).mean();
  }

  /// What a stream gives next.
  private static List<Long> drawn(Rng stream) {
    return Stream.generate(stream::nextLong).limit(4).toList();
  }

  private static List<List<Long>> drawn(Setup setup, Purpose purpose) {
    return purpose.ofEachEnvironment()
        ? Arrays.stream(setup.streams(purpose, ENVS)).map(SetupTest::drawn).toList()
        : List.of(drawn(setup.stream(purpose)));
  }

  @Test
  void equalSeedsGiveEqualStreamsAndNoTwoOfThemAreAlike() {
    Setup other = seeded(7);
    List<List<Long>> all = new ArrayList<>();
    for (Purpose purpose : LASTING) {
      List<List<Long>> streams = drawn(setup, purpose);
      assertThat(streams).isEqualTo(drawn(other, purpose));
      all.addAll(streams);
    }
    LASTING.forEach(purpose -> all.addAll(drawn(seeded(8), purpose)));

    assertThat(all).hasSize(2 * (LASTING.size() - 1 + ENVS)).doesNotHaveDuplicates();
  }

  /// A copy that is made in the constructor is one of the given values, and no stream is another.
  @Test
  void givenValuesStandWhereDrawnOnesWouldBeforeAnythingIsMadeOfThem() {
    Setup given =
        seeded(7)
            .beginningWith(
                (name, set) -> {
                  boolean critic = name.equals("critic");
                  if (critic) {
                    Arrays.fill(set.values(), 7);
                  }
                  return critic;
                });
    Critic critic = Critic.of(NETWORK, given);
    float[] copy = critic.parameters().copy().values();
    Policy policy = Policy.of(NETWORK, given);
    List<List<Long>> noise = drawn(given, Purpose.NOISE);
    given.complete(policy);

    assertThat(copy).containsOnly(7);
    assertThat(given.given()).containsExactly("critic");
    Critic.of(NETWORK, setup);
    assertThat(policy.parameters().values())
        .isEqualTo(Policy.of(NETWORK, setup).parameters().values());
    assertThat(noise).isEqualTo(drawn(setup, Purpose.NOISE));
  }

  /// A stream that another purpose is split off from would move when that one is used.
  @ParameterizedTest
  @EnumSource
  void noUseDisturbsAnother(Purpose purpose) {
    Setup used = seeded(7);
    Policy.of(NETWORK, used);
    Critic.of(NETWORK, used);
    used.environmentSeed();
    LASTING.stream().filter(other -> other != purpose).forEach(other -> drawn(used, other));

    if (LASTING.contains(purpose)) {
      assertThat(drawn(used, purpose)).isEqualTo(drawn(setup, purpose));
    } else {
      String name = purpose == Purpose.POLICY ? "policy" : "critic";
      Parameters alone =
          purpose == Purpose.POLICY
              ? Policy.of(NETWORK, setup).parameters()
              : Critic.of(NETWORK, setup).parameters();
      assertThat(Objects.requireNonNull(used.parameters().get(name)).values())
          .isEqualTo(alone.values());
    }
    assertThat(used.environmentSeed()).isEqualTo(setup.environmentSeed());
  }

  /// Numbers that trained runs rest on: child c of the seed, and of it child n for environment n.
  @Test
  void aStreamIsAChildOfTheSeed() {
    SeedSequence seed = SeedSequence.of(7);

    assertThat(drawn(setup, Purpose.SHUFFLING)).containsExactly(drawn(Rng.of(seed.child(4))));
    assertThat(drawn(setup, Purpose.ACTING))
        .containsExactly(
            drawn(Rng.of(seed.child(2, 0))),
            drawn(Rng.of(seed.child(2, 1))),
            drawn(Rng.of(seed.child(2, 2))));
    assertThat(setup.environmentSeed()).isEqualTo(seed.child(3).generateLongs(1)[0]);
    assertThat(Arrays.stream(Purpose.values()).map(Purpose::child)).doesNotHaveDuplicates();
  }

  @Test
  void whoAsksAgainGetsTheSameStream() {
    assertThat(setup.stream(Purpose.SHUFFLING)).isSameAs(setup.stream(Purpose.SHUFFLING));
    assertThat(setup.streams(Purpose.ACTING, ENVS))
        .containsExactly(setup.streams(Purpose.ACTING, ENVS));
    assertThat(setup.streams().sequencedKeySet())
        .containsExactly(Purpose.SHUFFLING, Purpose.ACTING);
  }

  @Test
  void aStreamIsAskedForAsWhatItIs() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> setup.stream(Purpose.ACTING))
        .withMessage("ACTING has a stream for each environment: streams(…) gives them");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> setup.streams(Purpose.NOISE, ENVS))
        .withMessage("NOISE is one stream: stream(…) gives it");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> setup.stream(Purpose.POLICY))
        .withMessage("POLICY is for first values alone, which initialize(…) draws");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> setup.initialize(Purpose.REPLAY, random -> random.nextLong()))
        .withMessage("parameters are not initialized by REPLAY");

    setup.streams(Purpose.ACTING, ENVS);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> setup.streams(Purpose.ACTING, ENVS + 1))
        .withMessage("ACTING has 3 streams, asked for as 4");
  }

  @Test
  void theSecondNetworkOfAPurposeGoesOnWhereTheFirstEnded() {
    List<Long> drawn = new ArrayList<>();
    setup.initialize(Purpose.CRITIC, random -> drawn.add(random.nextLong()));
    setup.initialize(Purpose.CRITIC, random -> drawn.add(random.nextLong()));

    Rng stream = Rng.of(SeedSequence.of(7).child(Purpose.CRITIC.child()));
    assertThat(drawn).containsExactly(stream.nextLong(), stream.nextLong());
    assertThat(setup.streams()).isEmpty();
  }

  @Test
  void eachSetOfParametersHasANameOfItsOwn() {
    Policy.of(NETWORK, setup);
    Critic critic = Critic.of(NETWORK, setup);

    assertThat(setup.parameters().sequencedKeySet()).containsExactly("policy", "critic");
    assertThat(setup.parameters().get("critic")).isSameAs(critic.parameters());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Critic.of(NETWORK, setup))
        .withMessage("there are parameters \"critic\" already: each network has a name of its own");
  }

  @Test
  void aDescentIsOfParametersThatAreSaved() {
    Parameters foreign = new Parameters();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> setup.descent(foreign))
        .withMessageStartingWith(
            "these parameters were not made by Setup.parameters(…), so nobody would save them: ");
  }

  @Test
  void parametersGoDownOneLoss() {
    Parameters learnt = setup.parameters("temperature");
    Descent descent = setup.descent(learnt).term("mean", loss(learnt)).build();

    assertThat(setup.descents()).containsExactly(descent);
    assertThat(descent.name()).isEqualTo("temperature");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> setup.descent(learnt))
        .withMessage(
            "the parameters \"temperature\" go down another loss already: add its terms there");
  }

  @ParameterizedTest
  @ValueSource(strings = {"replay", "r2", "replay_2"})
  void aLogIsHeldByItsName(String name) {
    RowLog log = setup.log(name, 3, 10);

    assertThat(setup.logs().sequencedEntrySet().getFirst().getKey()).isEqualTo(name);
    assertThat(setup.logs().get(name)).isSameAs(log);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> setup.log(name, 3, 10))
        .withMessage("there is a log \"%s\" already", name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Replay", "2nd", "_log", "a/b", "..", "a b", "é", "a.b"})
  void aNameThatIsNoneOfAFileIsRefused(String name) {
    String message =
        "the name of %s becomes one in files, so it is of a-z, 0-9 and _, a letter first: got"
            + " \"%s\"";

    assertThatIllegalArgumentException()
        .isThrownBy(() -> setup.log(name, 3, 10))
        .withMessage(message, "a log", name);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> setup.parameters(name))
        .withMessage(message, "parameters", name);
    assertThat(setup.logs()).isEmpty();
    assertThat(setup.parameters()).isEmpty();
  }

  @Test
  void whoOnlyActsDrawsNothingAndHoldsLittle() {
    Setup acting = Setup.acting(Space.Box.of(0, 1, 1), new Space.Discrete(2));
    Policy policy = Policy.of(NETWORK, acting);
    Critic critic = Critic.of(NETWORK, acting);
    acting.initialize(
        Purpose.POLICY,
        _ -> {
          throw new AssertionError("nothing is drawn");
        });

    assertThat(policy.parameters().values()).containsOnly(0);
    assertThat(critic.parameters().values()).containsOnly(0);
    assertThat(acting.streams()).isEmpty();
    assertThat(acting.log("replay", 3, 1_000_000).capacity()).isEqualTo(1);
    assertThat(acting.rollout(new Sampling(4, 4000, 1, false), policy).capacity()).isEqualTo(4);
  }

  @Test
  void aRoundOfWholeEpisodesHasRoomForTheLastOne() {
    var whole = new Sampling(1, 50, 1, /* wholeEpisodes= */ true);
    var cut = new Sampling(1, 50, 1, /* wholeEpisodes= */ false);

    assertThat(Setup.rows(whole, OptionalInt.of(20))).isEqualTo(70);
    assertThat(Setup.rows(whole, OptionalInt.empty())).isEqualTo(10_050);
    assertThat(Setup.rows(whole, OptionalInt.of(20_000))).isEqualTo(10_050);
    assertThat(Setup.rows(cut, OptionalInt.of(20))).isEqualTo(50);

    Setup limited = in(1, new TimeLimit(new Chain(), 20));
    Rollout rollout = limited.rollout(whole, Policy.of(NETWORK, limited));
    assertThat(rollout.capacity()).isEqualTo(70);
    assertThat(rollout.observationSize()).isEqualTo(Chain.STATES);
  }

  /// The whole learner, as it is put together.
  @ParameterizedTest
  @CsvSource({"7, true", "8, false"})
  void equalSeedsGiveEqualNetworks(long seed, boolean equal) {
    Setup other = seeded(seed);
    float[] one = Policy.of(NETWORK, setup).parameters().values();
    float[] two = Policy.of(NETWORK, other).parameters().values();

    assertThat(Arrays.equals(one, two)).isEqualTo(equal);
  }
}
