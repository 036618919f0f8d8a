package uphill.env.mdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.EnvSpec;
import uphill.env.Environments;
import uphill.env.Golden;
import uphill.env.Physical;
import uphill.env.Reset;
import uphill.env.Step;
import uphill.env.TimeLimit;
import uphill.kernel.Rng;

/// The toy-text worlds against tables and episodes recorded with Gymnasium 1.4.0 and numpy 2.4.6.
class ToyTextTest {

  private static final ClassLoader LOADER = ToyTextTest.class.getClassLoader();

  static Stream<String> files() {
    return Stream.of(
        "CliffWalking-v1",
        "CliffWalkingSlippery-v1",
        "FrozenLake-v1",
        "FrozenLake-v1-deterministic",
        "FrozenLake-v1-success0.75",
        "FrozenLake8x8-v1",
        "Taxi-v4",
        "Taxi-v4-rainy-fickle");
  }

  private static Env world(Golden golden) {
    Map<String, Object> arguments = new HashMap<>();
    ((Map<?, ?>) golden.at("kwargs")).forEach((name, value) -> arguments.put((String) name, value));
    return Environments.world(golden.text("env"), arguments, LOADER);
  }

  private static FiniteMdp table(Golden golden) {
    return world(golden) instanceof TableEnv world
        ? world.mdp()
        : Taxi.mdp(new Taxi.Weather(true, Taxi.RAINY_PROBABILITY));
  }

  @ParameterizedTest
  @MethodSource("files")
  void tablesAreGymnasiumsInEveryBit(String file) {
    Golden header = Golden.header(file);
    FiniteMdp mdp = table(header);
    List<?> table = header.list("P");

    assertThat(mdp.states()).isEqualTo(table.size());
    double[] start = header.doubles("initial_state_distrib");
    for (int s = 0; s < mdp.states(); s++) {
      assertThat(mdp.start(s)).isEqualTo(start[s]);
      List<?> actions = (List<?>) table.get(s);
      assertThat(mdp.actions()).isEqualTo(actions.size());
      for (int a = 0; a < mdp.actions(); a++) {
        assertThat(mdp.transitions(s, a))
            .as("state %d, action %d", s, a)
            .isEqualTo(((List<?>) actions.get(a)).stream().map(ToyTextTest::transition).toList());
      }
    }
  }

  private static FiniteMdp.Transition transition(Object recorded) {
    List<?> row = (List<?>) recorded;
    return new FiniteMdp.Transition(
        (double) row.get(0), (int) (double) row.get(1), (double) row.get(2), (boolean) row.get(3));
  }

  /// Seeded end to end: every state, reward and flag, from the seed and the actions alone.
  @ParameterizedTest
  @MethodSource("files")
  void wholeEpisodesAreGymnasiums(String file) {
    Golden header = Golden.header(file);
    int limit = header.at("max_episode_steps") instanceof Double n ? (int) (double) n : 1 << 30;
    TimeLimit env = new TimeLimit(world(header), limit);
    Step step = new Step(1);
    assertThat(Golden.lines(file)).isNotEmpty();
    for (Golden golden : Golden.lines(file)) {
      env.reset(Reset.seeded((long) golden.number("seed")), step.observation);
      assertThat(step.observation[0]).isEqualTo((float) golden.number("reset_obs"));
      double[] actions = golden.doubles("actions");
      double[] observations = golden.doubles("obs");
      double[] rewards = golden.doubles("rewards");
      for (int t = 0; t < actions.length; t++) {
        env.step(new float[] {(float) actions[t]}, step);

        assertThat(step.observation[0]).isEqualTo((float) observations[t]);
        assertThat(step.reward).isEqualTo(rewards[t]);
        boolean last = t == actions.length - 1;
        assertThat(step.ending == Ending.TERMINATED).isEqualTo(last && golden.flag("terminated"));
        assertThat(step.ending == Ending.TRUNCATED)
            .isEqualTo(last && golden.flag("truncated") && !golden.flag("terminated"));
      }
    }
  }

  static Stream<Golden> seeded() {
    List<String> known = new ToyText().environments().stream().map(EnvSpec::id).toList();
    return Golden.lines("seeded_resets").stream()
        .filter(golden -> known.contains(golden.text("env")) && golden.has("resets"));
  }

  @ParameterizedTest
  @MethodSource("seeded")
  void seededResetsSamplesAndStepsAreGymnasiums(Golden golden) {
    Env env = world(golden);
    long seed = Long.parseUnsignedLong(golden.text("seed"));
    Step step = new Step(env.observationSpace().size());

    List<Golden> resets = golden.objects("resets");
    for (int k = 0; k < resets.size(); k++) {
      env.reset(k == 0 ? Reset.seeded(seed) : Reset.next(), step.observation);
      assertThat(step.observation).isEqualTo(shown(resets.get(k)));
    }
    Rng rng = Rng.seeded(seed);
    float[] action = new float[1];
    for (double expected : golden.doubles("action_space_seeded_sample")) {
      env.actionSpace().sample(rng, action, 0);
      assertThat(action[0]).isEqualTo((float) expected);
    }
    for (Golden after : golden.objects("steps_after_third_reset")) {
      env.step(new float[] {(float) after.number("a")}, step);
      assertThat(step.observation).isEqualTo(shown(after));
      assertThat(step.reward).isEqualTo(after.number("r"));
      assertThat(step.ending).isEqualTo(after.flag("te") ? Ending.TERMINATED : Ending.NONE);
    }
  }

  /// A number, or of Blackjack three.
  private static float[] shown(Golden golden) {
    if (!(golden.at("obs") instanceof List<?>)) {
      return new float[] {(float) golden.number("obs")};
    }
    double[] numbers = golden.doubles("obs");
    float[] shown = new float[numbers.length];
    for (int i = 0; i < shown.length; i++) {
      shown[i] = (float) numbers[i];
    }
    return shown;
  }

  /// `generate_random_map(size, p, seed)` of Gymnasium 1.4.0.
  @ParameterizedTest
  @CsvSource({
    "8, 0.8, 0, SFFFHHFF FHHFHFFF HFFFFFFF FFHHFFFF FFFFFHHF FFFFFHFF FHFFHFFF FFFFFFFG",
    "8, 0.8, 1, SHFHFFHF FFFFFFFF FFFFFFFH HFFFFHFF FFFHFFFF FHFFHFFF FHFFFHFF HHHFFFFG",
    "4, 0.5, 7, SFFH FFFH HFFH FFFG",
    "2, 0.3, 3, SF HG",
    "6, 0.6, 42, SFFHFH HFHHFF HFFFHH HHFFFF HFFHHF FFFFFG",
    "5, 1.0, 1, SFFFF FFFFF FFFFF FFFFF FFFFG",
  })
  void randomMapsAreGymnasiums(int size, double p, long seed, String rows) {
    assertThat(FrozenLake.randomMap(size, p, seed)).isEqualTo(Arrays.asList(rows.split(" ", -1)));
  }

  @ParameterizedTest
  @CsvSource({
    "CliffWalking-v1, , , Discrete(48), Discrete(4)",
    "CliffWalkingSlippery-v1, , , Discrete(48), Discrete(4)",
    "FrozenLake-v1, 100, 0.70, Discrete(16), Discrete(4)",
    "FrozenLake8x8-v1, 200, 0.85, Discrete(64), Discrete(4)",
    "Taxi-v4, 200, 8, Discrete(500), Discrete(6)",
  })
  void limitsThresholdsAndSpacesAreGymnasiums(
      String id,
      @org.jspecify.annotations.Nullable Integer limit,
      @org.jspecify.annotations.Nullable Double threshold,
      String observation,
      String action) {
    EnvSpec spec = Environments.spec(id);
    Env env = Environments.create(id);

    assertThat(spec.maxSteps())
        .isEqualTo(limit == null ? OptionalInt.empty() : OptionalInt.of(limit));
    assertThat(spec.rewardThreshold())
        .isEqualTo(threshold == null ? OptionalDouble.empty() : OptionalDouble.of(threshold));
    assertThat(env instanceof TimeLimit).isEqualTo(limit != null);
    assertThat(env.observationSpace().toString()).isEqualTo(observation);
    assertThat(env.actionSpace().toString()).isEqualTo(action);
  }

  @Test
  void argumentsAreThoseOfGymnasiumsConstructors() {
    TableEnv lake =
        (TableEnv)
            Environments.world(
                "FrozenLake-v1",
                Map.of("desc", List.of("SF", "HG"), "reward_schedule", List.of(5, -1, 0.5)),
                LOADER);
    assertThat(lake.mdp().transitions(0, 2))
        .extracting(FiniteMdp.Transition::reward)
        .containsExactly(-1.0, 0.5, 0.5);

    TableEnv random =
        (TableEnv)
            Environments.world(
                "FrozenLake-v1",
                Map.of("map_seed", 7L, "map_size", 4L, "map_frozen", 0.5, "is_slippery", false),
                LOADER);
    assertThat(random.mdp().stateName(3)).isEqualTo("row 1, column 4 (hole)");

    assertThat(Environments.world("Taxi-v4", Map.of("is_rainy", true), LOADER))
        .isInstanceOf(TableEnv.class);
    assertThat(Environments.world("Taxi-v4", Map.of("fickle_passenger", true), LOADER))
        .isInstanceOf(FickleTaxi.class);
  }

  @Test
  void whatALakeCannotBeIsRefused() {
    refused(Map.of("map_name", "4x"), "FrozenLake: no map \"4x\". Did you mean 4x4?");
    refused(Map.of("desc", List.of("SF", "G")), "row 2 has 1 tiles, row 1 has 2");
    refused(Map.of("desc", List.of("SX")), "a map has S, F, H and G, got \"SX\" in row 1");
    refused(Map.of("desc", List.of("FG")), "a map needs a start, S");
    refused(Map.of("desc", 7), "argument \"desc\" must be a list of texts, got 7");
    refused(
        Map.of("success_rate", 1.5),
        "FrozenLake-v1: argument \"success_rate\" must be from 0 to 1, got 1.5");
    refused(Map.of("reward_schedule", List.of(1, 2)), "must be a list of 3 finite numbers");
    refused(Map.of("map_name", 4), "argument \"map_name\" must be text, got 4");
    refused(Map.of("map_seed", 1, "map_size", 1), "map_size\" must be a whole number from 2");
    refused(Map.of("map_seed", 1, "map_size", 3000), "a whole number from 2 to 300, got 3000");
    refused(Map.of("map_seed", -4), "map_seed\" must be a whole number from 0 on, got -4");
    refused(Map.of("map_seed", 1.5), "map_seed\" must be a whole number from 0 on, got 1.5");
    refused(Map.of("map_seed", 1, "map_frozen", 0), "map_frozen\" must be above 0, up to 1, got 0");
    refused(
        Map.of("map_seed", 1, "map_size", 2.5),
        "map_size\" must be a whole number from 2 to 300, got 2.5");
    refused(Map.of("slippery", true), "has no argument \"slippery\"");
  }

  private static void refused(Map<String, ?> arguments, String message) {
    assertThatThrownBy(() -> Environments.world("FrozenLake-v1", arguments, LOADER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  /// Gymnasium's rule: what would not change the state is not allowed.
  @Test
  void aMaskedTaxiAllowsWhatChangesItsState() {
    FiniteMdp mdp = Taxi.mdp(Taxi.Weather.DRY);
    TableEnv taxi = Taxi.masked(Taxi.Weather.DRY);
    boolean[] allowed = new boolean[mdp.actions()];
    assertThatIllegalStateException().isThrownBy(() -> taxi.allowed(allowed));
    taxi.reset(Reset.seeded(0), new float[1]);
    for (int s = 0; s < mdp.states(); s++) {
      taxi.setPhysics(s);
      taxi.allowed(allowed);
      for (int a = 0; a < mdp.actions(); a++) {
        assertThat(allowed[a]).isEqualTo(mdp.next(mdp.first(s, a)) != s);
      }
    }
  }

  @Test
  void aTaxiIsMaskedWhereItIsAskedFor() {
    for (Map<String, Object> arguments :
        List.<Map<String, Object>>of(
            Map.of("action_mask", true),
            Map.of("action_mask", true, "is_rainy", true),
            Map.of("action_mask", true, "fickle_passenger", true))) {
      Env taxi = Environments.world("Taxi-v4", arguments, LOADER);
      assertThat(taxi.masksActions()).isTrue();
      taxi.reset(Reset.seeded(0), new float[1]);
      ((Physical) taxi).setPhysics(0); // in the upper left, with a passenger who waits there
      boolean[] allowed = new boolean[6];
      taxi.allowed(allowed);
      assertThat(allowed).containsExactly(true, false, true, false, true, false);
    }
    assertThat(Environments.create("Taxi-v4:action_mask=true").masksActions()).isTrue();
    assertThat(Environments.create("Taxi-v4").masksActions()).isFalse();
  }

  @Test
  void aFickleTaxiGoesOnFromASavedState() {
    FickleTaxi taxi = new FickleTaxi(Taxi.Weather.DRY, 1);
    Step step = new Step(1);
    taxi.reset(Reset.seeded(3), step.observation);
    taxi.setPhysics(((2 * 5 + 2) * 5 + Taxi.RIDING) * 4 + 1);
    long[] state = taxi.state();

    taxi.step(new float[] {0}, step);
    float there = step.observation[0];
    assertThat(there % 4).isNotEqualTo(1f);
    FickleTaxi other = new FickleTaxi(Taxi.Weather.DRY, 1);
    other.restore(state);
    other.step(new float[] {0}, step);

    assertThat(step.observation[0]).isEqualTo(there);
  }
}
