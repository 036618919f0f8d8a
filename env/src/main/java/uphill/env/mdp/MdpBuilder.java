package uphill.env.mdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import uphill.env.Space;

/// Fills the table of a [FiniteMdp], and checks it.
///
/// ```java
/// FiniteMdp coin = FiniteMdp.builder("coin", 1, 2)
///     .start(0, 1)
///     .add(0, 0, 1.0, 0, 0, true)    // heads: nothing
///     .add(0, 1, 1.0, 0, 1, true)    // tails: 1
///     .build();
/// ```
public final class MdpBuilder {

  /// How far a sum of n probabilities may be from 1: n of this.
  public static final double PROBABILITY_TOLERANCE = 1e-12;

  private final String name;
  private final int states;
  private final int actions;
  private final double[] start;
  private final List<List<FiniteMdp.Transition>> table = new ArrayList<>();
  private List<String> stateNames;
  private List<String> actionNames;
  private OptionalInt maxSteps = OptionalInt.empty();

  MdpBuilder(String name, int states, int actions) {
    this.name = name;
    if (!(states >= 1 && states <= Space.WHOLE_FLOATS)) {
      throw error(String.format(Locale.ROOT, "needs 1 … 2^24 states, got %d", states));
    }
    if (!(actions >= 1)) {
      throw error(String.format(Locale.ROOT, "needs at least 1 action, got %d", actions));
    }
    if (!((long) states * actions < Integer.MAX_VALUE)) {
      throw error("has too many states and actions");
    }
    this.states = states;
    this.actions = actions;
    start = new double[states];
    for (int k = 0; k < states * actions; k++) {
      table.add(new ArrayList<>(1));
    }
    stateNames = numbered("state", states);
    actionNames = numbered("action", actions);
  }

  private static List<String> numbered(String kind, int n) {
    return IntStream.range(0, n).mapToObj(i -> kind + " " + i).toList();
  }

  /// Lets an episode begin in this state with this probability.
  ///
  /// @throws IllegalArgumentException if there is no such state, or it is no probability
  public MdpBuilder start(int state, double probability) {
    if (!(0 <= state && state < states)) {
      throw error("start: %s".formatted(outside("state", state, states)));
    }
    if (!isProbability(probability)) {
      throw error(
          "start in %s: a probability is in [0, 1], got %s".formatted(state(state), probability));
    }
    start[state] = probability;
    return this;
  }

  /// Adds an outcome of (s, a).
  ///
  /// @throws IllegalArgumentException if a number is out of its range; the message says which
  public MdpBuilder add(
      int state, int action, double probability, int next, double reward, boolean terminated) {
    return add(state, action, new FiniteMdp.Transition(probability, next, reward, terminated));
  }

  /// Adds an outcome of (s, a).
  ///
  /// @throws IllegalArgumentException if a number is out of its range; the message says which
  public MdpBuilder add(int state, int action, FiniteMdp.Transition outcome) {
    if (!(0 <= state && state < states)) {
      throw error(outside("state", state, states));
    }
    if (!(0 <= action && action < actions)) {
      throw error(outside("action", action, actions));
    }
    if (!isProbability(outcome.probability())) {
      throw error(
          "%s: a probability is in [0, 1], got %s"
              .formatted(place(state, action), outcome.probability()));
    }
    int next = outcome.next();
    if (!(0 <= next && next < states)) {
      throw error("%s: next %s".formatted(place(state, action), outside("state", next, states)));
    }
    if (!Double.isFinite(outcome.reward())) {
      throw error(
          "%s: a reward is a finite number, got %s"
              .formatted(place(state, action), outcome.reward()));
    }
    table.get(state * actions + action).add(outcome);
    return this;
  }

  /// Calls the states something, in their order.
  ///
  /// @throws IllegalArgumentException unless there is one name for each
  public MdpBuilder stateNames(List<String> names) {
    if (!(names.size() == states)) {
      throw error(
          String.format(Locale.ROOT, "%d states need as many names, got %d", states, names.size()));
    }
    stateNames = List.copyOf(names);
    return this;
  }

  /// Calls the actions something, in their order.
  ///
  /// @throws IllegalArgumentException unless there is one name for each
  public MdpBuilder actionNames(List<String> names) {
    if (!(names.size() == actions)) {
      throw error(
          String.format(
              Locale.ROOT, "%d actions need as many names, got %d", actions, names.size()));
    }
    actionNames = List.copyOf(names);
    return this;
  }

  /// Limits episodes to this many steps.
  ///
  /// @throws IllegalArgumentException if it is below 1
  public MdpBuilder maxSteps(int steps) {
    if (!(steps >= 1)) {
      throw error(String.format(Locale.ROOT, "maxSteps must be at least 1, got %d", steps));
    }
    maxSteps = OptionalInt.of(steps);
    return this;
  }

  /// The table.
  ///
  /// @throws IllegalArgumentException if the probabilities of a start, or of what follows a state
  ///   and an action, do not sum to 1; the message names them
  public FiniteMdp build() {
    double sum = 0;
    for (double probability : start) {
      sum += probability;
    }
    if (!isOne(sum, states)) {
      throw sumsTo("the states that an episode begins in", sum);
    }
    for (int s = 0; s < states; s++) {
      for (int a = 0; a < actions; a++) {
        List<FiniteMdp.Transition> outcomes = table.get(s * actions + a);
        if (outcomes.isEmpty()) {
          throw error(
              "nothing follows %s. Add an outcome; a state that nothing leaves leads to itself"
                  .formatted(place(s, a)));
        }
        double total = 0;
        for (FiniteMdp.Transition outcome : outcomes) {
          total += outcome.probability();
        }
        if (!isOne(total, outcomes.size())) {
          throw sumsTo("what follows " + place(s, a), total);
        }
      }
    }
    return new FiniteMdp(name, stateNames, actionNames, maxSteps, start, table);
  }

  private static boolean isOne(double sum, int n) {
    return Math.abs(sum - 1) <= PROBABILITY_TOLERANCE * n;
  }

  private IllegalArgumentException sumsTo(String what, double sum) {
    return error(
        "the probabilities of %s sum to %s, expected 1. Change them so that they do"
            .formatted(what, sum));
  }

  private static boolean isProbability(double p) {
    return 0 <= p && p <= 1; // false for NaN
  }

  /// `state 3 (row 1, column 4), action 2 (right)`, names where there are some.
  private String place(int state, int action) {
    return "%s, %s".formatted(state(state), named("action", action, actionNames));
  }

  private String state(int state) {
    return named("state", state, stateNames);
  }

  private static String named(String kind, int index, List<String> names) {
    String plain = kind + " " + index;
    return names.get(index).equals(plain) ? plain : "%s (%s)".formatted(plain, names.get(index));
  }

  private static String outside(String kind, int index, int n) {
    return String.format(Locale.ROOT, "%s %d does not exist, expected 0 … %d", kind, index, n - 1);
  }

  private IllegalArgumentException error(String sentence) {
    return new IllegalArgumentException("%s: %s.".formatted(name, sentence));
  }
}
