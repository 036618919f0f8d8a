package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlyphsTest {

  /// POSIX: LC_ALL before LC_CTYPE before LANG; without any, the locale is C.
  @ParameterizedTest
  @CsvSource({
    "'', '', en_US.UTF-8, xterm, true",
    "'', '', de_DE.utf8@euro, xterm, true",
    "'', C.UTF-8, C, xterm, true",
    "C, C.UTF-8, en_US.UTF-8, xterm, false",
    "POSIX, '', en_US.UTF-8, xterm, false",
    "'', '', de_DE.ISO-8859-1, xterm, false",
    "'', '', '', xterm, false",
    "'', '', en_US.UTF-8, dumb, false",
    "'', '', en_US.UTF-8, '', true"
  })
  void theLocaleAndTheTerminalDecide(
      String all, String type, String lang, String terminal, boolean unicode) {
    Map<String, String> environment = new HashMap<>();
    environment.put("LC_ALL", all);
    environment.put("LC_CTYPE", type);
    environment.put("LANG", lang);
    environment.put("TERM", terminal);

    assertThat(Glyphs.of(environment, false, "UTF-8").unicode()).isEqualTo(unicode);
  }

  @Test
  void whereThereIsNoLocaleTheConsoleDecides() {
    assertThat(Glyphs.of(Map.of(), true, "UTF-8").unicode()).isTrue();
    assertThat(Glyphs.of(Map.of(), true, "Cp1252").unicode()).isFalse();
  }

  @Test
  void whatCannotBeShownIsSaidInAscii() {
    String text = "change of log π = −2 × weight, KL(π ‖ π′), R² 0.50, 0.1 → 0.2";

    assertThat(new Glyphs(true).text(text)).isEqualTo(text);
    assertThat(new Glyphs(false).text(text))
        .isEqualTo("change of log pi = -2 x weight, KL(pi || pi'), R2 0.50, 0.1 -> 0.2")
        .matches("\\p{ASCII}*");
  }
}
