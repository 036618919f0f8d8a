package uphill.box2d;

import java.util.ArrayList;
import java.util.List;
import uphill.kernel.Rng;

/// What a walker walks on: 200 corners, 14/30 m apart.
///
/// ```text
/// v ← 0.8·v + 0.01·sign(y₀ − y) + u/30,   y ← y + v        u uniform in ±1, after the first 20 corners
/// ```
///
/// Hardcore: stretches of 5 to 9 corners like that, with a stump, stairs or a pit between each two.
final class Terrain {

  static final double SCALE = 30; // pixels in a metre, of Gymnasium's picture
  static final double STEP = 14 / SCALE; // m
  static final int LENGTH = 200; // corners
  static final double HEIGHT = 400 / SCALE / 4; // m, y₀
  static final int STRETCH = 10;
  static final int START = 20;

  /// What comes at a corner; in the order of Gymnasium's numbers.
  private enum Kind {
    GRASS,
    STUMP,
    STAIRS,
    PIT
  }

  private final Rng rng;
  private final double[] y = new double[LENGTH];
  private final List<double[]> blocks = new ArrayList<>();

  private Kind kind = Kind.GRASS;
  private boolean begins;
  private long counter = START;
  private double height = HEIGHT;
  private double velocity;
  private double originalHeight;
  private long stairSteps;
  private long stairWidth;
  private int stairHeight; // +1 up, −1 down

  /// Draws it.
  Terrain(boolean hardcore, Rng rng) {
    this.rng = rng;
    for (int i = 0; i < LENGTH; i++) {
      corner(i);
      y[i] = height;
      begins = false;
      counter--;
      if (counter == 0) {
        counter = rng.integers(STRETCH / 2, STRETCH);
        kind =
            kind == Kind.GRASS && hardcore
                ? Kind.values()[(int) rng.integers(1, Kind.values().length)]
                : Kind.GRASS;
        begins = true;
      }
    }
  }

  private void corner(int i) {
    double x = x(i);
    switch (kind) {
      case GRASS -> {
        if (!begins) {
          grass(i);
        }
      }
      case STUMP -> {
        if (begins) {
          stump(x);
        }
      }
      case STAIRS -> {
        if (begins) {
          stairs(x);
        } else {
          double s = stairSteps * stairWidth - counter - stairHeight;
          height = originalHeight + s / stairWidth * stairHeight * STEP;
        }
      }
      case PIT -> {
        if (begins) {
          pit(x);
        } else {
          height = counter > 1 ? originalHeight - 4 * STEP : originalHeight;
        }
      }
    }
  }

  private void grass(int i) {
    velocity = 0.8 * velocity + 0.01 * Math.signum(HEIGHT - height);
    if (i > START) {
      velocity += rng.uniform(-1, 1) / SCALE;
    }
    height += velocity;
  }

  private void stump(double x) {
    counter = rng.integers(1, 3);
    block(x, x + counter * STEP, height, height + counter * STEP);
  }

  private void pit(double x) {
    counter = rng.integers(3, 5);
    block(x, x + STEP, height, height - 4 * STEP);
    block(x + STEP * counter, x + STEP + STEP * counter, height, height - 4 * STEP);
    counter += 2;
    originalHeight = height;
  }

  private void stairs(double x) {
    stairHeight = rng.random() > 0.5 ? 1 : -1;
    stairWidth = rng.integers(4, 5);
    stairSteps = rng.integers(3, 5);
    originalHeight = height;
    for (int s = 0; s < stairSteps; s++) {
      block(
          x + s * stairWidth * STEP,
          x + (1 + s) * stairWidth * STEP,
          height + s * stairHeight * STEP,
          height + (-1 + s * stairHeight) * STEP);
    }
    counter = stairSteps * stairWidth;
  }

  private void block(double left, double right, double one, double other) {
    blocks.add(new double[] {left, one, right, one, right, other, left, other});
  }

  /// Where corner i lies, in m.
  static double x(int i) {
    return i * STEP;
  }

  /// How high corner i lies, in m.
  double y(int i) {
    return y[i];
  }

  /// Stumps, stairs and the walls of pits, corner by corner: x₀, y₀, x₁, ….
  List<double[]> blocks() {
    return blocks;
  }
}
