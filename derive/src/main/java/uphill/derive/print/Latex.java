package uphill.derive.print;

import java.util.Map;
import java.util.Set;

/// Sets math that is written in plain letters, such as `∇log π(aₜ|sₜ)`, as LaTeX.
///
/// GitHub lets Markdown see the math first. So no backslash stands before a punctuation mark, and
/// no underscore where Markdown would begin an emphasis.
final class Latex {

  private static final String SUBSCRIPT = "₀₁₂₃₄ₜₖᵢⱼ₊₋";
  private static final String SUPERSCRIPT = "⁰¹²³⁴ᵗᵏⁱʲ⁺⁻";
  private static final String PLAIN = "01234tkij+-";
  private static final char HAT = '\u0302'; // combining: stands after its letter
  private static final Set<String> FUNCTIONS = Set.of("log", "exp");
  private static final Set<String> NAMES = Set.of("Var", "KL");

  private static final Map<String, String> COMMANDS =
      Map.ofEntries(
          Map.entry("∇", "\\nabla "),
          Map.entry("θ", "\\theta "),
          Map.entry("π", "\\pi "),
          Map.entry("τ", "\\tau "),
          Map.entry("α", "\\alpha "),
          Map.entry("γ", "\\gamma "),
          Map.entry("δ", "\\delta "),
          Map.entry("λ", "\\lambda "),
          Map.entry("ε", "\\varepsilon "),
          Map.entry("Δ", "\\Delta "),
          Map.entry("Ψ", "\\Psi "),
          Map.entry("Σ", "\\sum "),
          Map.entry("∏", "\\prod "),
          Map.entry("∂", "\\partial "),
          Map.entry("·", "\\cdot "),
          Map.entry("×", "\\times "),
          Map.entry("|", "\\vert "),
          Map.entry("‖", "\\Vert "),
          Map.entry("≤", "\\le "),
          Map.entry("≥", "\\ge "),
          Map.entry("≠", "\\ne "),
          Map.entry("≈", "\\approx "),
          Map.entry("→", "\\to "),
          Map.entry("<", "\\lt "),
          Map.entry(">", "\\gt "),
          Map.entry("…", "\\dots "),
          Map.entry("−", "-"),
          Map.entry("′", "'"),
          Map.entry("½", "\\tfrac12 "),
          Map.entry("ĝ", "\\hat g"),
          Map.entry("Â", "\\hat A"));

  private final String math;
  private final StringBuilder out = new StringBuilder();
  private int at;

  private Latex(String math) {
    this.math = math;
  }

  static String of(String math) {
    return new Latex(math).whole();
  }

  private String whole() {
    while (at < math.length()) {
      next();
    }
    return out.toString().replaceAll(" +", " ").strip();
  }

  private void next() {
    char c = math.charAt(at);
    if (c == '_') {
      at++;
      attach("_", index());
    } else if (SUBSCRIPT.indexOf(c) >= 0) {
      attach("_", run(SUBSCRIPT));
    } else if (SUPERSCRIPT.indexOf(c) >= 0) {
      attach("^", run(SUPERSCRIPT));
    } else if (isLatin(c)) {
      letters();
    } else {
      at++;
      out.append(COMMANDS.getOrDefault(String.valueOf(c), String.valueOf(c)));
    }
  }

  /// What follows an underscore: one letter, and its primes.
  private String index() {
    int from = at;
    at++;
    while (at < math.length() && math.charAt(at) == '′') {
      at++;
    }
    return of(math.substring(from, at));
  }

  private String run(String alphabet) {
    StringBuilder plain = new StringBuilder();
    while (at < math.length() && alphabet.indexOf(math.charAt(at)) >= 0) {
      plain.append(PLAIN.charAt(alphabet.indexOf(math.charAt(at))));
      at++;
    }
    return plain.toString();
  }

  private void attach(String mark, String index) {
    while (!out.isEmpty() && out.charAt(out.length() - 1) == ' ') {
      out.setLength(out.length() - 1);
    }
    boolean single = index.length() == 1 || index.matches("\\\\[a-z]+");
    out.append(mark).append(single ? index : "{" + index + "}");
    if (index.startsWith("\\")) {
      out.append(' ');
    }
  }

  private void letters() {
    int from = at;
    while (at < math.length() && isLatin(math.charAt(at))) {
      at++;
    }
    String word = math.substring(from, at);
    if (at < math.length() && math.charAt(at) == HAT) {
      at++;
      out.append("\\hat ").append(word);
    } else if (FUNCTIONS.contains(word)) {
      out.append('\\').append(word).append(' ');
    } else if (NAMES.contains(word)) {
      out.append("\\mathrm{").append(word).append("} ");
    } else if (word.length() > 1) {
      out.append("\\text{").append(word).append('}');
    } else {
      out.append(word.equals("E") ? "\\mathbb E" : word);
    }
  }

  private static boolean isLatin(char c) {
    return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z');
  }
}
