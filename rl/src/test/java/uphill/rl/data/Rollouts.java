package uphill.rl.data;

import uphill.env.Ending;

/// Rollouts written by hand.
public final class Rollouts {

  private Rollouts() {}

  /// One environment with these columns; V(s′) of a row that goes on is the next row's V.
  ///
  /// @param endings one letter for each row: `.` goes on, `X` terminated, `T` truncated, `C` cut
  /// @param boundary V of the true last observation of every row that is truncated or cut
  public static Rollout of(String endings, float[] reward, float[] value, double boundary) {
    var rollout = new Rollout(reward.length, 1, 1, 1);
    for (int i = 0; i < reward.length; i++) {
      rollout.reward[i] = reward[i];
      rollout.value[i] = value[i];
      rollout.ended[i] = ending(endings.charAt(i));
      rollout.nextValue[i] =
          switch (rollout.ended[i]) {
            case NONE -> value[i + 1];
            case TERMINATED -> 0;
            case TRUNCATED, CUT -> (float) boundary;
          };
    }
    rollout.filled(reward.length);
    return rollout;
  }

  /// The same without a critic: all values are 0.
  public static Rollout of(String endings, float... reward) {
    return of(endings, reward, new float[reward.length], 0);
  }

  /// Says that the first rows are filled.
  public static Rollout filled(Rollout rollout, int rows) {
    rollout.filled(rows);
    return rollout;
  }

  /// Writes the rows of one rollout into another, as if they had been gathered there.
  public static void copy(Rollout from, Rollout to) {
    int rows = from.rows();
    System.arraycopy(from.observation, 0, to.observation, 0, rows * from.observationSize());
    System.arraycopy(from.action, 0, to.action, 0, rows * from.actionSize());
    System.arraycopy(from.reward, 0, to.reward, 0, rows);
    System.arraycopy(from.value, 0, to.value, 0, rows);
    System.arraycopy(from.nextValue, 0, to.nextValue, 0, rows);
    System.arraycopy(from.ended, 0, to.ended, 0, rows);
    to.filled(rows);
  }

  /// Rollouts of one environment each as the columns of one.
  public static Rollout sideBySide(Rollout... parts) {
    int rows = parts[0].rows();
    var all = new Rollout(rows * parts.length, parts.length, 1, 1);
    for (int n = 0; n < parts.length; n++) {
      for (int t = 0; t < rows; t++) {
        int i = t * parts.length + n;
        all.reward[i] = parts[n].reward[t];
        all.value[i] = parts[n].value[t];
        all.nextValue[i] = parts[n].nextValue[t];
        all.ended[i] = parts[n].ended[t];
      }
    }
    all.filled(rows * parts.length);
    return all;
  }

  /// Column n of an array of `envs` columns.
  public static float[] column(float[] all, int envs, int n) {
    float[] column = new float[all.length / envs];
    for (int t = 0; t < column.length; t++) {
      column[t] = all[t * envs + n];
    }
    return column;
  }

  private static Ending ending(char letter) {
    return switch (letter) {
      case '.' -> Ending.NONE;
      case 'X' -> Ending.TERMINATED;
      case 'T' -> Ending.TRUNCATED;
      case 'C' -> Ending.CUT;
      default -> throw new IllegalArgumentException("no ending " + letter);
    };
  }
}
