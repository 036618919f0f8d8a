package uphill.derive;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Reads the symbols of a formula: every letter of it belongs to a symbol that some step
/// introduces, or to what calculus has taught before.
final class SymbolReading {

  private static final String SMALL = "₀₁₂₃₄ₜₖᵢⱼ₊₋⁰¹²³⁴ᵗᵏⁱʲ⁺⁻";
  private static final String PLAIN = "01234tkij+-01234tkij+-";
  private static final List<String> KNOWN = List.of("exp", "for", "if", "Σ", "∏", "∂");

  private final List<String> symbols;

  /// @param symbols all that any step introduces
  SymbolReading(List<String> symbols) {
    this.symbols = new ArrayList<>(symbols);
    this.symbols.sort(Comparator.comparingInt(String::length).reversed());
  }

  /// The symbols in it.
  ///
  /// @throws AssertionError if a letter belongs to none
  Set<String> of(String formula) {
    String text = plain(formula);
    Set<String> found = new LinkedHashSet<>();
    int at = 0;
    while (at < text.length()) {
      String rest = text.substring(at);
      String known = first(KNOWN, rest);
      String symbol = first(symbols, rest);
      if (!known.isEmpty()) {
        at += known.length();
      } else if (!symbol.isEmpty()) {
        found.add(symbol);
        at += symbol.length();
      } else if (Character.isLetter(text.charAt(at)) || text.charAt(at) == '∇') {
        throw new AssertionError(
            "\"%s\" of \"%s\" is introduced nowhere".formatted(text.charAt(at), formula));
      } else {
        at++;
      }
    }
    return found;
  }

  /// With its raised and lowered letters and digits on the line.
  static String plain(String formula) {
    StringBuilder text = new StringBuilder();
    formula
        .codePoints()
        .forEach(
            c -> text.appendCodePoint(SMALL.indexOf(c) < 0 ? c : PLAIN.charAt(SMALL.indexOf(c))));
    return text.toString();
  }

  private static String first(List<String> all, String text) {
    return all.stream().filter(one -> text.startsWith(plain(one))).findFirst().orElse("");
  }
}
