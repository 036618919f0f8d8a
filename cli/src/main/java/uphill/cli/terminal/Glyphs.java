package uphill.cli.terminal;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The signs of mathematics, where a terminal can show them, and words of ASCII where it cannot.
///
/// @param unicode whether it can
public record Glyphs(boolean unicode) {

  private static final List<List<String>> WORDS =
      List.of(
          List.of("π", "pi"),
          List.of("Ψ", "Psi"),
          List.of("τ", "tau"),
          List.of("γ", "gamma"),
          List.of("ρ", "rho"),
          List.of("α", "alpha"),
          List.of("λ", "lambda"),
          List.of("θ", "theta"),
          List.of("Δ", "d"),
          List.of("∇", "grad"),
          List.of("⁻¹", "^-1"),
          List.of("≈", "~"),
          List.of("±", "+-"),
          List.of("→", "->"),
          List.of("×", "x"),
          List.of("−", "-"),
          List.of("²", "2"),
          List.of("½", "1/2"),
          List.of("·", "*"),
          List.of("‖", "||"),
          List.of("′", "'"),
          List.of("–", "-"));

  /// Set by the launcher where it replaced a locale of ASCII, so that names of files are
  /// understood.
  static final String ASCII = "UPHILL_ASCII";

  /// They are shown unless the terminal is dumb, the locale is C (the first of LC_ALL, LC_CTYPE and
  /// LANG that is set, and what holds if none is; Windows has no such variables), or the output's
  /// character set lacks them.
  static Glyphs of(Map<String, String> environment, boolean windows, Charset output) {
    String locale = windows ? "" : "C";
    for (String name : List.of("LANG", "LC_CTYPE", "LC_ALL")) {
      String value = environment.getOrDefault(name, "");
      locale = value.isEmpty() ? locale : value;
    }
    boolean plain =
        environment.getOrDefault("TERM", "").equals("dumb")
            || environment.containsKey(ASCII)
            || locale.equals("C")
            || locale.equals("POSIX");
    String all = WORDS.stream().map(List::getFirst).collect(Collectors.joining());
    return new Glyphs(!plain && output.newEncoder().canEncode(all));
  }

  /// Those of this process's standard output.
  public static Glyphs ofProcess() {
    return of(
        System.getenv(),
        System.getProperty("os.name", "").startsWith("Windows"),
        StandardOutput.charset());
  }

  /// A text as it can be shown.
  public String text(String text) {
    String shown = text;
    for (List<String> word : unicode ? List.<List<String>>of() : WORDS) {
      shown = shown.replace(word.get(0), word.get(1));
    }
    return shown;
  }
}
