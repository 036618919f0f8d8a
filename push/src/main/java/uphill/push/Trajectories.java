package uphill.push;

import java.util.Arrays;

/// The rows of each trajectory, in their order.
final class Trajectories {

  private Trajectories() {}

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
