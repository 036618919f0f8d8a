package uphill.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.env.Env;
import uphill.env.Environments;
import uphill.env.Physical;
import uphill.env.Reset;
import uphill.env.Step;
import uphill.env.scene.Colour;
import uphill.env.scene.Pictured;
import uphill.env.scene.Scene;
import uphill.env.scene.Shape;
import uphill.records.Json;

/// Worlds look as in frames that Gymnasium drew of the same states, but for Pendulum's arrow.
class GoldenFramesTest {

  private static final double ARROW_SIZE = 500 / 4.4; // pixels, at the largest torque
  private static final double ARROW_NEAR = 0.33; // of its size, from the centre
  private static final double ARROW_FAR = 0.56;
  private static final double ARROW_MIDDLE = 0.47;
  private static final double ARROW_WIDTH = 0.026;
  private static final double ROD_RED = 204;

  /// One recorded frame, and what is to look like it.
  private record Frame(Scene scene, BufferedImage image, double torque) {

    static Frame of(String name) {
      Map<String, Object> all = Json.parseObject(text("states.json"), "states.json");
      Map<String, Object> state = Json.object(Objects.requireNonNull(all.get(name)), name);
      double[] values =
          ((List<?>) Objects.requireNonNull(state.get("state")))
              .stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray();
      double torque = state.get("last_u") instanceof Number u ? u.doubleValue() : 0;
      return new Frame(
          sceneOf(name.substring(0, name.length() - 2), values, torque), imageOf(name), torque);
    }

    Likeness likeness() {
      return new Likeness(scene, image, ignored());
    }

    Likeness.Ignored ignored() {
      return torque == 0 ? Likeness.Ignored.nothing() : arrow();
    }

    private Likeness.Ignored arrow() {
      double size = ARROW_SIZE * Math.abs(torque) / 2;
      return new Likeness.Ignored() {
        @Override
        public boolean shape(Shape shape) {
          return switch (shape) {
            case Shape.Line _ -> true;
            case Shape.Polygon polygon -> polygon.fill().equals(Colour.BLACK);
            case Shape.Circle _ -> false;
          };
        }

        @Override
        public boolean pixel(int x, int y) {
          double distance = fromCentre(x, y) / size;
          return ARROW_NEAR <= distance && distance <= ARROW_FAR;
        }
      };
    }
  }

  private static double fromCentre(int x, int y) {
    return Math.sqrt((x - 250.0) * (x - 250) + (y - 250.0) * (y - 250));
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CartPole-v1-0",
        "CartPole-v1-1",
        "CartPole-v1-2",
        "MountainCar-v0-0",
        "MountainCar-v0-1",
        "Pendulum-v1-0",
        "Pendulum-v1-1",
        "Acrobot-v1-0",
        "Acrobot-v1-1"
      })
  void aWorldLooksAsInGymnasium(String name) {
    Frame frame = Frame.of(name);

    assertThat(frame.likeness().faults(Painter.paint(frame.scene()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CartPole-v1-0",
        "CartPole-v1-1",
        "CartPole-v1-2",
        "MountainCar-v0-0",
        "MountainCar-v0-1",
        "Pendulum-v1-0",
        "Pendulum-v1-1",
        "Acrobot-v1-0",
        "Acrobot-v1-1"
      })
  void aBlankPictureAMissingShapeAndOneThatIsAPixelAwayAreNoticed(String name) {
    Frame frame = Frame.of(name);
    Likeness likeness = frame.likeness();

    assertThat(likeness.faults(Painter.paint(with(frame.scene(), List.of())))).isNotEmpty();
    for (Shape shape : frame.scene().shapes()) {
      if (!frame.ignored().shape(shape)) {
        List<Shape> others = new ArrayList<>(frame.scene().shapes());
        others.remove(shape);
        assertThat(likeness.faults(Painter.paint(with(frame.scene(), others))))
            .as("without %s", shape)
            .isNotEmpty();
      }
    }
    assertThat(likeness.faults(drawn(frame.scene(), 1, 2))).isNotEmpty();
  }

  /// An upright pole is the same in a mirror.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "CartPole-v1-1",
        "CartPole-v1-2",
        "MountainCar-v0-0",
        "MountainCar-v0-1",
        "Pendulum-v1-0",
        "Pendulum-v1-1",
        "Acrobot-v1-0",
        "Acrobot-v1-1"
      })
  void aMirroredPictureIsNoticed(String name) {
    Frame frame = Frame.of(name);

    assertThat(frame.likeness().faults(drawn(frame.scene(), -1, 0))).isNotEmpty();
  }

  /// The arrow goes three quarters around, from above to the side, and leaves free the quarter that
  /// Gymnasium's does.
  @ParameterizedTest
  @CsvSource({"Pendulum-v1-0, 1", "Pendulum-v1-1, 0"})
  void theArrowTurnsAsGymnasiumsDoes(String name, int free) {
    Frame frame = Frame.of(name);

    double[] ours = darkness(Painter.paint(frame.scene()), frame.torque());
    double[] theirs = darkness(frame.image(), frame.torque());
    double[] mirrored = darkness(drawn(frame.scene(), -1, 0), frame.torque());

    for (int quarter = 0; quarter < 4; quarter++) {
      double lower = quarter == free ? -0.1 : 0.75;
      double upper = quarter == free ? 0.1 : 1.25;
      assertThat(theirs[quarter]).as("quarter %s", quarter).isBetween(lower, upper);
      assertThat(ours[quarter]).as("quarter %s", quarter).isBetween(lower, upper);
    }
    assertThat(mirrored[free]).isGreaterThan(0.5);
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
