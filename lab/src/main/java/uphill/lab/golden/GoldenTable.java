package uphill.lab.golden;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import uphill.env.mdp.FiniteMdp;

/// Compares a recorded table, `P` and `initial_state_distrib` of a header, with ours.
final class GoldenTable {

  private static final int ENTRIES = 4; // probability, next state, reward, terminated

  private final GoldenLine line;
  private double worstProbability;
  private double worstReward;
  private long mismatches;
  private Optional<String> first = Optional.empty();

  private GoldenTable(GoldenLine line) {
    this.line = line;
  }

  /// How two tables differ.
  ///
  /// @param otherMismatches next states and flags that are not equal
  /// @param first what differs at all first, in either, and where
  record Difference(
      double worstProbabilityError,
      double worstRewardError,
      long otherMismatches,
      Optional<String> first) {}

  /// Compares them.
  ///
  /// @throws IllegalArgumentException if the line holds no table of this size
  static Difference compare(GoldenLine line, FiniteMdp mdp) {
    GoldenTable table = new GoldenTable(line);
    String start = "initial_state_distrib";
    double[] begins = line.numbers(start, line.value(start), mdp.states());
    for (int s = 0; s < mdp.states(); s++) {
      table.probability(String.format(Locale.ROOT, "%s[%d]", start, s), mdp.start(s), begins[s]);
    }
    List<?> states = table.rows("P", line.value("P"), mdp.states());
    for (int s = 0; s < mdp.states(); s++) {
      String state = String.format(Locale.ROOT, "P[%d]", s);
      List<?> actions = table.rows(state, states.get(s), mdp.actions());
      for (int a = 0; a < mdp.actions(); a++) {
        table.outcomes(String.format(Locale.ROOT, "%s[%d]", state, a), mdp, s, a, actions.get(a));
      }
    }
    return new Difference(table.worstProbability, table.worstReward, table.mismatches, table.first);
  }

  private void outcomes(String where, FiniteMdp mdp, int s, int a, Object recorded) {
    int from = mdp.first(s, a);
    List<?> outcomes = rows(where, recorded, mdp.end(s, a) - from);
    for (int k = 0; k < outcomes.size(); k++) {
      String place = String.format(Locale.ROOT, "%s[%d]", where, k);
      List<?> outcome = rows(place, outcomes.get(k), ENTRIES);
      double[] numbers = line.numbers(place, outcome.subList(0, 3), 3);
      int i = from + k;
      probability(place + "[0]", mdp.probability(i), numbers[0]);
      other(place + "[1]", (double) mdp.next(i), numbers[1]);
      double error = Math.abs(mdp.reward(i) - numbers[2]);
      worstReward = Math.max(worstReward, error);
      deviation(error > 0, place + "[2]", mdp.reward(i), numbers[2]);
      other(place + "[3]", mdp.terminated(i), outcome.get(3));
    }
  }

  private List<?> rows(String where, Object value, int n) {
    List<?> rows = line.list(where, value);
    if (rows.size() != n) {
      throw line.error(
          String.format(
              Locale.ROOT,
              "\"%s\" has %d entries, this world's table has %d",
              where,
              rows.size(),
              n));
    }
    return rows;
  }

  private void probability(String where, double actual, double recorded) {
    double error = Math.abs(actual - recorded);
    worstProbability = Math.max(worstProbability, error);
    deviation(error > 0, where, actual, recorded);
  }

  private void other(String where, Object actual, Object recorded) {
    mismatches += actual.equals(recorded) ? 0 : 1;
    deviation(!actual.equals(recorded), where, actual, recorded);
  }

  private void deviation(boolean differs, String where, Object actual, Object recorded) {
    if (differs && first.isEmpty()) {
      first =
          Optional.of("%s: %s is %s, recorded %s".formatted(line.place(), where, actual, recorded));
    }
  }
}
