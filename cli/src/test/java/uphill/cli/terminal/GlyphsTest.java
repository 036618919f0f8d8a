package uphill.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlyphsTest {

  /// LC_ALL before LC_CTYPE before LANG; without any, the locale is C.
  @ParameterizedTest
  @CsvSource({
    "'', '', en_US.UTF-8, xterm, UTF-8, true",
    "'', C.UTF-8, C, xterm, UTF-8, true",
    "C, C.UTF-8, en_US.UTF-8, xterm, UTF-8, false",
    "POSIX, '', en_US.UTF-8, xterm, UTF-8, false",
    "'', '', de_DE.ISO-8859-1, xterm, ISO-8859-1, false",
    "'', '', '', xterm, UTF-8, false",
    "'', '', en_US.UTF-8, dumb, UTF-8, false",
    "'', '', en_US.UTF-8, '', UTF-8, true"
  })
  void theLocaleTheTerminalAndTheOutputDecide(
      String all, String type, String lang, String terminal, String output, boolean unicode) {
    Map<String, String> environment = new HashMap<>();
    environment.put("LC_ALL", all);
    environment.put("LC_CTYPE", type);
    environment.put("LANG", lang);
    environment.put("TERM", terminal);

    assertThat(Glyphs.of(environment, false, Charset.forName(output)).unicode()).isEqualTo(unicode);
    environment.put(Glyphs.ASCII, "1");
    assertThat(Glyphs.of(environment, false, Charset.forName(output)).unicode()).isFalse();
  }

  @Test
  void whereThereIsNoLocaleTheOutputDecides() {
    assertThat(Glyphs.of(Map.of(), true, StandardCharsets.UTF_8).unicode()).isTrue();
    assertThat(Glyphs.of(Map.of(), true, StandardCharsets.ISO_8859_1).unicode()).isFalse();
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
