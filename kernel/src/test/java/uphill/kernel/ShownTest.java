package uphill.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
  void onlyOneIsNotPlural() {
    assertThat(Shown.count(1, "step")).isEqualTo("1 step");
    assertThat(Shown.count(0, "step")).isEqualTo("0 steps");
    assertThat(Shown.count(12_000, "step")).isEqualTo("12000 steps");
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

  @Test
  void aCommandOfPlainWordsIsShownAsItIs() {
    assertThat(Shown.command("uphill", "train", "CartPole-v1", "--seeds", "0..9", "--steps", 1000))
        .isEqualTo("uphill train CartPole-v1 --seeds 0..9 --steps 1000");
    assertThat(Shown.command("uphill", "plot", "/home/jörg/Läufe/a_b,c=1"))
        .isEqualTo("uphill plot /home/jörg/Läufe/a_b,c=1");
  }

  /// Asks a shell what it makes of each.
  @Test
  void aShellTakesACommandApartIntoTheWordsItWasMadeOf() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "SKIPPED: needs /bin/sh, not found");
    List<String> words =
        List.of(
            "a b",
            "it's",
            "",
            "$HOME",
            "Worlds$Faulty",
            "`id`",
            "*",
            "a;b",
            "#c",
            "~",
            "a\\b",
            "\"q\"",
            "{1,2}",
            "!x",
            "=ls",
            "a\u00a0b",
            "tab\there",
            "(a)",
            "a&b",
            "<x>",
            "[a-z]",
            "a?");

    String line = "printf '%s\\n' " + Shown.command(words.toArray());
    Process shell = new ProcessBuilder("/bin/sh").redirectErrorStream(true).start();
    try (OutputStream in = shell.getOutputStream()) {
      in.write(line.getBytes(StandardCharsets.UTF_8));
    }

    assertThat(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines())
        .containsExactlyElementsOf(words);
    assertThat(words).allSatisfy(w -> assertThat(Shown.command(w)).startsWith("'").endsWith("'"));
  }

  @Test
  void aPathThatBeginsLikeAnOptionIsNone() {
    assertThat(Shown.command("uphill", "resume", Path.of("-x"))).isEqualTo("uphill resume ./-x");
  }
}
