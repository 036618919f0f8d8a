package uphill.env.mdp;

import java.util.ArrayList;
import java.util.List;
import uphill.env.scene.Colour;
import uphill.env.scene.Scene;
import uphill.env.scene.Shape;

/// What [CliffWalking] looks like: Gymnasium's sizes and colours, our shapes.
final class CliffWalkingScene {

  private static final int TILE = 60; // pixels
  private static final double FRAMES_PER_SECOND = 4;
  private static final double RAISED = 6; // pixels, of the elf

  private static final Colour GRASS = Colour.of(114, 177, 108);
  private static final Colour LIGHT_GRASS = Colour.of(109, 195, 79);
  private static final Colour CLIFF = Colour.of(62, 30, 38);
  private static final Colour ROCK = Colour.of(92, 56, 58);
  private static final int ROCKS = 4; // to a square

  private static final List<Shape> GROUND = ground();

  private CliffWalkingScene() {}

  /// @param right −1, 0 or 1, whither the elf looks
  /// @param up the same
  static Scene of(int state, int right, int up) {
    List<Shape> shapes = new ArrayList<>(GROUND);
    Figures square = square(state, RAISED);
    square.elf(right, up, shapes);
    return new Scene(
        CliffWalking.COLUMNS * TILE, CliffWalking.ROWS * TILE, GRASS, shapes, FRAMES_PER_SECOND);
  }

  private static List<Shape> ground() {
    List<Shape> shapes = new ArrayList<>();
    for (int state = 0; state < CliffWalking.ROWS * CliffWalking.COLUMNS; state++) {
      Figures square = square(state, 0);
      boolean light = (state / CliffWalking.COLUMNS + state % CliffWalking.COLUMNS) % 2 == 1;
      shapes.add(square.ground(CliffWalking.isCliff(state) ? CLIFF : light ? LIGHT_GRASS : GRASS));
      if (CliffWalking.isCliff(state + CliffWalking.COLUMNS)) {
        edge(square, shapes);
      }
    }
    square(CliffWalking.START, 0).stool(shapes);
    square(CliffWalking.GOAL, 0).cookie(shapes);
    return List.copyOf(shapes);
  }

  /// Rocks along the lower side.
  private static void edge(Figures square, List<Shape> shapes) {
    for (int k = 0; k < ROCKS; k++) {
      double left = (double) k / ROCKS;
      double width = 1.0 / ROCKS;
      shapes.add(
          Shape.Polygon.of(
              ROCK,
              square.at(left, 0),
              square.at(left + 0.2 * width, 0.14),
              square.at(left + 0.7 * width, 0.2),
              square.at(left + width, 0)));
    }
  }

  private static Figures square(int state, double raised) {
    int row = state / CliffWalking.COLUMNS;
    int column = state % CliffWalking.COLUMNS;
    int bottom = (CliffWalking.ROWS - 1 - row) * TILE;
    return new Figures(column * TILE, bottom + raised, TILE, TILE);
  }
}
