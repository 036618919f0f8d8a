package uphill.env.mdp;

import java.util.ArrayList;
import java.util.List;
import uphill.env.scene.Colour;
import uphill.env.scene.Scene;
import uphill.env.scene.Shape;

/// What a [FrozenLake] looks like: Gymnasium's sizes and colours, our shapes.
final class FrozenLakeScene {

  private static final int TILE = 64; // pixels
  private static final int LARGEST = 512; // pixels of a side
  private static final double FRAMES_PER_SECOND = 4;

  private static final Colour ICE = Colour.of(237, 246, 252);
  private static final Colour BORDER = Colour.of(180, 200, 230);
  private static final Colour HOLE = Colour.of(137, 218, 247);
  private static final Colour CRACKED = Colour.of(122, 190, 225);
  private static final Colour CRACK = Colour.of(60, 120, 160);

  private final List<String> map;
  private final int width;
  private final int height;
  private List<Shape> lake = List.of(); // without the elf; drawn when first looked at

  FrozenLakeScene(List<String> map) {
    this.map = map;
    this.width = Math.min(TILE * map.getFirst().length(), LARGEST);
    this.height = Math.min(TILE * map.size(), LARGEST);
  }

  /// @param right −1, 0 or 1, whither the elf looks
  /// @param up the same
  Scene of(int state, int right, int up) {
    if (lake.isEmpty()) {
      lake = lake();
    }
    List<Shape> shapes = new ArrayList<>(lake);
    int columns = map.getFirst().length();
    Figures tile = tile(state / columns, state % columns);
    if (map.get(state / columns).charAt(state % columns) == 'H') {
      shapes.add(tile.circle(CRACKED, 0.5, 0.5, 0.42));
      tile.elf(right, up, shapes);
      shapes.add(tile.line(CRACK, 2, 0.06, 0.5, 0.3, 0.42));
      shapes.add(tile.line(CRACK, 2, 0.3, 0.42, 0.5, 0.52));
      shapes.add(tile.line(CRACK, 2, 0.5, 0.52, 0.7, 0.4));
      shapes.add(tile.line(CRACK, 2, 0.7, 0.4, 0.94, 0.54));
      shapes.add(tile.line(CRACK, 2, 0.3, 0.42, 0.24, 0.16));
      shapes.add(tile.line(CRACK, 2, 0.7, 0.4, 0.76, 0.14));
    } else {
      tile.elf(right, up, shapes);
    }
    return new Scene(width, height, ICE, shapes, FRAMES_PER_SECOND);
  }

  private List<Shape> lake() {
    List<Shape> shapes = new ArrayList<>();
    for (int row = 0; row < map.size(); row++) {
      for (int column = 0; column < map.getFirst().length(); column++) {
        Figures tile = tile(row, column);
        switch (map.get(row).charAt(column)) {
          case 'H' -> shapes.add(tile.circle(HOLE, 0.5, 0.5, 0.42));
          case 'S' -> tile.stool(shapes);
          case 'G' -> tile.present(shapes);
          default -> {
            shapes.add(tile.line(Colour.WHITE, 2, 0.2, 0.6, 0.4, 0.8));
            shapes.add(tile.line(Colour.WHITE, 2, 0.6, 0.2, 0.8, 0.4));
          }
        }
        shapes.add(tile.line(BORDER, 1, 0, 0, 1, 0));
        shapes.add(tile.line(BORDER, 1, 0, 0, 0, 1));
      }
    }
    shapes.add(new Figures(0, 0, width, height).line(BORDER, 1, 0, 1, 1, 1));
    shapes.add(new Figures(0, 0, width, height).line(BORDER, 1, 1, 0, 1, 1));
    return shapes;
  }

  private Figures tile(int row, int column) {
    double tileWidth = (double) width / map.getFirst().length();
    double tileHeight = (double) height / map.size();
    return new Figures(column * tileWidth, height - (row + 1) * tileHeight, tileWidth, tileHeight);
  }
}
