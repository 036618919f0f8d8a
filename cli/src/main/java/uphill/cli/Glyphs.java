package uphill.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The signs of mathematics, where a terminal can show them, and words of ASCII where it cannot.
///
/// @param unicode whether it can
record Glyphs(boolean unicode) {

  private static final List<List<String>> WORDS =
      List.of(
          List.of("π", "pi"),
          List.of("τ", "tau"),
          List.of("γ", "gamma"),
          List.of("→", "->"),
          List.of("×", "x"),
          List.of("−", "-"),
          List.of("²", "2"),
          List.of("½", "1/2"),
          List.of("·", "*"),
          List.of("‖", "||"),
          List.of("′", "'"),
          List.of("–", "-"));

  /// As the environment's variables say it: the locale's character set is the first of LC_ALL,
  /// LC_CTYPE and LANG that is set, and the default locale has ASCII; a dumb terminal shows no
  /// more. Windows has no such variables; there it is the console's character set.
  ///
  /// @param console the console's character set
  static Glyphs of(Map<String, String> environment, boolean windows, String console) {
    if (environment.getOrDefault("TERM", "").equals("dumb")) {
      return new Glyphs(false);
    }
    String charset = windows ? console : "";
    for (String name : List.of("LANG", "LC_CTYPE", "LC_ALL")) {
      String value = environment.getOrDefault(name, "");
      charset = value.isEmpty() ? charset : value;
    }
    String plain = charset.toLowerCase(Locale.ROOT).replace("-", "");
    return new Glyphs(plain.endsWith("utf8") || plain.contains("utf8@"));
  }

  /// Those of this process.
  static Glyphs ofProcess() {
    return of(
        System.getenv(),
        System.getProperty("os.name", "").startsWith("Windows"),
        System.getProperty("stdout.encoding", ""));
  }

  /// A text as it can be shown.
  String text(String text) {
    String shown = text;
    for (List<String> word : unicode ? List.<List<String>>of() : WORDS) {
      shown = shown.replace(word.get(0), word.get(1));
    }
    return shown;
  }
}
