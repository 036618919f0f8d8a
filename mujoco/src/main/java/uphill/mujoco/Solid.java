package uphill.mujoco;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import uphill.env.scene.Colour;
import uphill.env.scene.Point;
import uphill.env.scene.Shape;
import uphill.kernel.Angle;

/// A ball, a capsule or a cylinder somewhere in the world.
///
/// @param centre in m
/// @param axes unit vectors; the third is its own axis
/// @param radius in m
/// @param half of the length between the centres of its ends, in m
/// @param round whether its ends are balls, or else flat
/// @param edge the line around it
record Solid(
    double[] centre,
    double[][] axes,
    double radius,
    double half,
    boolean round,
    Colour fill,
    Shape.Outline edge) {

  private static final int POINTS = 32; // of a circle
  private static final double[] COS = new double[POINTS];
  private static final double[] SIN = new double[POINTS];

  static {
    for (int k = 0; k < POINTS; k++) {
      COS[k] = Angle.cos(2 * Math.PI * k / POINTS);
      SIN[k] = Angle.sin(2 * Math.PI * k / POINTS);
    }
  }

  /// As it is seen.
  Shape seen(View view, double[] body) {
    return new Shape.Polygon(
        round
            ? hull(view, body, view.right(), view.up(), 1)
            : hull(view, body, axes[0], axes[1], 1),
        fill,
        edge);
  }

  /// What it hides of the floor from a light above.
  Shape shadow(View view, double[] body, Colour colour) {
    double[] x = {1, 0, 0};
    double[] y = {0, 1, 0};
    return new Shape.Polygon(
        round ? hull(view, body, x, y, 0) : hull(view, body, axes[0], axes[1], 0),
        colour,
        Shape.Outline.NONE);
  }

  /// Around the pictures of circles around both ends.
  ///
  /// @param one of the two directions that a circle lies in
  /// @param height what z is multiplied with: 0 for the floor
  private List<Point> hull(View view, double[] body, double[] one, double[] other, double height) {
    List<Point> points = new ArrayList<>();
    for (int end = half == 0 ? 1 : -1; end <= 1; end += 2) {
      for (int k = 0; k < POINTS; k++) {
        double[] place = new double[3];
        for (int j = 0; j < 3; j++) {
          place[j] =
              centre[j] + end * half * axes[2][j] + radius * (COS[k] * one[j] + SIN[k] * other[j]);
        }
        place[2] *= height;
        points.add(view.seen(place, body));
      }
    }
    return hull(points);
  }

  /// The corners of the smallest convex polygon that has all these points within it,
  /// counterclockwise (Andrew's monotone chain).
  static List<Point> hull(List<Point> points) {
    List<Point> sorted = new ArrayList<>(points);
    sorted.sort(Comparator.comparingDouble(Point::x).thenComparingDouble(Point::y));
    List<Point> hull = chain(sorted);
    List<Point> upper = chain(sorted.reversed());
    hull.addAll(upper);
    return hull;
  }

  private static List<Point> chain(List<Point> sorted) {
    List<Point> chain = new ArrayList<>();
    for (Point point : sorted) {
      while (chain.size() > 1 && !turnsLeft(chain.get(chain.size() - 2), chain.getLast(), point)) {
        chain.removeLast();
      }
      chain.add(point);
    }
    chain.removeLast(); // the other chain begins there
    return chain;
  }

  private static boolean turnsLeft(Point a, Point b, Point c) {
    return (b.x() - a.x()) * (c.y() - a.y()) - (b.y() - a.y()) * (c.x() - a.x()) > 0;
  }
}
