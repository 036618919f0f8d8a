package uphill.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FittingLinesTest {

  @Test
  void aSentenceGoesOnUnderItsBeginning() {
    assertThat(FittingLines.fit("  one two three four", 12))
        .containsExactly("  one two", "    three", "    four");
    assertThat(FittingLines.fit("  one two", 9)).containsExactly("  one two");
  }

  @Test
  void aRowOfATableGoesOnWithItsLastColumns() {
    assertThat(FittingLines.fit("  a       1.5      2.25     3.125", 24))
        .containsExactly("  a       1.5      2.25", "      3.125");
    assertThat(FittingLines.fit("  a       1.5      2.25     3.125", 12))
        .containsExactly("  a", "      1.5", "      2.25", "      3.125");
  }

  /// Of a sentence, of a row with a sentence at its end, and of rows of numbers alone.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "  row   265  pendulum hanging, weight −28.3  torque 2.00 N·m clockwise, and 3 more",
        "  a       1.5      2.25     3.125       −4.0625      5e−12",
        "  kl_exact                          0.00294  mean KL over the states, exactly",
        "    row     7  −0.0123, weight 1  row 1, column 2 (frozen): down, together"
      })
  void noWordIsLostOnAScreenOfAnyWidth(String line) {
    for (int columns = 20; columns <= 100; columns++) {
      List<String> lines = FittingLines.fit(line, columns);
      assertThat(words(String.join(" ", lines))).as("%s columns", columns).isEqualTo(words(line));
      assertThat(Math.max(columns, 26))
          .isGreaterThanOrEqualTo(lines.stream().mapToInt(Width::of).max().orElse(0));
    }
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }

  @Test
  void wordsInTheLastColumnOfARowGoOnInIt() {
    assertThat(FittingLines.fit("  gamma   the discount of rewards", 24))
        .containsExactly("  gamma   the discount", "          of rewards");
  }

  @Test
  void aCommandToBeCopiedIsNeverBroken() {
    String command = "  uphill train --config runs/a --seeds 0..9";
    assertThat(FittingLines.fit(command, 20)).containsExactly(command);
  }

  @Test
  void aLineThatWasBegunIsNotHeldBack() {
    StringWriter screen = new StringWriter();
    PrintWriter lines = FittingLines.on(new PrintWriter(screen), () -> 20);

    lines.print("half");
    lines.flush();

    assertThat(screen.toString()).isEqualTo("half");
    lines.println(" whole");
    assertThat(screen.toString()).isEqualTo("half whole" + System.lineSeparator());
  }
}
