package uphill.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.env.check.EnvChecker;
import uphill.env.classic.Pendulum;
import uphill.env.fault.EnvironmentException;
import uphill.env.vector.VectorEnv;
import uphill.kernel.Rng;

/// What is not allowed is never drawn, and a world that allows nothing is refused.
class ActionMaskTest {

  private static final int DRAWS = 100_000;
  private static final Space.MultiDiscrete SEVERAL = new Space.MultiDiscrete(new int[] {2, 5, 3});

  static Stream<Space> spaces() {
    return Stream.of(new Space.Discrete(6), new Space.Discrete(4, -2), SEVERAL);
  }

  @ParameterizedTest
  @MethodSource("spaces")
  void whereAllIsAllowedTheSameActionsAreDrawn(Space space) {
    Rng masked = Rng.seeded(3);
    Rng plain = Rng.seeded(3);
    float[] mask = new float[ActionMask.choices(space)];
    float[] drawn = new float[space.size()];
    float[] expected = new float[space.size()];
    for (int i = 0; i < 1000; i++) {
      ActionMask.sample(space, mask, 0, masked, drawn, 0);
      space.sample(plain, expected, 0);
      assertThat(drawn).isEqualTo(expected);
    }
    assertThat(masked.state()).isEqualTo(plain.state());
  }

  @Test
  void whatIsNotAllowedIsNeverDrawnAndTheRestAlikeOften() {
    boolean[] allowed = {false, true, true, false, false, true, true, false, true, false};
    float[] mask = new float[12];
    ActionMask.write(allowed, mask, 2);
    Rng random = Rng.seeded(1);
    int[] count = new int[allowed.length];
    float[] action = new float[4];
    for (int i = 0; i < DRAWS; i++) {
      ActionMask.sample(SEVERAL, mask, 2, random, action, 1);
      count[(int) action[1]]++;
      count[2 + (int) action[2]]++;
      count[7 + (int) action[3]]++;
    }
    double[] share = Arrays.stream(count).mapToDouble(c -> (double) c / DRAWS).toArray();

    double third = 1 / 3.0;
    assertThat(share)
        .containsExactly(new double[] {0, 1, third, 0, 0, third, third, 0, 1, 0}, within(0.01));
    for (int k = 0; k < count.length; k++) {
      assertThat(count[k] > 0).isEqualTo(allowed[k]);
    }
  }

  private static void assertMask(VectorEnv envs) {
    boolean[] allowed = new boolean[envs.choices()];
    for (int n = 0; n < envs.size(); n++) {
      envs.env(n).allowed(allowed);
      float[] row = Arrays.copyOfRange(envs.mask, n * allowed.length, (n + 1) * allowed.length);
      assertThat(row).isEqualTo(ActionMask.of(allowed)).contains(0, -1e8f);
    }
  }

  @ParameterizedTest
  @MethodSource("spaces")
  void aVectorSaysWhatTheStatesAllowThatItShows(Space space) {
    VectorEnv envs = new VectorEnv("Gates", List.of(limited(space), limited(space)));
    Rng random = Rng.seeded(5);
    float[] action = new float[2 * space.size()];
    envs.reset(1);
    assertMask(envs);
    for (int t = 0; t < 100; t++) {
      for (int n = 0; n < 2; n++) {
        ActionMask.sample(space, envs.mask, n * envs.choices(), random, action, n * space.size());
      }
      envs.step(action);
      assertMask(envs);
    }
    float[] then = envs.mask.clone();
    long[] state = envs.state();
    VectorEnv other = new VectorEnv("Gates", List.of(limited(space), limited(space)));
    other.restore(state);
    assertThat(other.mask).isEqualTo(then);
    assertThat(envs.masksActions()).isTrue();
  }

  /// Some of its episodes end at the limit, and the next begin at once.
  private static Env limited(Space space) {
    return new TimeLimit(new Gates(space), 5);
  }

  @Test
  void whereAnEpisodeRestsNothingIsAsked() {
    Space space = new Space.Discrete(6);
    VectorEnv envs = new VectorEnv("Gates", List.of(limited(space)), VectorEnv.After.REST);
    Rng random = Rng.seeded(5);
    float[] action = new float[1];
    envs.reset(1);
    while (!envs.ending[0].ended()) {
      assertMask(envs);
      ActionMask.sample(space, envs.mask, 0, random, action, 0);
      envs.step(action);
    }
    assertThat(envs.mask).containsOnly(0);
    envs.restore(envs.state());
    assertThat(envs.mask).containsOnly(0);
    envs.reset(2);
    assertMask(envs);
  }

  @Test
  void aWorldThatMasksNothingIsNeverAsked() {
    Env world =
        new Env() {
          private final Env counting = new Countdown();

          @Override
          public Space observationSpace() {
            return counting.observationSpace();
          }

          @Override
          public Space actionSpace() {
            return counting.actionSpace();
          }

          @Override
          public void allowed(boolean[] allowed) {
            throw new IllegalStateException("asked");
          }

          @Override
          public void reset(Reset how, float[] observation) {
            counting.reset(how, observation);
          }

          @Override
          public void step(float[] action, Step step) {
            counting.step(action, step);
          }
        };
    VectorEnv envs = new VectorEnv("Countdown", List.of(world));
    envs.reset(0);
    for (int t = 0; t < 20; t++) {
      envs.step(new float[] {2});
    }

    assertThat(envs.mask).isEmpty();
    assertThat(envs.masksActions()).isFalse();
    assertThat(envs.choices()).isZero();
  }

  private static VectorEnv vector(Gates world, Consumer<boolean[]> fills) {
    return new VectorEnv(
        "Planted", List.of(new Gates(world.actionSpace()), new Allowing(world, fills)));
  }

  @Test
  void aStateThatAllowsNothingIsRefusedByEnvironmentAndStep() {
    VectorEnv atFirst =
        vector(new Gates(new Space.Discrete(3)), allowed -> Arrays.fill(allowed, false));
    int[] asked = {0};
    Gates gates = new Gates(SEVERAL);
    VectorEnv later =
        vector(
            gates,
            allowed -> {
              gates.allowed(allowed);
              if (asked[0]++ == 1) {
                Arrays.fill(allowed, 2, 7, false);
              }
            });
    String next =
        " Allow one in every state where the episode goes on, or end it there: \"uphill envs"
            + " --check Planted\" (in code: EnvChecker) tests it.";

    assertThatThrownBy(() -> atFirst.reset(0))
        .isInstanceOf(EnvironmentException.class)
        .hasMessage(
            "Planted: no action is allowed in environment 1, after its reset of episode 1." + next);
    later.reset(0);
    float[] action = new float[6];
    ActionMask.sample(SEVERAL, later.mask, 0, Rng.seeded(0), action, 0);
    ActionMask.sample(SEVERAL, later.mask, 10, Rng.seeded(0), action, 3);
    assertThatThrownBy(() -> later.step(action))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageStartingWith(
            "Planted: no value of component 1 of the action is allowed in environment 1, after step"
                + " 1 of episode 1. The action was [")
        .hasMessageEndingWith(next);
  }

  /// What an earlier state allowed is not what this one does.
  @Test
  void whatIsNotWrittenIsNotAllowed() {
    int[] asked = {0};
    VectorEnv envs =
        new VectorEnv(
            "Planted",
            List.of(
                new Allowing(
                    new Countdown(), allowed -> allowed[asked[0]++ % 2 == 0 ? 2 : 1] = true)));
    envs.reset(0);
    assertThat(envs.mask).containsExactly(-1e8f, -1e8f, 0);
    envs.step(new float[] {2});
    assertThat(envs.mask).containsExactly(-1e8f, 0, -1e8f);
  }

  @Test
  void whatCannotBeMaskedIsRefused() {
    assertThatThrownBy(
            () -> new VectorEnv("Planted", List.of(new Allowing(new Pendulum(), _ -> {}))))
        .isInstanceOf(EnvironmentException.class)
        .hasMessage(
            "Planted: it masks actions, and acts in Box(-2.0, 2.0, (1,), float32). Actions are"
                + " masked in a Discrete or a MultiDiscrete space only, not in a Box or a"
                + " MultiBinary one: let masksActions() be false there, and let step(…) do the"
                + " nearest thing that is possible; or let actions be the choices of a Discrete"
                + " space.");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new VectorEnv(
                    "Planted", List.of(new Countdown(), new Allowing(new Countdown(), _ -> {}))))
        .withMessage(
            "Planted: environment 1 masks actions and environment 0 does not. Let masksActions() of"
                + " both be the same");
  }

  @Test
  void whatItThrowsWhenAskedNamesTheCall() {
    VectorEnv envs = vector(new Gates(new Space.Discrete(3)), allowed -> allowed[3] = true);

    assertThatThrownBy(() -> envs.reset(0))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining(
            "environment 1 threw java.lang.ArrayIndexOutOfBoundsException (Index 3 out of bounds"
                + " for length 3) in allowed(), after the reset of episode 1, at uphill.env.")
        .hasMessageContaining("It fills 3 entries, one for each choice of Discrete(3).");
  }

  private static void assertFinds(Supplier<Env> world, String law, String words) {
    assertThat(EnvChecker.check(world))
        .anySatisfy(
            finding -> {
              assertThat(finding.name()).isEqualTo(law);
              assertThat(finding.result()).isEqualTo(EnvChecker.Result.FAILED);
              assertThat(finding.sentence()).contains(words);
            });
  }

  private static final String SOME = "every state allows an action";
  private static final String STAYS = "what is allowed stays so until the next step";

  @ParameterizedTest
  @MethodSource("spaces")
  void theCheckerPlaysWhatIsAllowed(Space space) {
    List<EnvChecker.Finding> findings = EnvChecker.check(() -> limited(space));

    assertThat(findings)
        .noneMatch(EnvChecker.Finding::failed)
        .filteredOn(finding -> List.of(SOME, STAYS).contains(finding.name()))
        .hasSize(2)
        .allMatch(finding -> finding.result() == EnvChecker.Result.PASSED);
  }

  @Test
  void theCheckerFindsMasksThatAreNone() {
    assertFinds(
        () -> new Allowing(new Countdown(), allowed -> Arrays.fill(allowed, false)),
        SOME,
        "No action is allowed after the reset of episode 1. Allow one");
    assertFinds(
        () -> new Allowing(new Countdown(), allowed -> allowed[1] = true),
        STAYS,
        "After the reset of episode 1 choice 0 was not allowed, and when it was asked again"
            + " allowed, or it was not written.");
    assertFinds(
        () -> new Allowing(new Pendulum(), allowed -> allowed[0] = true),
        "what it allows is asked for",
        "It acts in Box(-2.0, 2.0, (1,), float32). Actions are masked in a Discrete or");
    Rng outside = Rng.seeded(0);
    assertFinds(
        () ->
            new Allowing(
                new Countdown(),
                allowed -> {
                  allowed[0] = outside.random() < 0.5;
                  allowed[1] = true;
                  allowed[2] = true;
                }),
        "equal seeds give equal episodes",
        "choice 0 is allowed once and once not after");
  }
}
