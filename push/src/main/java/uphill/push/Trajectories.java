package uphill.push;

import java.util.Arrays;

/// The rows of each trajectory, in their order; and what was wanted of them.
final class Trajectories {

  private Trajectories() {}

  /// Σ Jⱼᵀeⱼ over the rows of all steps, by the trajectories that they are of.
  static double[][] wanted(Ledger ledger) {
    int trajectories = Arrays.stream(ledger.explained().trajectory()).max().orElse(-1) + 1;
    double[][] sums = new double[trajectories][ledger.model().size()];
    for (int k = 0; k < ledger.steps().size(); k++) {
      StepPush push = ledger.push(k);
      int[][] rows = push.pushing(trajectories);
      for (int t = 0; t < trajectories; t++) {
        push.errors().add(rows[t], sums[t]);
      }
    }
    return sums;
  }

  /// @param trajectory of each row, counted from 0 without gaps
  static int[][] rows(int[] trajectory) {
    int[] count = new int[Arrays.stream(trajectory).max().orElse(-1) + 1];
    for (int t : trajectory) {
      count[t]++;
    }
    int[][] rows = new int[count.length][];
    Arrays.setAll(rows, t -> new int[count[t]]);
    for (int i = trajectory.length - 1; i >= 0; i--) {
      rows[trajectory[i]][--count[trajectory[i]]] = i;
    }
    return rows;
  }
}
