package uphill.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTest {

  @Test
  void plainTextIsShownAsItIs() {
    assertThat(Shown.text("γ = 0.99 \"quoted\" 😀")).isEqualTo("γ = 0.99 \"quoted\" 😀");
  }

  @Test
  void whatWouldCommandATerminalOrBreakTheLineIsShownAsANumber() {
    assertThat(Shown.text("a\u001b[2J\n\r\0\u0085\u202e\u2028\ufeffb"))
        .isEqualTo("a\\u001b[2J\\u000a\\u000d\\u0000\\u0085\\u202e\\u2028\\ufeffb");
  }

  @Test
  void longTextIsCut() {
    assertThat(Shown.text("a".repeat(1_000_000))).isEqualTo("a".repeat(100) + "…");
    assertThat(Shown.text("12345", 5)).isEqualTo("12345");
    assertThat(Shown.sentence("a".repeat(1_000_000))).hasSize(501);
  }

  @Test
  void anErrorWithoutAMessageIsShownByItsKind() {
    assertThat(Shown.sentence(new IllegalArgumentException("too\tbad"))).isEqualTo("too\\u0009bad");
    assertThat(Shown.sentence(new IllegalStateException()))
        .isEqualTo("java.lang.IllegalStateException");
  }
}
