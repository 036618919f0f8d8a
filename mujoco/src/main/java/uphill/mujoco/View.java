package uphill.mujoco;

import uphill.env.scene.Point;
import uphill.kernel.Angle;

/// Where a robot is seen from, without perspective: what lies to the right and up in the picture
/// are directions in the world, and lengths along them are the picture's. The camera goes along
/// with the robot's first body.
///
/// @param width in pixels
/// @param scale pixels in a metre
/// @param right a unit vector
/// @param up a unit vector, at a right angle to it
/// @param centre what is in the middle of the picture where the first body is at the origin, in m
/// @param follows whether the camera goes along x, and along y
/// @param ground what of it is seen
/// @param tile its marks, in m
record View(
    int width,
    int height,
    double scale,
    double[] right,
    double[] up,
    double[] centre,
    boolean[] follows,
    Ground ground,
    double tile) {

  /// What is seen of the floor, which is at z = 0.
  enum Ground {
    /// Nothing.
    NONE,
    /// Its edge, from the side.
    EDGE,
    /// Its tiles.
    TILES,
    /// Its tiles, and what the robot hides from a light above it.
    TILES_AND_SHADOW
  }

  private static final double[] X = {1, 0, 0};
  private static final double[] Y = {0, 1, 0};
  private static final double[] Z = {0, 0, 1};

  /// From the side: x to the right, z up.
  ///
  /// @param low the height of the picture's lower edge, in m
  private static View side(double scale, double low, boolean follows, Ground ground) {
    int height = 400;
    double[] centre = {0, 0, low + height / scale / 2};
    return new View(
        600, height, scale, X, Z, centre, new boolean[] {follows, false}, ground, /* tile= */ 1);
  }

  /// From above: x to the right, y up.
  private static View above(double scale, double x, double y, boolean follows, double tile) {
    return new View(
        500,
        500,
        scale,
        X,
        Y,
        new double[] {x, y, 0},
        new boolean[] {follows, follows},
        Ground.TILES,
        tile);
  }

  /// From the side and a little from behind and above: x mostly to the right.
  ///
  /// @param height of what is in the middle, in m
  private static View slanted(double scale, double height) {
    double turn = 0.35; // rad
    double slope = 0.4; // rad
    double sin = Angle.sin(turn);
    double cos = Angle.cos(turn);
    double down = Angle.sin(slope);
    return new View(
        600,
        400,
        scale,
        new double[] {cos, -sin, 0},
        new double[] {down * sin, down * cos, Angle.cos(slope)},
        new double[] {0, 0, height},
        new boolean[] {true, true},
        Ground.TILES_AND_SHADOW,
        /* tile= */ 1);
  }

  /// That of a robot.
  ///
  /// @param id `Ant-v5`, say
  static View of(String id) {
    return switch (id.substring(0, id.lastIndexOf('-'))) {
      case "HalfCheetah" -> side(150, -0.45, true, Ground.EDGE);
      case "Hopper", "Walker2d" -> side(160, -0.45, true, Ground.EDGE);
      case "InvertedPendulum" -> side(220, -0.6, false, Ground.NONE);
      case "InvertedDoublePendulum" -> side(200, -0.5, false, Ground.NONE);
      case "Swimmer" -> above(100, 0, 0, true, 1);
      case "Reacher" -> above(720, 0, 0, false, 0.1);
      case "Pusher" -> above(320, 0.35, -0.1, false, 0.25);
      case "Ant" -> slanted(90, 0.5);
      case "Humanoid" -> slanted(130, 0.9);
      case "HumanoidStandup" -> slanted(130, 0.7);
      default -> throw new IllegalArgumentException("no view of " + id);
    };
  }

  /// The picture of a place.
  ///
  /// @param body where the first body is
  Point seen(double[] place, double[] body) {
    return new Point(
        width / 2.0 + scale * along(right, place, body),
        height / 2.0 + scale * along(up, place, body));
  }

  private double along(double[] axis, double[] place, double[] body) {
    double sum = 0;
    for (int k = 0; k < 3; k++) {
      double middle = centre[k] + (k < 2 && follows[k] ? body[k] : 0);
      sum += axis[k] * (place[k] - middle);
    }
    return sum;
  }

  /// How far away a place is, in m, from any of them.
  double depth(double[] place) {
    double x = up[1] * right[2] - up[2] * right[1];
    double y = up[2] * right[0] - up[0] * right[2];
    double z = up[0] * right[1] - up[1] * right[0];
    return x * place[0] + y * place[1] + z * place[2];
  }

  /// How far from the middle of the picture a place of the floor may be that is in it, in m.
  double radius() {
    double x = width / scale / 2;
    double y = height / scale / 2 / Math.max(up[0] * up[0] + up[1] * up[1], 0.01);
    return Math.sqrt(x * x + y * y) + Math.abs(centre[2]) + tile;
  }
}
