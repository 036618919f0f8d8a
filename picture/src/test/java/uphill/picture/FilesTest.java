package uphill.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import uphill.env.Env;
import uphill.env.Environments;
import uphill.env.Reset;
import uphill.env.Step;
import uphill.env.scene.Colour;
import uphill.env.scene.Scene;
import uphill.env.scene.Shape;

/// GIF and PNG, as what another reader makes of them.
class FilesTest {

  private static final Colour GREY = Colour.of(90, 90, 90);

  /// A GIF as it is seen: whole pictures, and how long each stays, in hundredths of a second.
  private record Shown(List<BufferedImage> pictures, List<Integer> delays, boolean loops) {

    static Shown of(byte[] gif) throws IOException {
      ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
      List<BufferedImage> pictures = new ArrayList<>();
      List<Integer> delays = new ArrayList<>();
      boolean loops = false;
      try (ImageInputStream input = ImageIO.createImageInputStream(new ByteArrayInputStream(gif))) {
        reader.setInput(input);
        BufferedImage screen = null;
        for (int i = 0; i < reader.getNumImages(true); i++) {
          BufferedImage part = reader.read(i);
          var root =
              (IIOMetadataNode) reader.getImageMetadata(i).getAsTree("javax_imageio_gif_image_1.0");
          var next = new BufferedImage(reader.getWidth(0), reader.getHeight(0), 1);
          Graphics2D graphics = next.createGraphics();
          if (screen != null) {
            graphics.drawImage(screen, 0, 0, null);
          }
          graphics.drawImage(
              part,
              number(root, "ImageDescriptor", "imageLeftPosition"),
              number(root, "ImageDescriptor", "imageTopPosition"),
              null);
          graphics.dispose();
          screen = next;
          pictures.add(next);
          delays.add(number(root, "GraphicControlExtension", "delayTime"));
          loops |= root.getElementsByTagName("ApplicationExtension").getLength() == 1;
        }
      } finally {
        reader.dispose();
      }
      return new Shown(pictures, delays, loops);
    }

    private static int number(IIOMetadataNode root, String node, String attribute) {
      var found = (IIOMetadataNode) root.getElementsByTagName(node).item(0);
      return Integer.parseInt(found.getAttribute(attribute));
    }
  }

  /// A square that goes to the right, a pixel at a time.
  private static List<Film.Frame> walk(int frames, double framesPerSecond) {
    List<Film.Frame> film = new ArrayList<>();
    for (int t = 0; t < frames; t++) {
      Shape square = Shape.Polygon.rectangle(GREY, t, 1, t + 4, 5);
      Scene scene = new Scene(40, 8, Colour.WHITE, List.of(square), framesPerSecond);
      film.add(new Film.Frame(scene, t == frames - 1));
    }
    return film;
  }

  private static List<Film.Frame> played(String id, int steps) {
    Film film = new Film();
    Env env = film.of(Environments.spec(id).create().get());
    int size = env.observationSpace().size();
    env.reset(Reset.seeded(1), new float[size]);
    for (int t = 0; t < steps; t++) {
      env.step(new float[] {t / 3 % 2}, new Step(size));
    }
    return film.frames();
  }

  private static void assertSame(BufferedImage one, BufferedImage other, int tolerance) {
    for (int y = 0; y < one.getHeight(); y++) {
      for (int x = 0; x < one.getWidth(); x++) {
        for (int shift = 0; shift <= 16; shift += 8) {
          int a = one.getRGB(x, y) >> shift & 0xFF;
          int b = other.getRGB(x, y) >> shift & 0xFF;
          assertThat(Math.abs(a - b)).as("pixel %s, %s", x, y).isLessThanOrEqualTo(tolerance);
        }
      }
    }
  }

  @Test
  void aGifShowsEveryFrame() throws IOException {
    for (List<Film.Frame> film :
        List.of(
            walk(30, 50),
            played("CartPole-v1", 20),
            played("Acrobot-v1", 20),
            played("FrozenLake-v1", 6))) {
      Shown shown = Shown.of(Gif.of(film));

      assertThat(shown.loops()).isTrue();
      assertThat(shown.pictures()).hasSameSizeAs(film);
      for (int t = 0; t < film.size(); t++) {
        assertSame(shown.pictures().get(t), Painter.paint(film.get(t).scene()), 8);
      }
    }
  }

  @Test
  void framesStayAsLongAsTheySay() throws IOException {
    assertThat(Shown.of(Gif.of(walk(4, 50))).delays()).containsExactly(2, 2, 2, 102);
    assertThat(Shown.of(Gif.of(walk(7, 30))).delays()).containsExactly(3, 4, 3, 3, 4, 3, 103);
    assertThat(Shown.of(Gif.of(walk(3, 4))).delays()).containsExactly(25, 25, 125);
    assertThat(Shown.of(Gif.of(walk(2, 0.001))).delays()).containsExactly(65_535, 65_535);
  }

  /// Of 125 frames a second those are shown that come two hundredths after the one before, the
  /// first and the last among them, and the film takes 0.1 s and the rest as it should.
  @Test
  void framesThatComeTooFastAreLeftOut() throws IOException {
    List<Film.Frame> film = walk(12, 125);
    Shown shown = Shown.of(Gif.of(film));

    assertThat(shown.delays()).containsExactly(2, 2, 2, 2, 102);
    assertSame(shown.pictures().getFirst(), Painter.paint(film.getFirst().scene()), 0);
    assertSame(shown.pictures().getLast(), Painter.paint(film.getLast().scene()), 0);
  }

  @Test
  void equalFilmsGiveEqualBytes() {
    assertThat(Gif.of(played("Pendulum-v1", 12))).isEqualTo(Gif.of(played("Pendulum-v1", 12)));
    assertThat(Png.of(played("Pendulum-v1", 12))).isEqualTo(Png.of(played("Pendulum-v1", 12)));
  }

  /// Of 500 shades at least every second stays.
  @Test
  void tooManyColoursBecomeTheNearest() throws IOException {
    List<Shape> stripes = new ArrayList<>();
    for (int k = 0; k < 500; k++) {
      Colour shade = Colour.of(k / 2, (k + 1) / 2, 100);
      stripes.add(Shape.Polygon.rectangle(shade, k, 0, k + 1, k % 7 + 1));
    }
    Scene scene = new Scene(500, 8, Colour.WHITE, stripes, 1);

    Shown shown = Shown.of(Gif.of(List.of(new Film.Frame(scene, true))));

    assertSame(shown.pictures().getFirst(), Painter.paint(scene), 1);
  }

  @Test
  void aPngOfOneFrameIsThePictureItself() throws IOException {
    Scene scene = walk(1, 4).getFirst().scene();

    BufferedImage image =
        ImageIO.read(new ByteArrayInputStream(Png.of(List.of(new Film.Frame(scene, true)))));

    assertThat(image.getWidth()).isEqualTo(40);
    assertSame(image, Painter.paint(scene), 0);
  }

  @Test
  void aPngOfManyFramesShowsEightOfThemInTwoRowsAtHalfTheirSize() throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(Png.of(walk(36, 4))));

    assertThat(image.getWidth()).isEqualTo(4 * 20 + 3 * 4);
    assertThat(image.getHeight()).isEqualTo(2 * 4 + 4);
    for (int k = 0; k < 8; k++) {
      int t = 5 * k; // 0, 5, … 35
      int left = k % 4 * 24;
      int middle = k / 4 * 8 + 2;
      for (int x = 0; x < 20; x++) {
        int square = image.getRGB(left + x, middle) & 0xFF;
        boolean inside = t <= 2 * x && 2 * x + 2 <= t + 4;
        boolean outside = 2 * x + 2 <= t || t + 4 <= 2 * x;
        if (inside || outside) {
          assertThat(square).as("frame %s, pixel %s", t, x).isEqualTo(inside ? 90 : 255);
        }
      }
    }
    BufferedImage three = ImageIO.read(new ByteArrayInputStream(Png.of(walk(3, 4))));
    assertThat(three.getWidth()).isEqualTo(3 * 20 + 2 * 4);
    assertThat(three.getHeight()).isEqualTo(4);
  }

  @Test
  void noFramesAndFramesOfSeveralSizesAreRefused() {
    List<Film.Frame> mixed = new ArrayList<>(walk(1, 4));
    mixed.add(new Film.Frame(new Scene(41, 8, Colour.WHITE, List.of(), 4), true));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Gif.of(mixed))
        .withMessage("the frames of a film are of one size, got 40 x 8 and 41 x 8");
    assertThatIllegalArgumentException().isThrownBy(() -> Gif.of(List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> Png.of(List.of()));
  }

  @Test
  void aColourThatLetsThroughMixesWithWhatLiesBehind() {
    Shape half = Shape.Polygon.rectangle(Colour.BLACK.withOpacity(0.5), 0, 0, 2, 2);
    Scene scene = new Scene(4, 2, Colour.WHITE, List.of(half), 1);

    BufferedImage image = Painter.paint(scene);

    assertThat(image.getRGB(1, 1) & 0xFF).isBetween(126, 129);
    assertThat(image.getRGB(3, 1) & 0xFF).isEqualTo(255);
  }
}
