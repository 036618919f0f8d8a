package uphill.env.mdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Physical;
import uphill.env.Reset;
import uphill.env.Step;
import uphill.env.TimeLimit;

class FiniteMdpTest {

  /// Two rooms; the door sticks half of the time, and leads out of the second.
  private static MdpBuilder rooms() {
    return FiniteMdp.builder("rooms", 2, 2)
        .start(0, 0.25)
        .start(1, 0.75)
        .add(0, 0, 1, 0, 0, false)
        .add(0, 1, 0.5, 0, -1, false)
        .add(0, 1, 0.5, 1, -1, false)
        .add(1, 0, 1, 1, 0, false)
        .add(1, 1, 1, 1, 10, true);
  }

  @Test
  void itHoldsWhatItWasGiven() {
    FiniteMdp mdp = rooms().maxSteps(7).stateNames(List.of("red", "blue")).build();

    assertThat(mdp.states()).isEqualTo(2);
    assertThat(mdp.actions()).isEqualTo(2);
    assertThat(mdp.start(1)).isEqualTo(0.75);
    assertThat(mdp.transitions(0, 1))
        .containsExactly(
            new FiniteMdp.Transition(0.5, 0, -1, false),
            new FiniteMdp.Transition(0.5, 1, -1, false));
    assertThat(mdp.transitions(1, 1)).containsExactly(new FiniteMdp.Transition(1, 1, 10, true));
    assertThat(mdp.stateName(1)).isEqualTo("blue");
    assertThat(mdp.actionName(1)).isEqualTo("action 1");
    assertThat(mdp.maxSteps()).hasValue(7);
    assertThat(rooms().build().withMaxSteps(7).stateName(1)).isEqualTo("state 1");
    assertThat(rooms().build().withMaxSteps(7)).isEqualTo(rooms().maxSteps(7).build());
    assertThat(rooms().build()).isNotEqualTo(rooms().maxSteps(7).build());
    assertThat(rooms().build().maxSteps()).isEqualTo(OptionalInt.empty());
  }

  @Test
  void whatDoesNotSumToOneIsNamed() {
    rejected(
        rooms -> rooms.add(1, 0, 0.1, 0, 0, false).stateNames(List.of("red", "blue")),
        "rooms: the probabilities of what follows state 1 (blue), action 0 sum to 1.1, expected 1."
            + " Change them so that they do.");
    rejected(
        rooms -> rooms.start(0, 0.2),
        "rooms: the probabilities of the states that an episode begins in sum to 0.95, expected 1."
            + " Change them so that they do.");
    rejected(
        rooms -> FiniteMdp.builder("empty", 1, 1).start(0, 1),
        "empty: nothing follows state 0, action 0. Add an outcome; a state that nothing leaves"
            + " leads to itself.");
  }

  @Test
  void roundingMayLeaveASumBesideOne() {
    MdpBuilder tenths = FiniteMdp.builder("tenths", 1, 1).start(0, 1);
    for (int k = 0; k < 10; k++) {
      tenths.add(0, 0, 0.1, 0, k, true); // ten of them sum to 1 − 2⁻⁵³
    }
    assertThat(tenths.build().end(0, 0)).isEqualTo(10);
    rejected(
        rooms ->
            FiniteMdp.builder("off", 1, 1)
                .start(0, 1)
                .add(0, 0, 0.5, 0, 0, true)
                .add(0, 0, 0.5 + 2.1e-12, 0, 0, true),
        "off: the probabilities of what follows state 0, action 0 sum to 1.0000000000021, expected"
            + " 1. Change them so that they do.");
  }

  @Test
  void whatIsOutOfRangeIsNamed() {
    rejected(
        rooms -> rooms.add(2, 0, 1, 0, 0, false), "rooms: state 2 does not exist, expected 0 … 1.");
    rejected(
        rooms -> rooms.add(0, -1, 1, 0, 0, false),
        "rooms: action -1 does not exist, expected 0 … 1.");
    rejected(
        rooms -> rooms.add(0, 1, 1, 9, 0, false),
        "rooms: state 0, action 1: next state 9 does not exist, expected 0 … 1.");
    rejected(
        rooms -> rooms.add(0, 1, -0.5, 1, 0, false),
        "rooms: state 0, action 1: a probability is in [0, 1], got -0.5.");
    rejected(
        rooms -> rooms.add(0, 1, Double.NaN, 1, 0, false),
        "rooms: state 0, action 1: a probability is in [0, 1], got NaN.");
    rejected(
        rooms -> rooms.add(0, 1, 1, 1, Double.POSITIVE_INFINITY, false),
        "rooms: state 0, action 1: a reward is a finite number, got Infinity.");
    rejected(rooms -> rooms.start(5, 1), "rooms: start: state 5 does not exist, expected 0 … 1.");
    rejected(
        rooms -> rooms.start(0, 2),
        "rooms: start in state 0: a probability is in [0, 1], got 2.0.");
    rejected(
        rooms -> rooms.stateNames(List.of("one")), "rooms: 2 states need as many names, got 1.");
    rejected(
        rooms -> rooms.actionNames(List.of("one")), "rooms: 2 actions need as many names, got 1.");
    rejected(rooms -> rooms.maxSteps(0), "rooms: maxSteps must be at least 1, got 0.");
    rejected(rooms -> FiniteMdp.builder("x", 0, 1), "x: needs 1 … 2^24 states, got 0.");
    rejected(rooms -> FiniteMdp.builder("x", 1, 0), "x: needs at least 1 action, got 0.");
  }

  private static void rejected(UnaryOperator<MdpBuilder> change, String message) {
    assertThatThrownBy(() -> change.apply(rooms()).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  /// Gymnasium's `categorical_sample`: `argmax(cumsum(p) > u)`.
  @ParameterizedTest
  @CsvSource({"0, 0", "0.499, 0", "0.5, 2", "0.99, 2", "0.999999999999, 2", "0.9999999999999, 0"})
  void aDrawIsTheFirstOutcomeWhoseCumulativeProbabilityExceedsIt(double u, int outcome) {
    FiniteMdp mdp =
        FiniteMdp.builder("short", 1, 1)
            .start(0, 1)
            .add(0, 0, 0.5, 0, 0, false)
            .add(0, 0, 0, 0, 1, false)
            .add(0, 0, 0.4999999999995, 0, 2, false)
            .build();

    assertThat(mdp.draw(0, 0, u)).isEqualTo(outcome);
  }

  @Test
  void theWorldOfATableEndsWhereTheTableOrTheLimitDoes() {
    Env env = TableEnv.of(rooms().maxSteps(2).build());
    Step step = new Step(1);
    env.reset(Reset.seeded(1), step.observation);
    ((Physical) ((TimeLimit) env).world()).setPhysics(1);

    env.step(new float[] {1}, step);
    assertThat(step.ending).isEqualTo(Ending.TERMINATED);
    assertThat(step.reward).isEqualTo(10);
    env.reset(Reset.next(), step.observation);
    env.step(new float[] {0}, step);
    assertThat(step.ending).isEqualTo(Ending.NONE);
    env.step(new float[] {0}, step);
    assertThat(step.ending).isEqualTo(Ending.TRUNCATED);
    assertThat(TableEnv.of(rooms().build())).isInstanceOf(TableEnv.class);
  }

  @Test
  void aStateOfATableIsAWholeNumber() {
    TableEnv env = new TableEnv(rooms().build());
    assertThatThrownBy(env::physics).isInstanceOf(IllegalStateException.class);
    env.reset(Reset.seeded(1), new float[1]);

    env.setPhysics(1);
    assertThat(env.physics()).containsExactly(1);
    for (double wrong : new double[] {-1, 0.5, 2}) {
      assertThatThrownBy(() -> env.setPhysics(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("rooms: a state is a whole number in 0 … 1, got " + wrong);
    }
  }

  /// What u picks changes at the partial sums only, and where n equal shares end below 1 the
  /// largest u lies beyond all of them.
  @Test
  void whatIsImpossibleNeitherBeginsNorFollows() {
    for (int n = 3; n < 60; n++) {
      for (int impossible : new int[] {0, n / 2, n - 1}) {
        MdpBuilder table = FiniteMdp.builder("shares", n, 1);
        for (int s = 0; s < n; s++) {
          table.start(s, s == impossible ? 0 : 1.0 / (n - 1));
          for (int next = 0; next < n; next++) {
            table.add(s, 0, next == impossible ? 0 : 1.0 / (n - 1), next, 0, false);
          }
        }
        FiniteMdp mdp = table.build();
        for (int k = 0; k <= n; k++) {
          for (double ulps = -3; ulps <= 3; ulps++) {
            double u = Math.clamp(k / (n - 1.0) + ulps * 0x1p-53, 0, 1 - 0x1p-53);
            assertThat(mdp.drawStart(u)).isNotEqualTo(impossible);
            assertThat(mdp.next(mdp.draw(0, 0, u))).isNotEqualTo(impossible);
          }
        }
      }
    }
  }
}
