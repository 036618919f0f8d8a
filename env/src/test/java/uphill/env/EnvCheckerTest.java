package uphill.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.kernel.Rng;

/// Every law finds the defect that was planted for it.
class EnvCheckerTest {

  private static final String SPACE = "observations are elements of their space";
  private static final String REWARDS = "rewards are finite and endings are the world's";

  private static final String LIMIT = "episodes end within the time limit";

  private static List<EnvChecker.Finding> failures(Supplier<Env> world) {
    return EnvChecker.check(world).stream().filter(EnvChecker.Finding::failed).toList();
  }

  private static void assertFinds(Supplier<Env> world, String law, String words) {
    assertThat(failures(world))
        .anySatisfy(
            finding -> {
              assertThat(finding.name()).isEqualTo(law);
              assertThat(finding.sentence()).contains(words);
            });
  }

  @Test
  void aSoundWorldHasNoFailures() {
    assertThat(failures(Countdown::new)).isEmpty();
    assertThat(EnvChecker.check(Countdown::new))
        .hasSize(17)
        .allMatch(
            finding ->
                finding.result() == EnvChecker.Result.PASSED
                    || finding.name().equals("episodes end within the time limit"));
  }

  /// The page `docs/environments.md` shows the code of [Coin], word for word.
  @Test
  void theWorldOfTheDocsIsSound() throws IOException {
    String page = Files.readString(Path.of("../docs/environments.md"));
    String code = Files.readString(Path.of("src/test/java/uphill/env/Coin.java"));

    assertThat(failures(Coin::new)).isEmpty();
    assertThat(page).contains(code.substring(code.indexOf("public final class")));
  }

  @Test
  void itSeesAnObservationOutsideItsSpace() {
    assertFinds(() -> Spoilt.step((a, step) -> step.observation[0] = -1), SPACE, "after step 1");
    assertFinds(() -> Spoilt.reset((how, o) -> o[1] = 101), SPACE, "the reset of episode 1");
  }

  @Test
  void itSeesAnObservationThatIsNotANumberOrNotWritten() {
    assertFinds(() -> Spoilt.reset((how, o) -> o[1] = Float.NaN), SPACE, "Component 1");
  }

  @Test
  void itSeesARewardOrAnEndingThatCannotBe() {
    assertFinds(() -> Spoilt.step((a, s) -> s.reward = Double.NaN), REWARDS, "is NaN");
    assertFinds(() -> Spoilt.step((a, s) -> s.ending = Ending.CUT), REWARDS, "CUT");
    assertFinds(() -> Spoilt.step((a, s) -> s.reward = 1e300), REWARDS, "the largest float32");
  }

  @Test
  @SuppressWarnings("NullAway") // that is the fault
  void itSeesAnEndingThatIsNull() {
    assertFinds(() -> Spoilt.step((a, s) -> s.ending = null), REWARDS, "is null");
  }

  /// The checker goes on, and says where.
  @Test
  void itSeesWhatIsThrownErrorsToo() {
    Supplier<Env> world =
        () ->
            Spoilt.step(
                (action, step) -> {
                  throw new AssertionError("a wheel is missing");
                });

    assertThat(EnvChecker.check(world)).hasSize(17);
    assertFinds(
        world, SPACE, "It threw java.lang.AssertionError: a wheel is missing, at uphill.env");
    assertThatThrownBy(
            () ->
                EnvChecker.check(
                    () ->
                        Spoilt.step(
                            (action, step) -> {
                              throw new OutOfMemoryError("heap");
                            })))
        .isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void itSeesRandomnessFromOutside() {
    Rng outside = Rng.seeded(0);

    assertFinds(
        () -> Spoilt.step((a, step) -> step.reward += outside.random()),
        "equal seeds give equal episodes",
        "reward of step 1 of episode 1");
  }

  @Test
  void itSeesWhatIsKeptFromThePreviousEpisode() {
    assertFinds(
        () -> {
          int[] steps = {0};
          return Spoilt.step((a, step) -> step.reward += steps[0]++);
        },
        "reset forgets the previous episode",
        "reward of step 1 of episode 1");
  }

  @ParameterizedTest
  @CsvSource({
    "FORGETS_NOUGHT, unseeded is seeded with 0, A new world and one with seed 0 part",
    "TAKES_ANY_OPTION, unknown reset options are refused, It took the option",
    "TAKES_ANY_ACTION, actions outside a finite space are refused, It took the action -1.0",
    "STEPS_BEFORE_RESET, step before reset is refused, A new world took a step",
    "CLOSES_ONCE, closing twice is harmless, It threw java.lang.IllegalStateException: closed",
    "CHANGES_ITS_SPACE, spaces stay the same, then Box(0.0",
  })
  void itSeesCarelessness(Careless.Vice vice, String law, String words) {
    assertFinds(() -> new Careless(vice), law, words);
  }

  @Test
  void itSaysThatAWorldIsDeterministic() {
    assertThat(EnvChecker.check(() -> new Careless(Careless.Vice.IGNORES_SEEDS)))
        .anySatisfy(
            finding -> {
              assertThat(finding.name()).isEqualTo("different seeds give different episodes");
              assertThat(finding.result()).isEqualTo(EnvChecker.Result.SKIPPED);
              assertThat(finding.sentence()).contains("deterministic, or ignores its seed");
            });
  }

  @Test
  void itSeesAWriteIntoTheAction() {
    assertFinds(
        () -> Spoilt.step((action, step) -> action[0] = 2),
        "arrays of the caller are left alone",
        "into the action");
  }

  @Test
  void itSeesAWriteIntoTheArrayOfTheReset() {
    assertFinds(
        () -> {
          float[][] kept = new float[1][];
          return new Spoilt(
              new Countdown(), (how, o) -> kept[0] = o, (action, step) -> kept[0][0]++);
        },
        "arrays of the caller are left alone",
        "that the reset had been given");
  }

  @Test
  void itSeesWhatWorldsShare() {
    int[] position = {0};

    assertFinds(
        () ->
            new Spoilt(
                new Countdown(),
                (how, o) -> position[0] = 0,
                (action, step) -> step.reward += position[0]++),
        "worlds side by side share nothing",
        "the reward of step 2 of episode 1 is");
  }

  @Test
  void itSeesAnActionThatIsKept() {
    assertFinds(
        () -> {
          float[][] before = {{0}};
          return new Spoilt(
              new Countdown(),
              (how, o) -> before[0] = new float[] {0},
              (action, step) -> {
                step.reward += before[0][0];
                before[0] = action;
              });
        },
        "arrays of the caller are not kept",
        "It keeps the array of an action");
  }

  @Test
  void itSeesAnObservationThatIsKept() {
    assertFinds(
        () -> {
          float[][] before = {{0}};
          return new Spoilt(
              new Countdown(),
              (how, o) -> before[0] = o,
              (action, step) -> {
                step.reward += before[0][0];
                before[0] = step.observation;
              });
        },
        "arrays of the caller are not kept",
        "It keeps the array of an observation");
  }

  @Test
  void itSeesATimeLimitThatIsNotKept() {
    TimeLimit honest = new TimeLimit(new Countdown(), 2);

    assertFinds(() -> new Hasty(new Countdown(), 1), LIMIT, "It is 1, but an episode goes on");
    assertFinds(() -> new Hasty(new Countdown(), 0), LIMIT, "It is 0; give at least 1");
    assertThat(honest.timeLimit()).hasValue(2);
    assertThat(new TimeLimit(honest, 5).timeLimit()).hasValue(2);
    assertThat(failures(() -> new TimeLimit(new Countdown(), 2))).isEmpty();
  }

  @Test
  void itWarnsOfNumbersThatNothingIsLearntFrom() {
    Supplier<Env> world = () -> new Planted(Space.Box.of(0, 400, 1));

    assertThat(EnvChecker.check(world))
        .anySatisfy(
            finding -> {
              assertThat(finding.result()).isEqualTo(EnvChecker.Result.WARNED);
              assertThat(finding.failed()).isFalse();
              assertThat(finding.sentence())
                  .contains("as large as 400.0")
                  .contains("Shift and divide them");
            });
  }

  @Test
  void itSeesAStateThatLeavesSomethingOut() {
    assertFinds(
        () -> {
          int[] steps = {0};
          return new Spoilt(
              new Countdown(), (how, o) -> steps[0] = 0, (a, step) -> step.reward += steps[0]++);
        },
        "a restored state goes on as the saved one did",
        "restored: the reward of step 1");
  }
}
