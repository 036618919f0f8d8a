package uphill.lab.training;

import java.util.Arrays;
import uphill.env.Ending;
import uphill.rl.data.Rollout;

/// The episodes that ended in the rounds of one update.
final class EpisodesOfUpdate {

  private long[] step = new long[16];
  private double[] returned = new double[16];
  private int[] length = new int[16];
  private Ending[] ending = new Ending[16];
  private int count;
  private int terminated;
  private int cut;

  /// Forgets all.
  void clear() {
    count = 0;
    terminated = 0;
    cut = 0;
  }

  /// Adds those of a round.
  ///
  /// @param before steps that were taken before it
  void add(Rollout rollout, long before) {
    cut = 0; // what a round cuts goes on in the next
    for (int i = 0; i < rollout.rows(); i++) {
      switch (rollout.ended[i]) {
        case NONE -> {}
        case CUT -> cut++;
        case TERMINATED, TRUNCATED -> {
          add(rollout, i, before);
        }
      }
    }
  }

  private void add(Rollout rollout, int row, long before) {
    if (count == step.length) {
      step = Arrays.copyOf(step, 2 * count);
      returned = Arrays.copyOf(returned, 2 * count);
      length = Arrays.copyOf(length, 2 * count);
      ending = Arrays.copyOf(ending, 2 * count);
    }
    step[count] = before + (long) (row / rollout.envs + 1) * rollout.envs;
    returned[count] = rollout.episodeReturn[row];
    length[count] = rollout.episodeLength[row];
    ending[count] = rollout.ended[row];
    terminated += rollout.ended[row] == Ending.TERMINATED ? 1 : 0;
    count++;
  }

  /// How many ended.
  int count() {
    return count;
  }

  /// Of those, by themselves.
  int terminated() {
    return terminated;
  }

  /// Of those, by someone's time limit.
  int truncated() {
    return count - terminated;
  }

  /// Episodes that go on in the next update.
  int cut() {
    return cut;
  }

  /// The environment step, of the run, after which episode k had ended.
  long step(int k) {
    return step[k];
  }

  /// Σ r of episode k.
  double returned(int k) {
    return returned[k];
  }

  /// Steps of episode k.
  int length(int k) {
    return length[k];
  }

  /// How episode k ended.
  Ending ending(int k) {
    return ending[k];
  }
}
