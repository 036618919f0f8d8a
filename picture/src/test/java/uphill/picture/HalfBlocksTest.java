package uphill.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import uphill.env.scene.Colour;
import uphill.env.scene.Scene;
import uphill.env.scene.Shape;

class HalfBlocksTest {

  private static final String WHITE_ON_RED = "\u001b[38;2;255;255;255m\u001b[48;2;255;0;0m";

  private static Scene red(int width, int height, int ofThatRed) {
    return new Scene(
        width,
        height,
        Colour.WHITE,
        List.of(Shape.Polygon.rectangle(Colour.of(255, 0, 0), 0, 0, width, ofThatRed)),
        10);
  }

  @Test
  void aCellHoldsTwoPixelsAndAColourIsSaidOnce() {
    assertThat(HalfBlocks.of(red(3, 2, 1), 10, 10)).containsExactly(WHITE_ON_RED + "▀▀▀\u001b[0m");
  }

  @Test
  void aPictureKeepsItsShapeWithinTheTerminal() {
    assertThat(cells(HalfBlocks.of(red(60, 40, 0), 30, 100))).isEqualTo("30 x 10");
    assertThat(cells(HalfBlocks.of(red(60, 40, 0), 300, 5))).isEqualTo("15 x 5");
    assertThat(cells(HalfBlocks.of(red(60, 40, 0), 300, 100))).isEqualTo("60 x 20");
    assertThat(cells(HalfBlocks.of(red(600, 1, 0), 3, 1))).isEqualTo("3 x 1");
  }

  private static String cells(List<String> lines) {
    long columns = lines.getFirst().chars().filter(c -> c == '▀').count();
    return columns + " x " + lines.size();
  }

  /// Of four rows, the lower three are red; scaled to two, the upper one is half red.
  @Test
  void aPixelIsTheMeanOfThoseItStandsFor() {
    assertThat(HalfBlocks.of(red(4, 4, 3), 2, 1))
        .containsExactly("\u001b[38;2;255;127;127m\u001b[48;2;255;0;0m▀▀\u001b[0m");
  }
}
