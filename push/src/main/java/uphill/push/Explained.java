package uphill.push;

import java.util.Locale;

/// The actions of an update whose pushes are told: what was done in which state, in which
/// trajectory, and by what an algorithm multiplied its score.
///
/// @param samples the (s, a)
/// @param trajectory to which trajectory each belongs, counted from 0 without gaps
/// @param psi w of each, for algorithms that multiply scores by weights; empty for others, whose
///   weights are derived
public record Explained(Samples samples, int[] trajectory, double[] psi) {

  private static final double[] NO_WEIGHTS = {};

  /// Checks that the columns belong together.
  public Explained {
    int n = samples.rows();
    if ((psi.length != 0 && psi.length != n) || trajectory.length != n) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d samples need as many weights and trajectories, got %d and %d",
              n,
              psi.length,
              trajectory.length));
    }
  }

  /// n.
  public int rows() {
    return samples.rows();
  }

  /// Which of them were alone allowed in their states.
  public boolean[] forced(ScoreModel model) {
    boolean[] forced = new boolean[rows()];
    for (int i = 0; i < forced.length; i++) {
      forced[i] = model.head().forced(samples.mask(i));
    }
    return forced;
  }

  /// One of the actions alone.
  Explained only(int i) {
    return new Explained(samples.only(i), new int[1], NO_WEIGHTS);
  }

  /// Some of the actions, as if they were of one trajectory.
  Explained some(int... rows) {
    return new Explained(samples.some(rows), new int[rows.length], NO_WEIGHTS);
  }

  /// The same actions with other weights, if they have any.
  Explained withWeights(double[] weight) {
    return new Explained(samples, trajectory, psi.length == 0 ? psi : weight);
  }
}
