package uphill.box2d;

import uphill.kernel.Angle;
import uphill.kernel.Rng;

/// Clouds over what a walker walks on: nothing but a sight, though it takes random numbers.
final class Clouds {

  static final int COUNT = Terrain.LENGTH / 20;
  private static final int CORNERS = 5;
  private static final double STEP = Terrain.STEP;
  private static final double HEIGHT = 400 / Terrain.SCALE * 3 / 4; // m

  private final double[][][] corners = new double[COUNT][CORNERS][2];

  /// Draws them, between the ground and the hull.
  Clouds(Rng rng) {
    for (double[][] cloud : corners) {
      double x = rng.uniform(0, Terrain.LENGTH) * STEP;
      for (int k = 0; k < CORNERS; k++) {
        double angle = 3.14 * 2 * k / 5; // as in Gymnasium, not quite π
        cloud[k][0] = x + 15 * STEP * Angle.sin(angle) + rng.uniform(0, 5 * STEP);
        cloud[k][1] = HEIGHT + 5 * STEP * Angle.cos(angle) + rng.uniform(0, 5 * STEP);
      }
    }
  }

  /// Of cloud i, in m: x and y of each.
  double[][] corners(int i) {
    return corners[i];
  }
}
