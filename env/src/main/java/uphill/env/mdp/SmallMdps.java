package uphill.env.mdp;

import java.util.List;
import java.util.stream.IntStream;
import uphill.kernel.Rng;

/// Small tables whose answers are known, or that are as good as any: for tests and explanations.
public final class SmallMdps {

  private static final double RANDOM_END = 0.15; // probability that a random outcome terminates

  private SmallMdps() {}

  /// A bandit whose arm k always pays `rewards[k]`: one state, one step.
  public static FiniteMdp bandit(double... rewards) {
    MdpBuilder table = FiniteMdp.builder("bandit", 1, rewards.length).start(0, 1);
    for (int k = 0; k < rewards.length; k++) {
      table.add(0, k, 1, 0, rewards[k], true);
    }
    return table.actionNames(arms(rewards.length)).maxSteps(1).build();
  }

  /// A bandit whose arm k pays 1 with probability `probabilities[k]`, else nothing.
  public static FiniteMdp bernoulliBandit(double... probabilities) {
    MdpBuilder table = FiniteMdp.builder("bernoulli bandit", 1, probabilities.length).start(0, 1);
    for (int k = 0; k < probabilities.length; k++) {
      table.add(0, k, probabilities[k], 0, 1, true).add(0, k, 1 - probabilities[k], 0, 0, true);
    }
    return table.actionNames(arms(probabilities.length)).maxSteps(1).build();
  }

  private static List<String> arms(int n) {
    return IntStream.range(0, n).mapToObj(k -> "arm " + k).toList();
  }

  /// n places in a row, from the first of which one is to reach the last: that pays 1 and ends the
  /// episode. A step goes the other way with probability `slip`; left of the first there is no way.
  public static FiniteMdp chain(int n, double slip) {
    MdpBuilder table = FiniteMdp.builder("chain", n, 2).start(0, 1);
    for (int s = 0; s < n; s++) {
      for (int a = 0; a < 2; a++) {
        if (s == n - 1) {
          table.add(s, a, 1, s, 0, true);
        } else {
          walk(table, n, s, a, a == 1 ? s + 1 : s - 1, 1 - slip);
          walk(table, n, s, a, a == 1 ? s - 1 : s + 1, slip);
        }
      }
    }
    return table
        .stateNames(IntStream.range(0, n).mapToObj(s -> "place " + (s + 1)).toList())
        .actionNames(List.of("left", "right"))
        .build();
  }

  private static void walk(MdpBuilder table, int n, int s, int a, int to, double probability) {
    boolean last = to == n - 1;
    table.add(s, a, probability, Math.max(to, 0), last ? 1 : 0, last);
  }

  /// A field where the discount decides, in three steps: eat what is there, and rest; or sow, and
  /// harvest a step later. With γ = 0.5 sowing first is right, and J climbs towards it; an
  /// estimator that drops γᵗ counts the last step, when it is too late to sow, as much as the
  /// first, and goes the other way.
  public static FiniteMdp discountMismatch() {
    return FiniteMdp.builder("discount mismatch", 3, 2)
        .start(0, 1)
        .add(0, 0, 1, 1, 1, false)
        .add(0, 1, 1, 2, 0, false)
        .add(1, 0, 1, 0, 0, false)
        .add(1, 1, 1, 0, 0, false)
        .add(2, 0, 1, 0, 3.2, false)
        .add(2, 1, 1, 0, 3.2, false)
        .stateNames(List.of("field", "rest", "harvest"))
        .actionNames(List.of("eat", "sow"))
        .maxSteps(3)
        .build();
  }

  /// A table drawn from a seed: `branches` outcomes of every state and action, with random
  /// probabilities, next states and (standard normal) rewards, some of which terminate; it may
  /// begin anywhere.
  public static FiniteMdp random(int states, int actions, int branches, long seed) {
    Rng rng = Rng.seeded(seed);
    MdpBuilder table = FiniteMdp.builder("random " + seed, states, actions);
    double[] start = distribution(states, rng);
    for (int s = 0; s < states; s++) {
      table.start(s, start[s]);
      for (int a = 0; a < actions; a++) {
        for (double probability : distribution(branches, rng)) {
          int next = rng.choice(states);
          table.add(s, a, probability, next, rng.standardNormal(), rng.random() < RANDOM_END);
        }
      }
    }
    return table.build();
  }

  /// n exponentials, as shares of their sum: uniform over the simplex.
  private static double[] distribution(int n, Rng rng) {
    double[] shares = new double[n];
    double sum = 0;
    for (int i = 0; i < n; i++) {
      shares[i] = rng.exponential();
      sum += shares[i];
    }
    for (int i = 0; i < n; i++) {
      shares[i] /= sum;
    }
    return shares;
  }
}
