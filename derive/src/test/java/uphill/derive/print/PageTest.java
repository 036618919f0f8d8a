package uphill.derive.print;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;
import uphill.derive.Derivation;
import uphill.derive.step.Illustration;
import uphill.derive.step.Step;

class PageTest {

  private static final List<Step> STEPS = Derivation.steps();
  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern MATH = Pattern.compile("\\$([^$]+)\\$");

  @TempDir private Path directory;

  /// The docs hold the numbers that the code computes now. If this fails, look at the difference
  /// and write them anew: uphill derive --page docs/derive.md
  @Test
  void theDocsAreWhatIsComputedNow() throws IOException {
    Map<String, String> files = Page.files(STEPS, "derive.md");

    assertThat(files).hasSize(5).containsKey("derive.md");
    for (Map.Entry<String, String> file : files.entrySet()) {
      assertThat(DOCS.resolve(file.getKey())).content().isEqualTo(file.getValue());
    }
  }

  @Test
  void theNumbersDoNotDependOnTheCountry() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      assertThat(Page.files(Derivation.steps(), "derive.md"))
          .isEqualTo(Page.files(STEPS, "derive.md"));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void pageAndPicturesAreWrittenSideBySide() throws IOException {
    List<Path> written = Page.write(STEPS, directory.resolve("derive.md"));

    assertThat(written).hasSize(5).allSatisfy(file -> assertThat(file).isNotEmptyFile());
    assertThat(directory.resolve("images/derive-world.svg")).exists();
  }

  /// GitHub lets Markdown see the math before MathJax does.
  @Test
  void markdownLeavesTheMathAlone() {
    String page = page();
    List<String> all = new ArrayList<>();
    MATH.matcher(page.replace("$$", "")).results().forEach(math -> all.add(math.group(1)));
    STEPS.forEach(step -> step.formulas().forEach(formula -> all.add(formula.latex())));

    assertThat(all).hasSizeGreaterThan(100);
    for (String math : all) {
      assertThat(math)
          .doesNotContainPattern("\\\\[^A-Za-z]") // an escape
          .doesNotContainPattern("[^A-Za-z0-9]_") // the beginning of an emphasis
          .doesNotContain("*", "<", ">", "|", "  ")
          .matches("\\p{ASCII}+");
      assertThat(math.chars().filter(c -> c == '{').count())
          .isEqualTo(math.chars().filter(c -> c == '}').count());
    }
  }

  @Test
  void plainMathBecomesLatex() {
    assertThat(Latex.of("∇log π(aₜ|sₜ)·R̂ₜ"))
        .isEqualTo("\\nabla \\log \\pi (a_t\\vert s_t)\\cdot \\hat R_t");
    assertThat(Latex.of("E_τ[ĝ]")).isEqualTo("\\mathbb E_\\tau [\\hat g]");
    assertThat(Latex.of("γᵏ⁻ᵗ·Σ_a′ p(sₜ₊₁)"))
        .isEqualTo("\\gamma^{k-t}\\cdot \\sum_{a'} p(s_{t+1})");
  }

  @Test
  void picturesAreWellFormedAndDescribed() throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    for (Step step : STEPS) {
      for (Illustration picture : step.pictures()) {
        var svg =
            factory
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(picture.svg())))
                .getDocumentElement();
        assertThat(svg.getAttribute("role")).isEqualTo("img");
        assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).isNotBlank();
        assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
            .isEqualTo(picture.description());
        assertThat(page())
            .contains("![%s](images/%s)".formatted(picture.description(), picture.file()));
      }
    }
  }

  @Test
  void aPageHasTheNameOfMarkdown() {
    Path page = directory.resolve("page.html");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Page.write(STEPS, page))
        .withMessageContaining("ends in .md");
    assertThat(directory).isEmptyDirectory();
  }

  /// It begins with the question and what is ahead, and ends with the answer; the README has both.
  @Test
  void theAnswerIsKept() throws IOException {
    String whole = Terminal.whole(STEPS, 80).replaceAll("\\s+", " ");
    String answer = Terminal.answer(80).replaceAll("\\s+", " ");
    String readme = Files.readString(DOCS.resolveSibling("README.md")).replaceAll("\\s+", " ");

    assertThat(Derivation.answer()).hasSize(3);
    assertThat(whole).startsWith(Terminal.plain(Derivation.question()));
    int ahead = 0;
    for (Step step : STEPS) {
      int at = whole.indexOf(step.title());
      assertThat(at).isGreaterThan(ahead).isLessThan(whole.indexOf("New symbols"));
      ahead = at;
    }
    for (String sentence : Derivation.answer()) {
      assertThat(answer).contains(Terminal.plain(sentence));
      assertThat(readme).contains(Terminal.plain(sentence));
      assertThat(page()).contains(Page.typeset(sentence));
    }
    assertThat(whole.strip()).endsWith(Terminal.plain(Derivation.answer().getLast()));
  }

  private static String page() {
    return Page.files(STEPS, "derive.md").getOrDefault("derive.md", "");
  }
}
