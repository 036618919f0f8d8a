package uphill.box2d;

import java.util.Arrays;

/// What engines blew out in the last steps, to be seen: it falls, and nothing stops it, nor does it
/// move anything. Gymnasium's has a mass that is small, and bounces off the ground.
final class Exhaust {

  /// What is done with a puff.
  interface Sight {
    /// It is seen.
    ///
    /// @param left of its life, from 1 down to 0
    void see(double x, double y, double left);
  }

  private static final double FADING = 0.15; // of its life, in a step
  private static final int MOST = 2 * 7; // two engines, and steps that a puff lives
  private static final double RADIUS = 2 / Landing.SCALE; // m
  private static final double TIME_STEP = 1 / Landing.FPS; // s

  private final double gravity;
  private final double[] x = new double[MOST];
  private final double[] y = new double[MOST];
  private final double[] velocityX = new double[MOST];
  private final double[] velocityY = new double[MOST];
  private final double[] left = new double[MOST]; // below 0: gone
  private int next;

  /// None.
  ///
  /// @param gravity in m/s²; negative is downwards
  Exhaust(double gravity) {
    this.gravity = gravity;
    Arrays.fill(left, -1);
  }

  /// Adds a puff.
  ///
  /// @param density in kg/m²
  /// @param impulseX in N·s
  /// @param life from 0 to 1
  void puff(double density, double atX, double atY, double impulseX, double impulseY, double life) {
    double mass = density * Math.PI * RADIUS * RADIUS;
    x[next] = atX;
    y[next] = atY;
    velocityX[next] = impulseX / mass;
    velocityY[next] = impulseY / mass;
    left[next] = life;
    next = (next + 1) % MOST;
  }

  /// Lets a step pass.
  void move() {
    for (int i = 0; i < MOST; i++) {
      if (left[i] >= 0) {
        velocityY[i] += gravity * TIME_STEP;
        x[i] += velocityX[i] * TIME_STEP;
        y[i] += velocityY[i] * TIME_STEP;
        left[i] -= FADING;
      }
    }
  }

  /// Shows all that have not faded, the oldest first.
  void forEach(Sight sight) {
    for (int k = 0; k < MOST; k++) {
      int i = (next + k) % MOST;
      if (left[i] >= 0) {
        sight.see(x[i], y[i], left[i]);
      }
    }
  }
}
