package uphill.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.env.fault.EnvironmentException;
import uphill.env.vector.VectorEnv;

/// Whatever an environment does, the error says which, when, where in its code, and what to do.
class VectorEnvFaultsTest {

  private static final float[] MIDDLE = {1, 1};

  private static final String NEXT =
      " Correct the environment: \"uphill envs --check Planted\" (in code: EnvChecker) tests it,"
          + " and --debug prints the stack trace.";

  /// A sound world, and one that is not.
  private static VectorEnv vector(Env faulty) {
    return new VectorEnv("Planted", List.of(new Planted(faulty.observationSpace()), faulty));
  }

  private static VectorEnv begun(Env faulty) {
    VectorEnv vector = vector(faulty);
    vector.reset(0);
    return vector;
  }

  private static Planted throwing(Throwable thrown) {
    return new Planted()
        .inStep(
            (action, step) -> {
              throw thrown;
            });
  }

  @Test
  void whatAStepThrowsNamesEnvironmentStepActionAndLine() {
    int[] steps = {0};
    Planted world =
        new Planted()
            .inStep(
                (action, step) -> {
                  steps[0]++;
                  step.ending = steps[0] == 2 ? Ending.TERMINATED : Ending.NONE;
                  if (steps[0] == 5) {
                    throw new IllegalStateException("the cart has left\nthe rails");
                  }
                });
    VectorEnv vector = begun(world);
    for (int t = 0; t < 4; t++) {
      vector.step(MIDDLE);
    }

    assertThatThrownBy(() -> vector.step(new float[] {0, 2}))
        .isInstanceOf(EnvironmentException.class)
        .hasCauseExactlyInstanceOf(IllegalStateException.class)
        .hasMessageMatching(
            "Planted: environment 1 threw java.lang.IllegalStateException \\(the cart has left\\)"
                + " in step 3 of episode 2, at uphill.env.VectorEnvFaultsTest.\\S+"
                + "\\(VectorEnvFaultsTest.java:\\d+\\). The action was \\[2.0]."
                + Pattern.quote(NEXT));
  }

  @Test
  void whatAResetThrowsNamesTheEpisodeThatItBegins() {
    int[] resets = {0};
    Planted world =
        new Planted()
            .inReset(
                observation -> {
                  if (++resets[0] == 2) {
                    throw new UnsupportedOperationException();
                  }
                })
            .inStep((action, step) -> step.ending = Ending.TRUNCATED);
    VectorEnv vector = begun(world);

    assertThatThrownBy(() -> vector.step(MIDDLE))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageStartingWith(
            "Planted: environment 1 threw java.lang.UnsupportedOperationException in the reset that"
                + " begins episode 2, at ")
        .hasMessageEndingWith(NEXT)
        .hasMessageNotContaining("action");
    resets[0] = 1;
    assertThatThrownBy(() -> vector.reset(0))
        .hasMessageContaining("in the reset that begins episode 1");
  }

  static Stream<Throwable> whatIsItsFault() {
    return Stream.of(
        new StackOverflowError(),
        new AssertionError("a wheel is missing"),
        new NoClassDefFoundError("acme/Wheel"),
        new IOException("the simulator hung up"), // Kotlin's and Scala's worlds throw these too
        new IllegalArgumentException("of its own"));
  }

  @ParameterizedTest
  @MethodSource("whatIsItsFault")
  void anythingItThrowsIsItsFault(Throwable thrown) {
    VectorEnv vector = begun(throwing(thrown));

    assertThatThrownBy(() -> vector.step(MIDDLE))
        .isInstanceOf(EnvironmentException.class)
        .hasCause(thrown)
        .hasMessageContaining(thrown.getClass().getName())
        .hasMessageContaining("step 1 of episode 1");
  }

  @Test
  void whatTheMachineThrowsIsNobodysFault() {
    for (Error thrown : List.of(new OutOfMemoryError("heap"), new InternalError("a defect"))) {
      VectorEnv vector = begun(throwing(thrown));

      assertThatThrownBy(() -> vector.step(MIDDLE)).isSameAs(thrown);
    }
  }

  @Test
  void anEndlessRecursionIsALineOfCode() {
    VectorEnv vector = begun(new Planted().inStep((action, step) -> deeper(0)));

    assertThatThrownBy(() -> vector.step(MIDDLE))
        .hasMessageContaining("StackOverflowError")
        .hasMessageContaining("VectorEnvFaultsTest.deeper(VectorEnvFaultsTest.java:");
  }

  @SuppressWarnings("InfiniteRecursion") // that is the fault
  private static int deeper(int depth) {
    return deeper(depth + 1) + 1;
  }

  @Test
  void anActionThatIsNotInTheSpaceIsTheCallersFault() {
    VectorEnv vector =
        begun(new Planted().inStep((action, step) -> new Space.Discrete(3).index(action[0])));

    assertThatThrownBy(() -> vector.step(new float[] {0, 3}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Planted: environment 1 refused the action [3.0] in step 1 of episode 1 (3.0 is not in"
                + " Discrete(3)). Give it one of Discrete(3).");
  }

  @Test
  void anArrayOfTheWrongSizeIsNamedWithTheSizesThatItHas() {
    VectorEnv step = begun(new Planted().inStep((action, s) -> s.observation[2] = 1));
    VectorEnv reset = vector(new Planted().inReset(observation -> observation[2] = 1));
    String sizes =
        "Its observations have 2 numbers, as observationSpace() says, and its actions 1.";

    assertThatThrownBy(() -> step.step(MIDDLE))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("Index 2 out of bounds for length 2")
        .hasMessageContaining("The action was [1.0]. " + sizes);
    assertThatThrownBy(() -> reset.reset(0)).hasMessageContaining(sizes);
  }

  /// A space, a component, a value that is not in it, and what is said.
  static Stream<Arguments> strangers() {
    Space halfOpen =
        new Space.Box(new float[] {0, -1}, new float[] {Float.POSITIVE_INFINITY, 2.5f});
    return Stream.of(
        Arguments.of(halfOpen, 0, -0.001f, "-0.001, outside its bounds [0.0, 3.4028235E38]"),
        Arguments.of(halfOpen, 1, 2.5000002f, "2.5000002, outside its bounds [-1.0, 2.5]"),
        Arguments.of(new Space.Discrete(4, 10), 0, 14f, "14.0, not a whole number from 10 to 13"),
        Arguments.of(new Space.Discrete(4, 10), 0, 9f, "9.0, not a whole number from 10 to 13"),
        Arguments.of(new Space.Discrete(4), 0, 0.5f, "0.5, not a whole number from 0 to 3"),
        Arguments.of(
            new Space.MultiDiscrete(new int[] {3, 2}), 1, 2f, "2.0, not a whole number from 0 to"),
        Arguments.of(new Space.MultiDiscrete(new int[] {3, 2}), 0, 1.5f, "1.5, not a whole number"),
        Arguments.of(new Space.MultiBinary(3), 2, 0.5f, "0.5, not a whole number from 0 to 1"),
        Arguments.of(new Space.MultiBinary(3), 1, -1f, "-1.0, not a whole number from 0 to 1"));
  }

  @ParameterizedTest
  @MethodSource("strangers")
  void anObservationOutsideItsSpaceIsNamed(Space space, int j, float value, String said) {
    VectorEnv step = begun(new Planted(space).inStep((action, s) -> s.observation[j] = value));
    VectorEnv reset = vector(new Planted(space).inReset(observation -> observation[j] = value));
    String what =
        String.format(Locale.ROOT, "Planted: component %d of the observation is %s", j, said);

    assertThatThrownBy(() -> step.step(MIDDLE))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageStartingWith(what)
        .hasMessageContaining(
            " in environment 1, after step 1 of episode 1. The action was [1.0]. Widen"
                + " observationSpace(), or correct the environment: \"uphill envs --check");
    assertThatThrownBy(() -> reset.reset(0))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageStartingWith(what)
        .hasMessageContaining(" in environment 1, after its reset of episode 1. Widen");
  }

  /// A space, and its two ends.
  static Stream<Arguments> ends() {
    float most = Float.MAX_VALUE;
    return Stream.of(
        Arguments.of(Space.Box.of(0.1, 0.3, 1), 0.1f, 0.3f),
        Arguments.of(Space.Box.of(Double.NEGATIVE_INFINITY, 1e300, 1), -most, most),
        Arguments.of(new Space.Discrete(4, -2), -2f, 1f),
        Arguments.of(new Space.Discrete(1 << 24), 0f, (1 << 24) - 1f),
        Arguments.of(new Space.MultiDiscrete(new int[] {7}), 0f, 6f),
        Arguments.of(new Space.MultiBinary(1), 0f, 1f));
  }

  @ParameterizedTest
  @MethodSource("ends")
  void theEndsOfASpaceAreInIt(Space space, float low, float high) {
    for (float value : new float[] {low, high}) {
      VectorEnv vector =
          begun(
              new Planted(space)
                  .inReset(observation -> observation[0] = value)
                  .inStep((action, step) -> step.observation[0] = value));

      vector.step(MIDDLE);

      assertThat(vector.observation[1]).isEqualTo(value);
    }
  }

  @Test
  void whatIsNotFiniteIsNotMistakenForBeingOutside() {
    Space open = Space.Box.of(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 1);
    for (Space space : List.of(open, new Space.Discrete(3), new Space.MultiBinary(1))) {
      for (float value : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
        VectorEnv vector =
            begun(new Planted(space).inStep((action, step) -> step.observation[0] = value));

        assertThatThrownBy(() -> vector.step(MIDDLE))
            .isInstanceOf(ArithmeticException.class)
            .hasMessageStartingWith("Planted: component 0 of the observation is " + value)
            .hasMessageContaining(
                "Correct the environment: \"uphill envs --check Planted\" (in code: EnvChecker)");
      }
    }
  }

  @Test
  @SuppressWarnings("NullAway") // that is the fault
  void anEndingThatNoWorldMayGiveIsNamed() {
    VectorEnv cut = begun(new Planted().inStep((action, step) -> step.ending = Ending.CUT));
    VectorEnv none = begun(new Planted().inStep((action, step) -> step.ending = null));

    assertThatThrownBy(() -> cut.step(MIDDLE))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageStartingWith(
            "Planted: the ending is CUT, which samplers say, or was not written, in environment 1,"
                + " after step 1 of episode 1. The action was [1.0]. Set it to NONE, TERMINATED or"
                + " TRUNCATED in every step: \"uphill envs");
    assertThatThrownBy(() -> none.step(MIDDLE))
        .hasMessageStartingWith("Planted: the ending is null in environment 1, after step 1");
  }

  /// A world that writes only what changes: what stays from an earlier step is not its own.
  private record Lazy(boolean reward, boolean ending) implements Env {
    @Override
    public Space observationSpace() {
      return Space.Box.of(0, 1, 1);
    }

    @Override
    public Space actionSpace() {
      return new Space.Discrete(3);
    }

    @Override
    public void reset(Reset how, float[] observation) {
      observation[0] = 0;
    }

    @Override
    public void step(float[] action, Step step) {
      if (reward || action[0] == 0) {
        step.reward = 1;
      }
      if (ending || action[0] == 0) {
        step.ending = Ending.TERMINATED;
      }
    }
  }

  @Test
  void whatStaysFromTheStepBeforeIsNotTakenForWritten() {
    float[] first = {0};
    float[] second = {1};
    for (boolean reward : new boolean[] {false, true}) {
      VectorEnv vector = new VectorEnv("Lazy", List.of(new Lazy(reward, !reward)));
      vector.reset(0);
      vector.step(first);

      assertThatThrownBy(() -> vector.step(second))
          .hasMessageContaining(
              reward ? "the ending is CUT, which" : "reward is NaN in environment 0, after step 1");
    }
  }

  @Test
  @SuppressWarnings("NullAway") // a state that is null is one of the faults
  void statesThatCannotBeSavedOrRestoredAreNamed() {
    VectorEnv vector =
        begun(
            new Planted()
                .inState(
                    () -> {
                      throw new IllegalStateException("locked");
                    })
                .inRestore(
                    () -> {
                      throw new IllegalArgumentException("not mine");
                    }));
    vector.step(MIDDLE);
    long[] saved = begun(new Planted()).state();

    assertThatThrownBy(vector::state)
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("(locked) in state(), after step 1 of episode 1, at ");
    assertThatThrownBy(() -> vector.restore(saved))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a state of environment 1: not mine");
    assertThatThrownBy(() -> vector(new Planted().inState(() -> null)).state())
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("threw java.lang.NullPointerException (it gave null) in state()");
    assertThatThrownBy(() -> vector(new Planted().withoutState()).state())
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("Planted cannot save its state");
  }

  /// Shows its number once, in its reset.
  private static final class Quiet implements Env {
    private long resets;

    @Override
    public Space observationSpace() {
      return Space.Box.of(0, 9, 1);
    }

    @Override
    public Space actionSpace() {
      return new Space.Discrete(3);
    }

    @Override
    public void reset(Reset how, float[] observation) {
      observation[0] = ++resets;
    }

    @Override
    public void step(float[] action, Step step) {
      step.set(1, Ending.NONE);
    }

    @Override
    public boolean savesState() {
      return true;
    }

    @Override
    public long[] state() {
      return new long[] {resets};
    }

    @Override
    public void restore(long[] state) {
      resets = state[0];
    }
  }

  @Test
  void whatIsNotWrittenIsTheSameAfterARestore() {
    VectorEnv vector = begun(new Quiet());
    vector.reset(0);
    VectorEnv restored = vector(new Quiet());

    restored.restore(vector.state());
    vector.step(MIDDLE);
    restored.step(MIDDLE);

    assertThat(vector.observation[1]).isEqualTo(2);
    assertThat(restored.observation).isEqualTo(vector.observation);
  }

  /// Has bounds in the wrong order.
  private record Wide() implements Env {
    @Override
    public Space observationSpace() {
      return Space.Box.of(1, 0, 1);
    }

    @Override
    public Space actionSpace() {
      return new Space.Discrete(3);
    }

    @Override
    public void reset(Reset how, float[] observation) {}

    @Override
    public void step(float[] action, Step step) {}
  }

  @Test
  @SuppressWarnings("NullAway") // that is the fault
  void spacesThatAreNullOrThrowAreNamed() {
    assertThatThrownBy(() -> new VectorEnv("Planted", List.of(new Planted((Space) null))))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageStartingWith("Planted: observationSpace() of environment 0 is null. Give a");
    assertThatThrownBy(() -> new VectorEnv("Wide", List.of(new Lazy(true, true), new Wide())))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageStartingWith(
            "Wide: environment 1 threw java.lang.IllegalArgumentException (Box: component 0 has")
        .hasMessageContaining(" in observationSpace(), at uphill.env.");
  }

  @Test
  void allAreClosedWhateverOneThrows() {
    Planted first =
        new Planted()
            .inClose(
                () -> {
                  throw new IllegalStateException("stuck valve");
                });
    Planted second = new Planted();
    VectorEnv vector = new VectorEnv("Planted", List.of(first, second));

    assertThatThrownBy(vector::close)
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining(
            "environment 0 threw java.lang.IllegalStateException (stuck valve) in")
        .hasMessageContaining("close()");
    assertThat(second.closed).isEqualTo(1);
    assertThat(vector.isClosed()).isTrue();
  }

  @Test
  void aRewardBeyondFloat32IsNamedWithTheRemedy() {
    VectorEnv envs =
        new VectorEnv("Rich", List.of(new Planted().inStep((_, step) -> step.reward = -1e300)));
    envs.reset(0);

    assertThatThrownBy(() -> envs.step(new float[1]))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageStartingWith("Rich: the reward is -1.0E300 in environment 0, after step 1 of")
        .hasMessageContaining("whose largest number is 3.4028235E38: let the environment give");
  }

  @Test
  void anEpisodeThatGoesOnBeyondItsTimeLimitIsNamed() {
    VectorEnv envs = new VectorEnv("Hasty", List.of(new Hasty(new Planted(), 2)));
    envs.reset(0);
    assertThat(envs.timeLimit()).hasValue(2);
    envs.step(new float[1]);

    assertThatThrownBy(() -> envs.step(new float[1]))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageStartingWith("Hasty: timeLimit() is 2, but the episode goes on in environment 0")
        .hasMessageContaining("End it as TRUNCATED by then");
  }

  @Test
  void aTimeLimitBelowOneIsRefused() {
    assertThatThrownBy(() -> new VectorEnv("Hasty", List.of(new Hasty(new Planted(), 0))))
        .isInstanceOf(EnvironmentException.class)
        .hasMessage(
            "Hasty: timeLimit() of environment 0 is 0. Give at least 1, or OptionalInt.empty().");
  }

  /// An interrupted thread that writes to a file closes it.
  @Test
  void aWorldThatInterruptsItsThreadLeavesItUninterrupted() {
    Planted.Fault interrupt = () -> Thread.currentThread().interrupt();
    Planted world =
        new Planted()
            .inReset(_ -> interrupt.run())
            .inStep((_, _) -> interrupt.run())
            .inClose(interrupt);
    VectorEnv envs = new VectorEnv("Rude", List.of(world));

    envs.reset(0);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    envs.step(new float[1]);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    envs.close();
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void anInterruptThatWasThereBeforeIsKept() {
    VectorEnv envs = new VectorEnv("Calm", List.of(new Planted()));
    Thread.currentThread().interrupt();

    envs.reset(0);

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void oneObjectInTwoPlacesIsNamed() {
    Planted one = new Planted();

    assertThatThrownBy(() -> new VectorEnv("Planted", List.of(new Planted(), one, one)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Planted: environments 1 and 2 are one object, whose episodes would mix. Make a new one"
                + " for each.");
  }

  /// A command in a sentence can be typed as it stands.
  @Test
  @SuppressWarnings("NullAway") // a space that is null is one of the faults
  void aCommandInASentenceHasTheOptionsThatFindTheWorld() {
    List<String> options = List.of("--class-path", "my worlds");
    Planted throwing =
        new Planted()
            .inStep(
                (_, step) -> {
                  throw new IllegalStateException("stuck");
                });
    Planted notANumber = new Planted().inStep((_, step) -> step.reward = Double.NaN);
    for (Planted world : List.of(throwing, notANumber)) {
      VectorEnv envs = new VectorEnv("acme.Maze", List.of(world), VectorEnv.After.REST, options);
      envs.reset(0);

      assertThatThrownBy(() -> envs.step(new float[1]))
          .hasMessageContaining("\"uphill envs --check acme.Maze --class-path 'my worlds'\"");
    }
    assertThatThrownBy(() -> Environments.made("acme.Maze", options, () -> null))
        .isInstanceOf(EnvironmentException.class);
    assertThatThrownBy(
            () -> Environments.made("acme.Maze", options, () -> new Planted((Space) null)))
        .hasMessageContaining("--class-path 'my worlds'");
  }

  @Test
  void whatClosingThrowsCanBeToldInstead() {
    Planted world =
        new Planted()
            .inClose(
                () -> {
                  throw new IllegalStateException("stuck valve");
                });
    List<EnvironmentException> told = new ArrayList<>();

    new VectorEnv("Planted", List.of(world)).closingInto(told::add).close();

    assertThat(told).singleElement().asString().contains("(stuck valve) in close()");
  }

  /// What an exception says is the world's code, and may throw too.
  @Test
  void anExceptionWhoseTextThrowsIsNamedByItsClass() {
    IllegalStateException mute =
        new IllegalStateException() {
          @Override
          public String getMessage() {
            throw new UnsupportedOperationException("no text");
          }

          @Override
          public StackTraceElement[] getStackTrace() {
            throw new UnsupportedOperationException("no stack");
          }
        };
    VectorEnv envs =
        begun(
            new Planted()
                .inStep(
                    (_, _) -> {
                      throw mute;
                    }));

    assertThatThrownBy(() -> envs.step(MIDDLE))
        .isInstanceOf(EnvironmentException.class)
        .hasMessageContaining("(whose getMessage() threw java.lang.UnsupportedOperationException)");
  }
}
