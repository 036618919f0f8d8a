package uphill.env.mdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import uphill.kernel.Shown;

/// A finite Markov decision process as a table: what may follow a state and an action, how
/// probably, and what it earns. Everything about it can be computed; [TableEnv] makes a world of
/// it.
///
/// ```text
/// s₀ ~ ρ₀      (s′, r, terminated) ~ P(·|s, a)      s = 0 … S−1,  a = 0 … A−1
/// ```
///
/// The outcomes of (s, a) have consecutive numbers, [#first(int, int)] … [#end(int, int)]−1, in the
/// order in which they were given: code that runs through all of them reads columns. An outcome
/// that terminates ends the episode; its next state is only what is seen last. Immutable.
public final class FiniteMdp {

  /// One thing that may follow a state and an action.
  ///
  /// @param probability of it
  /// @param next s′
  /// @param reward r
  /// @param terminated whether the episode is over then
  public record Transition(double probability, int next, double reward, boolean terminated) {}

  private final String name;
  private final List<String> stateNames;
  private final List<String> actionNames;
  private final OptionalInt maxSteps;
  private final double[] start;
  private final double[] startCumulative;
  private final int[] firsts; // of (s, a) at s·A + a; one more at the end
  private final double[] probability;
  private final double[] cumulative;
  private final int[] next;
  private final double[] reward;
  private final boolean[] terminated;

  /// The table that a builder holds; the builder has checked it.
  FiniteMdp(
      String name,
      List<String> stateNames,
      List<String> actionNames,
      OptionalInt maxSteps,
      double[] start,
      List<List<Transition>> table) {
    this.name = name;
    this.stateNames = List.copyOf(stateNames);
    this.actionNames = List.copyOf(actionNames);
    this.maxSteps = maxSteps;
    this.start = start.clone();
    this.startCumulative = start.clone();
    accumulate(startCumulative, 0, start.length);
    firsts = new int[table.size() + 1];
    for (int k = 0; k < table.size(); k++) {
      firsts[k + 1] = firsts[k] + table.get(k).size();
    }
    int outcomes = firsts[table.size()];
    probability = new double[outcomes];
    next = new int[outcomes];
    reward = new double[outcomes];
    terminated = new boolean[outcomes];
    int i = 0;
    for (List<Transition> row : table) {
      for (Transition outcome : row) {
        probability[i] = outcome.probability();
        next[i] = outcome.next();
        reward[i] = outcome.reward();
        terminated[i] = outcome.terminated();
        i++;
      }
    }
    cumulative = probability.clone();
    for (int k = 0; k < table.size(); k++) {
      accumulate(cumulative, firsts[k], firsts[k + 1]);
    }
  }

  /// Sums from left to right, in place: numpy's `cumsum`.
  private static void accumulate(double[] values, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      values[i] += values[i - 1];
    }
  }

  /// An empty table of this size, to be filled.
  ///
  /// @throws IllegalArgumentException if there is no state or no action, or too many for a float
  public static MdpBuilder builder(String name, int states, int actions) {
    return new MdpBuilder(name, states, actions);
  }

  /// The same process with episodes of at most `maxSteps` steps.
  ///
  /// @throws IllegalArgumentException if `maxSteps` is below 1
  public FiniteMdp withMaxSteps(int maxSteps) {
    return builderOf().maxSteps(maxSteps).build();
  }

  private MdpBuilder builderOf() {
    MdpBuilder builder = builder(name, states(), actions());
    builder.stateNames(stateNames).actionNames(actionNames);
    for (int s = 0; s < states(); s++) {
      builder.start(s, start[s]);
      for (int a = 0; a < actions(); a++) {
        for (Transition outcome : transitions(s, a)) {
          builder.add(s, a, outcome);
        }
      }
    }
    return builder;
  }

  /// What errors and tables call it.
  public String name() {
    return name;
  }

  /// S, the number of states.
  public int states() {
    return stateNames.size();
  }

  /// A, the number of actions, the same in every state.
  public int actions() {
    return actionNames.size();
  }

  /// A state in words.
  public String stateName(int state) {
    return stateNames.get(state);
  }

  /// An action in words.
  public String actionName(int action) {
    return actionNames.get(action);
  }

  /// Steps of an episode, at most; without a limit only termination ends it.
  public OptionalInt maxSteps() {
    return maxSteps;
  }

  /// ρ₀(s), the probability that an episode begins in this state.
  public double start(int state) {
    return start[state];
  }

  /// The number of the first outcome of (s, a).
  public int first(int state, int action) {
    return firsts[state * actions() + action];
  }

  /// The number after that of the last outcome of (s, a).
  public int end(int state, int action) {
    return firsts[state * actions() + action + 1];
  }

  /// The probability of outcome i, given the state and the action that it is of.
  public double probability(int i) {
    return probability[i];
  }

  /// The next state of outcome i.
  public int next(int i) {
    return next[i];
  }

  /// The reward of outcome i.
  public double reward(int i) {
    return reward[i];
  }

  /// Whether outcome i ends the episode.
  public boolean terminated(int i) {
    return terminated[i];
  }

  /// The outcomes of (s, a), in their order.
  public List<Transition> transitions(int state, int action) {
    List<Transition> outcomes = new ArrayList<>();
    for (int i = first(state, action); i < end(state, action); i++) {
      outcomes.add(new Transition(probability[i], next[i], reward[i], terminated[i]));
    }
    return outcomes;
  }

  /// The state that u ∈ [0, 1) picks from ρ₀: the first whose cumulative probability exceeds it.
  public int drawStart(double u) {
    return draw(startCumulative, 0, start.length, u);
  }

  /// The number of the outcome of (s, a) that u ∈ [0, 1) picks, likewise.
  public int draw(int state, int action, double u) {
    return draw(cumulative, first(state, action), end(state, action), u);
  }

  /// Where rounding leaves the whole sum below u, Gymnasium's `argmax` gives the first, and so
  /// this; but the first that is possible: the one that u = 0 picks.
  private static int draw(double[] cumulative, int from, int to, double u) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cumulative[middle] > u) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low < to ? low : draw(cumulative, from, to, 0);
  }

  /// Whether both are the same table, with the same names and the same limit.
  @Override
  public boolean equals(Object other) {
    return other instanceof FiniteMdp mdp
        && name.equals(mdp.name)
        && stateNames.equals(mdp.stateNames)
        && actionNames.equals(mdp.actionNames)
        && maxSteps.equals(mdp.maxSteps)
        && Arrays.equals(start, mdp.start)
        && Arrays.equals(firsts, mdp.firsts)
        && Arrays.equals(probability, mdp.probability)
        && Arrays.equals(next, mdp.next)
        && Arrays.equals(reward, mdp.reward)
        && Arrays.equals(terminated, mdp.terminated);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(probability);
  }

  @Override
  public String toString() {
    return "%s: %s, %s"
        .formatted(name, Shown.count(states(), "state"), Shown.count(actions(), "action"));
  }
}
