package uphill.env.mdp;

import java.util.ArrayList;
import java.util.List;
import uphill.env.scene.Colour;
import uphill.env.scene.Scene;
import uphill.env.scene.Shape;

/// What [Taxi] looks like: Gymnasium's sizes and colours, our shapes. Every character of the map is
/// a square; the taxi's own squares are every second one of a row.
final class TaxiScene {

  private static final int SQUARE = 50; // pixels
  private static final double FRAMES_PER_SECOND = 4;

  private static final int SOUTH = 0;
  private static final int NORTH = 1;
  private static final int WEST = 3;

  private static final Colour ASPHALT = Colour.of(115, 115, 115);
  private static final Colour MEDIAN = Colour.of(98, 139, 53);
  private static final Colour MARK = Colour.of(150, 150, 150);
  private static final Colour CAB = Colour.of(180, 148, 30);
  private static final Colour WINDOW = Colour.of(60, 66, 72);
  private static final Colour LAMP = Colour.of(250, 240, 190);
  private static final Colour PASSENGER = Colour.of(156, 101, 93);
  private static final Colour DARK = Colour.of(62, 40, 37);
  private static final Colour HOTEL = Colour.of(185, 142, 129).withOpacity(170 / 255.0);
  private static final Colour ROOF = Colour.of(140, 80, 70).withOpacity(170 / 255.0);
  private static final double HALF = 128 / 255.0;
  private static final List<Colour> STANDS =
      List.of(
          Colour.of(255, 0, 0).withOpacity(HALF),
          Colour.of(0, 255, 0).withOpacity(HALF),
          Colour.of(255, 255, 0).withOpacity(HALF),
          Colour.of(0, 0, 255).withOpacity(HALF));

  private static final List<Shape> TOWN = town();

  private TaxiScene() {}

  /// @param direction that the taxi has gone last, as an action; any other number for none
  static Scene of(Taxi.Town now, int direction) {
    List<Shape> shapes = new ArrayList<>(TOWN);
    hotel(stand(now.destination()), shapes);
    if (now.passenger() != Taxi.RIDING) {
      person(stand(now.passenger()), shapes);
    }
    Figures square = square(1 + now.row(), 2 * now.column() + 1);
    cab(square, direction, now.passenger() == Taxi.RIDING, shapes);
    return new Scene(
        SQUARE * Taxi.MAP.getFirst().length(),
        SQUARE * Taxi.MAP.size(),
        ASPHALT,
        shapes,
        FRAMES_PER_SECOND);
  }

  private static List<Shape> town() {
    List<Shape> shapes = new ArrayList<>();
    for (int line = 0; line < Taxi.MAP.size(); line++) {
      for (int column = 0; column < Taxi.MAP.get(line).length(); column++) {
        Figures square = square(line, column);
        switch (Taxi.MAP.get(line).charAt(column)) {
          case '|', '-', '+' -> shapes.add(square.ground(MEDIAN));
          case ':' -> shapes.add(square.line(MARK, 2, 0.5, 0.3, 0.5, 0.7));
          default -> {
            // A square of the road.
          }
        }
      }
    }
    for (int stand = 0; stand < Taxi.DESTINATIONS; stand++) {
      shapes.add(stand(stand).ground(STANDS.get(stand)));
    }
    return List.copyOf(shapes);
  }

  private static void hotel(Figures stand, List<Shape> shapes) {
    Figures above = new Figures(stand.left(), stand.bottom() + SQUARE / 2, SQUARE, SQUARE);
    shapes.add(above.box(HOTEL, 0.15, 0, 0.85, 0.7));
    shapes.add(Shape.Polygon.of(ROOF, above.at(0.05, 0.7), above.at(0.5, 1), above.at(0.95, 0.7)));
    shapes.add(above.box(ROOF, 0.42, 0, 0.58, 0.28));
    shapes.add(above.box(ROOF, 0.24, 0.4, 0.38, 0.56));
    shapes.add(above.box(ROOF, 0.62, 0.4, 0.76, 0.56));
  }

  private static void person(Figures square, List<Shape> shapes) {
    shapes.add(
        Shape.Polygon.of(PASSENGER, square.at(0.3, 0.1), square.at(0.5, 0.72), square.at(0.7, 0.1))
            .outlined(DARK, 1));
    shapes.add(square.circle(PASSENGER, 0.5, 0.74, 0.15).outlined(DARK, 1));
  }

  /// Seen from above, with its lamps in front.
  private static void cab(Figures square, int direction, boolean occupied, List<Shape> shapes) {
    boolean along = direction != SOUTH && direction != NORTH; // east and west
    double ahead = direction == SOUTH || direction == WEST ? -1 : 1;
    part(square, CAB, along, -0.42, 0.42, 0.24, shapes);
    part(square, WINDOW, along, 0.1 * ahead, 0.26 * ahead, 0.19, shapes);
    part(square, WINDOW, along, -0.3 * ahead, -0.22 * ahead, 0.19, shapes);
    for (int side = -1; side <= 1; side += 2) {
      double x = 0.38 * ahead;
      double y = 0.16 * side;
      shapes.add(square.circle(LAMP, 0.5 + (along ? x : y), 0.5 + (along ? y : x), 0.05));
    }
    if (occupied) {
      shapes.add(square.circle(PASSENGER, 0.5, 0.5, 0.12));
    }
  }

  /// A box from `back` to `front` along the way and `half` to both sides, from the square's middle.
  private static void part(
      Figures square,
      Colour colour,
      boolean along,
      double back,
      double front,
      double half,
      List<Shape> shapes) {
    shapes.add(
        along
            ? square.box(colour, 0.5 + back, 0.5 - half, 0.5 + front, 0.5 + half)
            : square.box(colour, 0.5 - half, 0.5 + back, 0.5 + half, 0.5 + front));
  }

  private static Figures stand(int stand) {
    return square(1 + Taxi.STAND_ROW[stand], 2 * Taxi.STAND_COLUMN[stand] + 1);
  }

  private static Figures square(int line, int column) {
    return new Figures(column * SQUARE, (Taxi.MAP.size() - 1 - line) * SQUARE, SQUARE, SQUARE);
  }
}
