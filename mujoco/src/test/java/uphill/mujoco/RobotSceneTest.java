package uphill.mujoco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.env.Step;
import uphill.env.scene.Colour;
import uphill.env.scene.Point;
import uphill.env.scene.Scene;
import uphill.env.scene.Shape;
import uphill.kernel.Rng;
import uphill.mujoco.engine.NeedsMujoco;

/// What robots look like.
@NeedsMujoco
class RobotSceneTest {

  private static final Colour CART = Colour.of(178, 178, 0);
  private static final Colour POLE = Colour.of(0, 178, 178);
  private static final Colour TARGET = Colour.of(229, 51, 51);

  /// An upright box around shapes.
  private record Box(double left, double bottom, double right, double top) {

    static Box around(List<Shape> shapes) {
      List<Point> points =
          shapes.stream().flatMap(shape -> ((Shape.Polygon) shape).corners().stream()).toList();
      return new Box(
          points.stream().mapToDouble(Point::x).min().orElseThrow(),
          points.stream().mapToDouble(Point::y).min().orElseThrow(),
          points.stream().mapToDouble(Point::x).max().orElseThrow(),
          points.stream().mapToDouble(Point::y).max().orElseThrow());
    }

    void isNear(double left, double bottom, double right, double top) {
      assertThat(new double[] {this.left, this.bottom, this.right, this.top})
          .containsExactly(new double[] {left, bottom, right, top}, within(1e-3));
    }
  }

  static Stream<String> ids() {
    return Worlds.ids();
  }

  private static Robot begun(String id) {
    Robot robot = Worlds.robot(id);
    Worlds.begin(robot, 1);
    return robot;
  }

  /// The robot with these first positions, and 0 elsewhere.
  private static Scene at(String id, double... positions) {
    try (Robot robot = begun(id)) {
      double[] state = new double[robot.physics().length];
      System.arraycopy(positions, 0, state, 0, positions.length);
      robot.setPhysics(state);
      return robot.scene();
    }
  }

  private static Colour fill(Shape shape) {
    return shape instanceof Shape.Polygon polygon ? polygon.fill() : Colour.WHITE;
  }

  private static List<Shape> of(Scene scene, Predicate<Colour> colour) {
    return scene.shapes().stream().filter(shape -> colour.test(fill(shape))).toList();
  }

  /// Parts of the robot have a line around them.
  private static List<Shape> parts(Scene scene) {
    return scene.shapes().stream()
        .filter(s -> s instanceof Shape.Polygon polygon && polygon.outline().width() > 0)
        .toList();
  }

  private static List<Shape> floor(Scene scene) {
    return scene.shapes().stream().filter(shape -> !parts(scene).contains(shape)).toList();
  }

  @ParameterizedTest
  @MethodSource("ids")
  void lookingChangesNothing(String id) {
    try (Robot seen = begun(id);
        Robot blind = begun(id)) {
      Rng random = Rng.seeded(5);
      float[] action = new float[seen.actionSpace().size()];
      Step one = new Step(seen.observationSpace().size());
      Step other = new Step(seen.observationSpace().size());
      for (int t = 0; t < 8; t++) {
        Worlds.draw(seen, random, t % 2 == 0, action);
        assertThat(seen.scene()).isEqualTo(seen.scene());
        seen.step(action, one);
        blind.step(action, other);
        assertThat(one.reward).isEqualTo(other.reward);
        assertThat(one.observation).isEqualTo(other.observation);
        assertThat(seen.state()).isEqualTo(blind.state());
      }
      Scene last = seen.scene();
      blind.restore(seen.state());
      assertThat(blind.scene()).isEqualTo(last);
    }
  }

  @ParameterizedTest
  @MethodSource("ids")
  void aRobotIsInThePicture(String id) {
    try (Robot robot = begun(id)) {
      Scene scene = robot.scene();

      assertThat(parts(scene)).hasSizeGreaterThan(1);
      Box box = Box.around(parts(scene));
      assertThat(box.left()).isGreaterThan(0);
      assertThat(box.bottom()).isGreaterThan(0);
      assertThat(box.right()).isLessThan(scene.width());
      assertThat(box.top()).isLessThan(scene.height());
    }
  }

  @ParameterizedTest
  @CsvSource({"HalfCheetah-v5, 20", "Hopper-v5, 125", "Reacher-v5, 50", "Humanoid-v5, 66.667"})
  void framesComeAsFastAsSteps(String id, double perSecond) {
    assertThat(at(id).framesPerSecond()).isEqualTo(perSecond, within(1e-3));
  }

  /// 150 pixels a metre, the floor 67.5 pixels high: the trunk, a capsule of radius 0.046 m and a
  /// length of 1 m, is 0.7 m above it.
  @Test
  void aTrunkIsWhereTheModelHasIt() {
    Box.around(parts(at("HalfCheetah-v5")).subList(0, 1))
        .isNear(300 - 150 * 0.546, 67.5 + 150 * 0.654, 300 + 150 * 0.546, 67.5 + 150 * 0.746);
  }

  /// A quarter turn about y, about the trunk's middle, sets it upright, its front down.
  @Test
  void aTrunkTurnsWithItsAngle() {
    Box.around(parts(at("HalfCheetah-v5", 0, 0, Math.PI / 2)).subList(0, 1))
        .isNear(300 - 150 * 0.046, 67.5 + 150 * 0.154, 300 + 150 * 0.046, 67.5 + 150 * 1.246);
    Box head = Box.around(parts(at("HalfCheetah-v5", 0, 0, Math.PI / 2)).subList(1, 2));
    assertThat(head.top()).isLessThan(67.5 + 150 * 0.5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HalfCheetah-v5", "Hopper-v5", "Walker2d-v5", "Swimmer-v5"})
  void theCameraGoesAlongAndTheFloorStays(String id) {
    Scene here = at(id);
    Scene there = at(id, 0.25);

    Box moved = Box.around(parts(there));
    Box.around(parts(here)).isNear(moved.left(), moved.bottom(), moved.right(), moved.top());
    assertThat(floor(there)).isNotEqualTo(floor(here)).isNotEmpty();
    Box tile = Box.around(floor(here).subList(0, 1));
    Box.around(floor(at(id, 2)).subList(0, 1)) // two tiles on, all looks the same
        .isNear(tile.left(), tile.bottom(), tile.right(), tile.top());
  }

  /// The edge between two stretches of floor lies at x = 0.
  @Test
  void marksOfTheFloorMoveAgainstTheRobot() {
    Box here = Box.around(floor(at("HalfCheetah-v5")).subList(0, 1));
    Box there = Box.around(floor(at("HalfCheetah-v5", 0.25)).subList(0, 1));

    assertThat(here.left()).isEqualTo(0, within(1e-9));
    assertThat(there.left()).isEqualTo(-0.25 * 150, within(1e-9));
    List<Shape> stretches = floor(at("HalfCheetah-v5"));
    assertThat(fill(stretches.get(0))).isNotEqualTo(fill(stretches.get(1)));
    assertThat(fill(stretches.get(0))).isEqualTo(fill(stretches.get(2)));
  }

  /// 220 pixels a metre, the rail in the middle of the picture's width.
  @Test
  void aCartMovesAndItsRailStays() {
    Box here = Box.around(of(at("InvertedPendulum-v5"), CART::equals));
    Box there = Box.around(of(at("InvertedPendulum-v5", 0.5), CART::equals));

    here.isNear(300 - 220 * 0.2, 220 * 0.5, 300 + 220 * 0.2, 220 * 0.7);
    there.isNear(here.left() + 110, here.bottom(), here.right() + 110, here.top());
    Box pole = Box.around(of(at("InvertedPendulum-v5", 0, 0.3), POLE::equals));
    assertThat(pole.right()).as("leans to the right").isGreaterThan(300 + 220 * 0.17);
  }

  /// 720 pixels a metre; y is up.
  @Test
  void aTargetIsWhereItsPositionsSay() {
    Box target = Box.around(of(at("Reacher-v5", 0, 0, 0.1, 0.2), TARGET::equals));

    target.isNear(250 + 720 * 0.091, 250 + 720 * 0.191, 250 + 720 * 0.109, 250 + 720 * 0.209);
  }

  /// The ant hangs above its shadow, and this stays where it is.
  @Test
  void aShadowStaysOnTheFloor() {
    double[] low = {0, 0, 0.6, 1};
    double[] high = {0, 0, 0.9, 1};
    Colour shadow = Colour.of(160, 172, 160);

    Box below = Box.around(of(at("Ant-v5", low), shadow::equals));
    Box above = Box.around(parts(at("Ant-v5", low)));
    Box.around(of(at("Ant-v5", high), shadow::equals))
        .isNear(below.left(), below.bottom(), below.right(), below.top());
    assertThat(Box.around(parts(at("Ant-v5", high))).bottom()).isGreaterThan(above.bottom() + 20);
    assertThat(below.bottom()).isLessThan(above.bottom());
  }

  @Test
  void whatIsNearerLiesOverWhatIsFarther() {
    assertThat(View.of("Walker2d-v5").depth(new double[] {3, 1, 4})).isEqualTo(1);
    assertThat(View.of("Reacher-v5").depth(new double[] {3, 1, 4})).isEqualTo(-4);

    List<Shape> parts = parts(at("Pusher-v5", 0, 0.2)); // the arm is lowered over the table
    Shape goal = of(at("Pusher-v5"), Colour.of(255, 0, 0)::equals).getFirst();
    Shape object = of(at("Pusher-v5"), Colour.WHITE::equals).getFirst();
    assertThat(parts.indexOf(goal)).isZero();
    assertThat(parts.indexOf(object)).isEqualTo(1);
  }

  @Test
  void beforeAResetThereIsNothingToSee() {
    try (Robot robot = Worlds.robot("Hopper-v5")) {
      assertThatIllegalStateException().isThrownBy(robot::scene);
    }
  }

  @Test
  void aHullHasTheOutermostPointsCounterclockwise() {
    assertThat(
            Solid.hull(
                List.of(
                    new Point(1, 1),
                    new Point(0, 0),
                    new Point(2, 2),
                    new Point(2, 0),
                    new Point(1, 0),
                    new Point(0, 2))))
        .containsExactly(new Point(0, 0), new Point(2, 0), new Point(2, 2), new Point(0, 2));
  }
}
