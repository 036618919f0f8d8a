package uphill.figure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextWidthTest {

  private static final String TEXT = "uphill train CartPole-v1 --seeds 1..5 /a/path/of/one/word";

  @Test
  void widthGrowsWithTheSizeAndIsThatOfDejaVu() {
    assertThat(TextWidth.of("0", 1000, false)).isEqualTo(636);
    assertThat(TextWidth.of("~", 1000, false)).isEqualTo(838);
    assertThat(TextWidth.of("00", 500, false)).isEqualTo(636);
    assertThat(TextWidth.of("00", 500, true)).isGreaterThan(636);
  }

  @Test
  void wrappedLinesFitAndLoseNothingButWhiteSpace() {
    for (double room : new double[] {30, 60, 100, 250, 1000}) {
      var lines = TextWidth.wrap(TEXT, 11, false, room);

      assertThat(lines).allMatch(line -> TextWidth.of(line, 11, false) <= room);
      assertThat(String.join("", lines).replace(" ", "")).isEqualTo(TEXT.replace(" ", ""));
    }
  }

  @Test
  void linesBreakAtWhiteSpaceWhereTheyCan() {
    assertThat(TextWidth.wrap("one two  three", 10, false, 50)).containsExactly("one two", "three");
    assertThat(TextWidth.wrap("  ", 10, false, 50)).isEmpty();
  }

  @Test
  void aWordTooWideForAnyRoomIsBrokenIntoLetters() {
    assertThat(TextWidth.wrap("a😀b", 10, false, 1)).containsExactly("a", "😀", "b");
  }

  @Test
  void cutTextFitsAndSaysSo() {
    String cut = TextWidth.cut(TEXT, 11, false, 100);

    assertThat(TextWidth.of(cut, 11, false)).isLessThanOrEqualTo(100);
    assertThat(cut).startsWith("uphill").endsWith("…");
    assertThat(TextWidth.cut("short", 11, false, 100)).isEqualTo("short");
  }
}
