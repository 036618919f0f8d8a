package uphill.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import uphill.env.scene.Colour;
import uphill.env.scene.Scene;

class TerminalScreenTest {

  private static final String SHOW_CURSOR = "\u001b[?25h";

  private static String shown(int columns, int rows, Scene... scenes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    try (TerminalScreen screen = new TerminalScreen(out, columns, rows)) {
      for (Scene scene : scenes) {
        screen.show(scene);
        assertThat(screen.isClosed()).isFalse();
      }
      assertThat(bytes.toString(StandardCharsets.UTF_8)).doesNotContain(SHOW_CURSOR);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static Scene of(int width, int height) {
    return new Scene(width, height, Colour.BLACK, List.of(), 50);
  }

  @Test
  void theCursorIsHiddenAndComesBack() {
    assertThat(shown(20, 10)).startsWith("\u001b[?25l").endsWith(SHOW_CURSOR);
  }

  @Test
  void aPictureTakesThePlaceOfTheOneBefore() {
    String all = shown(20, 10, of(8, 6), of(8, 6), of(8, 6));

    assertThat(all.split("▀{8}", -1)).hasSize(1 + 3 * 3);
    assertThat(all.split("\u001b\\[3A", -1)).hasSize(3);
    assertThat(all.indexOf("\u001b[3A")).isGreaterThan(all.indexOf('▀'));
  }

  @Test
  void itIsAsLargeAsTheTerminalAndNotLarger() {
    assertThat(shown(20, 10, of(600, 400)).split("▀{20}", -1)).hasSize(1 + 6);
    assertThat(shown(500, 500, of(600, 400)).split("▀{100}", -1)).hasSize(1 + 33);
  }
}
