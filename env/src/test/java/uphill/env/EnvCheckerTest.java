package uphill.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.env.check.EnvChecker;
import uphill.kernel.Rng;

/// Every law finds the defect that was planted for it.
class EnvCheckerTest {

  private static final String SPACE = "observations are elements of their space";
  private static final String REWARDS = "rewards are finite and endings are the world's";

  private static final String LIMIT = "episodes end within the time limit";

  /// A countdown has no time limit, and masks nothing.
  private static final List<String> SKIPPED =
      List.of(
          "what it allows is asked for",
          LIMIT,
          "every state allows an action",
          "what is allowed stays so until the next step");

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
        .hasSize(20)
        .allMatch(
            finding ->
                finding.result() == EnvChecker.Result.PASSED || SKIPPED.contains(finding.name()));
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

    assertThat(EnvChecker.check(world)).hasSize(20);
    assertFinds(
        world, SPACE, "It threw java.lang.AssertionError (a wheel is missing), at uphill.env");
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
    "CLOSES_ONCE, closing twice is harmless, close() threw java.lang.IllegalStateException (closed",
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

  private static EnvChecker.Finding finding(Supplier<Env> world, String law) {
    return EnvChecker.check(world).stream()
        .filter(finding -> finding.name().equals(law))
        .findFirst()
        .orElseThrow();
  }

  /// A fault of one law is not told of another: here no array is kept.
  @Test
  void aWorldThatIsNeverTheSameTwiceIsNotAccusedOfKeepingArraysOrSharing() {
    Rng outside = Rng.seeded(0);
    Supplier<Env> world = () -> Spoilt.step((_, step) -> step.reward += outside.random());

    for (String law :
        List.of(
            "arrays of the caller are not kept",
            "worlds side by side share nothing",
            "a restored state goes on as the saved one did")) {
      assertThat(finding(world, law).result()).isEqualTo(EnvChecker.Result.SKIPPED);
    }
  }

  @Test
  @SuppressWarnings("NullAway") // that is the fault
  void aNullEndingIsTheFaultOfOneLawAlone() {
    assertThat(failures(() -> Spoilt.step((_, step) -> step.ending = null)))
        .singleElement()
        .satisfies(finding -> assertThat(finding.name()).isEqualTo(REWARDS));
  }

  @Test
  void aThrowingCloseIsOneFindingAndEndsNoOther() {
    Supplier<Env> world =
        () ->
            new Planted()
                .inClose(
                    () -> {
                      throw new IllegalStateException("stuck valve");
                    });

    assertThat(EnvChecker.check(world)).hasSize(20);
    assertFinds(
        world,
        "closing twice is harmless",
        "close() threw java.lang.IllegalStateException (stuck valve), at uphill.env.");
    assertThat(failures(world))
        .noneMatch(finding -> finding.sentence().contains("It threw java.lang.IllegalState"));
  }

  /// The text of an exception is the world's code too.
  @Test
  void whatAWorldThrowsIsShownHarmlessWhateverItsTextDoes() {
    assertFinds(
        () -> throwing(new IllegalStateException("red\u001b[31m\nand a second line")),
        SPACE,
        "It threw java.lang.IllegalStateException (red\\u001b[31m), at ");
    assertFinds(
        () ->
            throwing(
                new IllegalStateException() {
                  @Override
                  public String getMessage() {
                    throw new UnsupportedOperationException("no text");
                  }
                }),
        SPACE,
        "whose getMessage() threw java.lang.UnsupportedOperationException");
  }

  private static Env throwing(RuntimeException thrown) {
    return Spoilt.step(
        (_, _) -> {
          throw thrown;
        });
  }

  @Test
  void oneObjectGivenTwiceIsNamed() {
    Env one = new Countdown();

    assertThat(failures(() -> one))
        .anyMatch(finding -> finding.sentence().contains("gave the same object twice"));
  }

  /// Of a call that does not come back is known what it is, and where in the world.
  @Test
  void aCallThatGoesOnIsSeen() {
    EnvChecker[] checker = new EnvChecker[1];
    List<String> seen = new ArrayList<>();
    checker[0] =
        new EnvChecker(
            "Planted",
            () ->
                Spoilt.step((_, _) -> checker[0].running().forEach(call -> seen.add(call.what()))));

    checker[0].findings();

    assertThat(seen).contains("step 1 of episode 1, for the law \"spaces stay the same\",");
    assertThat(checker[0].running()).isEmpty();
    assertThat(checker[0].isClosed()).isTrue();
  }

  /// An observation of 20,000 numbers; each is shown about as often as one of 200.
  @Test
  void theWorkIsBoundedHoweverManyNumbersAWorldShows() {
    AtomicLong numbers = new AtomicLong();
    Supplier<Env> world =
        () -> new Planted(Space.Box.of(0, 1, 20_000)).inStep((_, _) -> numbers.addAndGet(20_000));

    EnvChecker.check(world);

    assertThat(numbers.get()).isLessThan(100L * 200_000);
  }
}
