package uphill.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.env.Env;
import uphill.env.Environments;
import uphill.env.Physical;
import uphill.env.Reset;
import uphill.env.Step;
import uphill.env.scene.Pictured;
import uphill.env.scene.Scene;
import uphill.env.scene.Shape;
import uphill.records.Json;

/// Worlds look as in frames that Gymnasium drew of the same states.
class GoldenFramesTest {

  private static final double ARROW_SIZE = 500 / 4.4; // pixels, at the largest torque
  private static final double ARROW_NEAR = 0.33; // of its size, from the centre
  private static final double ARROW_FAR = 0.56;
  private static final double ARROW_MIDDLE = 0.47;
  private static final double ARROW_WIDTH = 0.026;
  private static final double EDGE = 0.25;
  private static final int LEAST_SEEN = 48; // pixels
  private static final double ROD_RED = 204;

  /// One recorded frame, and what is to look like it.
  ///
  /// @param edge [Likeness]
  private record Frame(Scene scene, BufferedImage image, double edge) {

    static Frame of(String name) {
      Map<String, Object> all = Json.parseObject(text("states.json"), "states.json");
      Map<String, Object> state = Json.object(Objects.requireNonNull(all.get(name)), name);
      String id = name.substring(0, name.length() - 2);
      return state.get("state") instanceof List<?> values
          ? new Frame(sceneOf(id, numbers(values), 0), imageOf(name), 0)
          : new Frame(played(Environments.spec(id).create().get(), state), imageOf(name), EDGE);
    }

    Likeness likeness() {
      return new Likeness(scene, image, edge);
    }
  }

  private static double fromCentre(int x, int y) {
    return Math.sqrt((x - 250.0) * (x - 250) + (y - 250.0) * (y - 250));
  }

  private static double[] numbers(Object list) {
    return ((List<?>) list).stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray();
  }

  private static Scene played(Env env, Map<String, Object> state) {
    try (env) {
      Step step = new Step(env.observationSpace().size());
      env.reset(Reset.seeded((Long) Objects.requireNonNull(state.get("seed"))), step.observation);
      if (state.get("steps") instanceof Number steps) {
        for (int t = 0; t < steps.intValue(); t++) {
          env.step(new float[env.actionSpace().size()], step);
        }
      } else {
        for (double action : numbers(Objects.requireNonNull(state.get("actions")))) {
          env.step(new float[] {(float) action}, step);
        }
      }
      double[] bodies =
          ((List<?>) Objects.requireNonNull(state.get("bodies")))
              .stream().flatMapToDouble(body -> Arrays.stream(numbers(body))).toArray();
      ((Physical) env).setPhysics(bodies);
      return Pictured.of(env).orElseThrow().scene();
    }
  }

  private static String text(String name) {
    try (InputStream file = GoldenFramesTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(name, e);
    }
  }

  private static BufferedImage imageOf(String name) {
    try (InputStream file = GoldenFramesTest.class.getResourceAsStream(name + ".png")) {
      return ImageIO.read(Objects.requireNonNull(file));
    } catch (IOException e) {
      throw new IllegalStateException(name, e);
    }
  }

  /// @param torque of the step before
  private static Scene sceneOf(String id, double[] state, double torque) {
    Env env = Environments.spec(id).create().get();
    int size = env.observationSpace().size();
    env.reset(Reset.seeded(0), new float[size]);
    if (torque != 0) {
      env.step(new float[] {(float) torque}, new Step(size));
    }
    ((Physical) env).setPhysics(state);
    return Pictured.of(env).orElseThrow().scene();
  }

  private static Set<String> names() {
    return Json.parseObject(text("states.json"), "states.json").keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void aWorldLooksAsInGymnasium(String name) {
    Frame frame = Frame.of(name);

    assertThat(frame.likeness().faults(Painter.paint(frame.scene()))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("names")
  void aBlankPictureAMissingShapeAndOneThatIsAPixelAwayAreNoticed(String name) {
    Frame frame = Frame.of(name);
    Likeness likeness = frame.likeness();

    assertThat(likeness.faults(Painter.paint(with(frame.scene(), List.of())))).isNotEmpty();
    BufferedImage whole = Painter.paint(frame.scene());
    for (Shape shape : frame.scene().shapes()) {
      List<Shape> others = new ArrayList<>(frame.scene().shapes());
      others.removeIf(shape::equals);
      if (different(whole, Painter.paint(with(frame.scene(), others))) < LEAST_SEEN) {
        others.removeIf(other -> Likeness.fill(other).equals(Likeness.fill(shape)));
      }
      assertThat(likeness.faults(Painter.paint(with(frame.scene(), others))))
          .as("without %s, and all of its colour if it is small", shape)
          .isNotEmpty();
    }
    assertThat(likeness.faults(drawn(frame.scene(), 1, 2))).isNotEmpty();
  }

  /// An upright pole is the same in a mirror.
  @ParameterizedTest
  @MethodSource("names")
  void aMirroredPictureIsNoticed(String name) {
    assumeFalse(name.equals("CartPole-v1-0"), "its own mirror image");
    Frame frame = Frame.of(name);

    assertThat(frame.likeness().faults(drawn(frame.scene(), -1, 0))).isNotEmpty();
  }

  /// Gymnasium's arrow is somebody's drawing, and in no frame here. Ours goes three quarters
  /// around, from above to the side, and is as large as the torque: the ring in which it goes has
  /// its colour.
  @ParameterizedTest
  @CsvSource({"0.5, 1, 1", "2.5, -2, 0", "2.5, 1.2, 1"})
  void anArrowTurnsAsTheTorqueDoesAndIsAsLarge(double angle, double torque, int free) {
    Scene scene = sceneOf("Pendulum-v1", new double[] {angle, 0}, torque);

    double[] dark = darkness(Painter.paint(scene), torque);
    double[] mirrored = darkness(drawn(scene, -1, 0), torque);
    double[] larger = darkness(Painter.paint(scene), 1.3 * torque);

    for (int quarter = 0; quarter < 4; quarter++) {
      assertThat(dark[quarter])
          .as("quarter %s", quarter)
          .isBetween(quarter == free ? -0.1 : 0.75, quarter == free ? 0.1 : 1.25);
    }
    assertThat(mirrored[free]).isGreaterThan(0.5);
    assertThat(larger[3]).isLessThan(0.5);
  }

  @Test
  void withoutTorqueThereIsNoArrow() {
    Scene still = sceneOf("Pendulum-v1", new double[] {1, 0}, 0);

    assertThat(still.shapes()).hasSize(4);
    assertThat(sceneOf("Pendulum-v1", new double[] {1, 0}, 1).shapes()).hasSize(6);
  }

  /// How dark each quarter of the ring is in which the arrow goes, from the upper left clockwise,
  /// without what is near the axes: 1 where a line of its width passes.
  private static double[] darkness(BufferedImage image, double torque) {
    double size = ARROW_SIZE * Math.abs(torque) / 2;
    double[] dark = new double[4];
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        double distance = fromCentre(x, y) / size;
        boolean nearAxis = Math.min(Math.abs(x - 250), Math.abs(y - 250)) < 0.2 * size;
        if (ARROW_NEAR <= distance && distance <= ARROW_FAR && !nearAxis) {
          int quarter = y < 250 ? (x < 250 ? 0 : 1) : x < 250 ? 3 : 2;
          int red = image.getRGB(x, y) >> 16 & 0xFF;
          dark[quarter] += Math.max(0, 1 - red / ROD_RED); // the rod is not dark
        }
      }
    }
    double length = ARROW_MIDDLE * (Math.PI / 2 - 2 * Math.asin(0.2 / ARROW_MIDDLE));
    for (int quarter = 0; quarter < 4; quarter++) {
      dark[quarter] /= ARROW_WIDTH * length * size * size;
    }
    return dark;
  }

  /// How many pixels are.
  private static int different(BufferedImage one, BufferedImage other) {
    int count = 0;
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        count += one.getRGB(x, y) == other.getRGB(x, y) ? 0 : 1;
      }
    }
    return count;
  }

  private static Scene with(Scene scene, List<Shape> shapes) {
    return new Scene(
        scene.width(), scene.height(), scene.background(), shapes, scene.framesPerSecond());
  }

  /// The picture, mirrored if `side` is −1, and moved to the right.
  private static BufferedImage drawn(Scene scene, int side, int pixels) {
    BufferedImage picture = Painter.paint(scene);
    BufferedImage moved = new BufferedImage(scene.width(), scene.height(), picture.getType());
    for (int y = 0; y < scene.height(); y++) {
      for (int x = 0; x < scene.width(); x++) {
        int from = side > 0 ? Math.max(0, x - pixels) : scene.width() - 1 - x;
        moved.setRGB(x, y, picture.getRGB(from, y));
      }
    }
    return moved;
  }
}
