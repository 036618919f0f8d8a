package uphill.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.env.Env;
import uphill.env.Environments;
import uphill.env.Physical;
import uphill.env.Reset;
import uphill.env.Step;
import uphill.env.scene.Pictured;
import uphill.env.scene.Scene;

/// Grids look as they did when they were last looked at: the pictures are our own, recorded.
class GridPicturesTest {

  private static final int NOTHING = -1;
  private static final int TOLERANCE = 8; // of a channel: edges may be smoothed in another way
  private static final int ELF = 0x8C644B;
  private static final int CAB = 0xB4941E;

  /// @param action before the state is set; none if it is negative
  private static Scene scene(String id, int action, int state) {
    Env env = Environments.spec(id).create().get();
    env.reset(Reset.seeded(0), new float[1]);
    if (action >= 0) {
      env.step(new float[] {action}, new Step(1));
    }
    ((Physical) env).setPhysics(state);
    return Pictured.of(env).orElseThrow().scene();
  }

  private static BufferedImage recorded(String name) throws IOException {
    try (InputStream file = GridPicturesTest.class.getResourceAsStream(name + ".png")) {
      return ImageIO.read(Objects.requireNonNull(file, name));
    }
  }

  private static int different(BufferedImage one, BufferedImage other) {
    int count = 0;
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        boolean differs = false;
        for (int shift = 0; shift <= 16; shift += 8) {
          int a = one.getRGB(x, y) >> shift & 0xFF;
          int b = other.getRGB(x, y) >> shift & 0xFF;
          differs |= Math.abs(a - b) > TOLERANCE;
        }
        count += differs ? 1 : 0;
      }
    }
    return count;
  }

  @ParameterizedTest
  @CsvSource({
    "lake-start, FrozenLake-v1, -1, 0",
    "lake-fallen, FrozenLake-v1, 2, 5",
    "lake-8x8, FrozenLake8x8-v1, 0, 20",
    "cliff, CliffWalking-v1, 1, 27",
    "taxi-waiting, Taxi-v4, 0, 223",
    "taxi-riding, Taxi-v4, 2, 56"
  })
  void aGridLooksAsRecorded(String name, String id, int action, int state) throws IOException {
    BufferedImage recorded = recorded(name);
    BufferedImage now = Painter.paint(scene(id, action, state));

    assertThat(now.getWidth()).isEqualTo(recorded.getWidth());
    assertThat(now.getHeight()).isEqualTo(recorded.getHeight());
    assertThat(different(now, recorded)).isZero();
    assertThat(different(Painter.paint(scene(id, action, state + 1)), recorded)).isPositive();
    assertThat(different(Painter.paint(scene(id, 3, state)), recorded)).isPositive();
  }

  /// The middle of the pixels of one colour, as a square's number, row by row.
  private static int square(Scene scene, int rgb, int columns, int tile) {
    BufferedImage image = Painter.paint(scene);
    long count = 0;
    long x = 0;
    long y = 0;
    for (int j = 0; j < image.getHeight(); j++) {
      for (int i = 0; i < image.getWidth(); i++) {
        if ((image.getRGB(i, j) & 0xFFFFFF) == rgb) {
          count++;
          x += i;
          y += j;
        }
      }
    }
    assertThat(count).isGreaterThan(100);
    return (int) (y / count / tile * columns + x / count / tile);
  }

  @Test
  void theElfIsInTheSquareOfTheState() {
    for (int state = 0; state < 16; state++) {
      for (int action = NOTHING; action < 4; action++) {
        assertThat(square(scene("FrozenLake-v1", action, state), ELF, 4, 64)).isEqualTo(state);
      }
    }
    for (int state = 0; state < 48; state++) {
      assertThat(square(scene("CliffWalking-v1", 0, state), ELF, 12, 60)).isEqualTo(state);
    }
  }

  @Test
  void theTaxiIsInTheSquareOfTheState() {
    for (int place = 0; place < 25; place++) {
      int line = 1 + place / 5;
      int column = 2 * (place % 5) + 1;
      int state = place * 20 + 3; // waits at R, wants to B
      assertThat(square(scene("Taxi-v4", NOTHING, state), CAB, 11, 50))
          .isEqualTo(line * 11 + column);
    }
  }
}
