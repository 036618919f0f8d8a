package uphill.derive.print;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import uphill.derive.Derivation;
import uphill.derive.step.Check;
import uphill.derive.step.Formula;
import uphill.derive.step.Illustration;
import uphill.derive.step.Step;
import uphill.derive.step.Symbol;
import uphill.derive.step.Table;
import uphill.records.Place;
import uphill.records.WholeFiles;

/// Writes the steps as a page of the docs: Markdown with the math that GitHub sets, and pictures.
public final class Page {

  private static final String MARKDOWN = ".md";

  private static final Pattern MATH = Pattern.compile("\\$([^$]+)\\$");

  @SuppressWarnings("InlineFormatString")
  private static final String BEGINNING =
      """
      <!-- Written by: uphill derive --page docs/derive.md. A test compares it with what the code computes now. -->

      # How does the mathematics do that?

      %s

      This page derives the expression and explains the sentence, in fifteen steps, for someone who knows calculus and probability and has never seen reinforcement learning. No symbol needs to be known yet.

      Every number below that is not given is computed when the page is made, from small worlds, and every line with a tick is a claim about numbers that was checked then. `uphill derive` does the same in the terminal, `uphill derive --step 12` shows one step, `uphill derive --answer` [the answer](#the-answer-to-keep).

      """;

  private static final String END =
      """
      ## Where to go from here

      [The push](push.md) says how the parts are computed for a real run, [the policy gradient here](algorithms/vpg.md) how it is trained, [finite MDPs](mdp.md) how to write down a world of your own, [notation](notation.md) what is called what.

      Sutton, McAllester, Singh, Mansour 2000 (the policy-gradient theorem); Williams 1992 (the expression); Schulman and others 2016 ([arXiv:1506.02438](https://arxiv.org/abs/1506.02438), GAE); Nota and Thomas 2019 ([arXiv:1906.07073](https://arxiv.org/abs/1906.07073), the discount that is left out); Achiam 2018, [Spinning Up](https://spinningup.openai.com/en/latest/spinningup/rl_intro3.html), where the sentence is from.
      """;

  private final StringBuilder out =
      new StringBuilder(BEGINNING.replace("%s", typeset(Derivation.question())));

  private Page() {}

  /// The files of the page: its Markdown under the name given, and its pictures under `images/`.
  public static Map<String, String> files(List<Step> steps, String name) {
    var page = new Page();
    for (Step step : steps) {
      page.out.append("%s. [%s](#%s)\n".formatted(step.number(), step.title(), anchor(step)));
    }
    page.out.append('\n');
    Map<String, String> files = new LinkedHashMap<>();
    for (Step step : steps) {
      page.add(step);
      for (Illustration picture : step.pictures()) {
        files.put("images/" + picture.file(), picture.svg());
      }
    }
    page.answer();
    files.put(name, page.out.append(END).toString());
    return files;
  }

  /// Writes the page and its pictures.
  ///
  /// @return the files
  /// @throws IllegalArgumentException if the name does not end as that of a Markdown file
  public static List<Path> write(List<Step> steps, Path file) throws IOException {
    String name = file.getFileName() + "";
    if (!name.endsWith(MARKDOWN)) {
      throw new IllegalArgumentException(
          "the page is Markdown, expected a name that ends in %s, such as derive.md; got %s"
              .formatted(MARKDOWN, file));
    }
    Place.require(file, "");
    Path folder = file.toAbsolutePath().resolveSibling("");
    Map<String, String> files = files(steps, name);
    Files.createDirectories(folder.resolve("images"));
    for (Map.Entry<String, String> one : files.entrySet()) {
      WholeFiles.write(
          folder.resolve(one.getKey()), one.getValue().getBytes(StandardCharsets.UTF_8));
    }
    return files.keySet().stream().map(folder::resolve).toList();
  }

  private void answer() {
    out.append("## The answer, to keep\n\n");
    int number = 1;
    for (String sentence : Derivation.answer()) {
      out.append("%s. %s\n".formatted(number, typeset(sentence)));
      number++;
    }
    out.append('\n');
  }

  private static String heading(Step step) {
    return "%s. %s".formatted(step.number(), step.title());
  }

  /// As GitHub makes it of a heading.
  private static String anchor(Step step) {
    return heading(step).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-');
  }

  private void add(Step step) {
    out.append("## ").append(heading(step)).append("\n\n");
    step.opening().forEach(this::paragraph);
    if (!step.introduces().isEmpty()) {
      out.append("New symbols:\n\n");
      for (Symbol symbol : step.introduces()) {
        out.append("- $%s$: ".formatted(Latex.of(Terminal.shown(symbol))))
            .append(typeset(symbol.words()))
            .append(".\n");
      }
      out.append('\n');
    }
    for (Formula formula : step.formulas()) {
      out.append("$$\n").append(formula.latex()).append("\n$$\n\n");
      paragraph(formula.because());
    }
    step.prose().forEach(this::paragraph);
    step.tables().forEach(this::table);
    for (Illustration picture : step.pictures()) {
      out.append("![%s](images/%s)\n\n".formatted(picture.description(), picture.file()));
    }
    out.append("**Checked:**\n\n");
    step.checks().forEach(this::check);
    out.append('\n');
  }

  private void paragraph(String text) {
    out.append(typeset(text)).append("\n\n");
  }

  private void check(Check check) {
    out.append(check.passed() ? "- ✓ " : "- ✗ ").append(typeset(check.sentence()));
    out.append(' ').append(typeset(Terminal.numbers(check, "**"))).append('\n');
  }

  private void table(Table table) {
    out.append('*').append(typeset(table.caption())).append(":*\n\n");
    row(table.header());
    out.append("|---|").append("--:|".repeat(table.header().size() - 1)).append('\n');
    table.rows().forEach(this::row);
    out.append('\n');
  }

  private void row(List<String> cells) {
    out.append('|');
    cells.forEach(cell -> out.append(' ').append(typeset(cell)).append(" |"));
    out.append('\n');
  }

  /// With its math as LaTeX.
  static String typeset(String text) {
    return MATH.matcher(text)
        .replaceAll(math -> Matcher.quoteReplacement("$" + Latex.of(math.group(1)) + "$"));
  }
}
