package uphill.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;
import uphill.env.mdp.FiniteMdp;
import uphill.oracle.PolicyGradient;

class DeriveTest {

  private static final List<Step> STEPS = Derivation.steps();
  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern MATH = Pattern.compile("\\$([^$]+)\\$");

  @TempDir private Path directory;

  @Test
  void everyClaimHolds() {
    assertThat(STEPS).hasSize(15);
    for (Step step : STEPS) {
      assertThat(step.checks())
          .isNotEmpty()
          .allSatisfy(check -> assertThat(check.passed()).isTrue());
    }
  }

  @Test
  void stepsCountFromOne() {
    for (int k = 0; k < STEPS.size(); k++) {
      assertThat(STEPS.get(k).number()).isEqualTo(k + 1);
    }
  }

  @Test
  void aClaimFailsWhenItsNumberIsOff() {
    double[] theorem =
        PolicyGradient.theorem(StudyEvening.WORLD, StudyEvening.POLICY, StudyEvening.PAGES);
    double[] off = theorem.clone();
    off[1] += 1e-7;

    assertThat(ScoreSteps.routes(theorem, theorem, theorem).passed()).isTrue();
    assertThat(ScoreSteps.routes(off, theorem, theorem).passed()).isFalse();
    assertThat(ScoreSteps.routes(theorem, off, theorem).passed()).isFalse();
    assertThat(ScoreSteps.routes(theorem, theorem, off).passed()).isFalse();
    off[1] = Double.NaN;
    assertThat(ScoreSteps.routes(theorem, off, theorem).passed()).isFalse();
  }

  @Test
  void everyKindOfClaimCanFail() {
    Check.Value one = Check.value("one", 1);
    Check.Value two = Check.value("two", 2);

    assertThat(Check.rising("", List.of(one, two)).passed()).isTrue();
    assertThat(Check.rising("", List.of(two, one)).passed()).isFalse();
    assertThat(Check.rising("", List.of(one, one)).passed()).isFalse();
    assertThat(Check.zero("", "", 0.1, 0.01).passed()).isFalse();
    assertThat(Check.zero("", "", -0.1, 0.01).passed()).isFalse();
    assertThat(Check.near("", List.of(two, one), 2, 0.5).passed()).isFalse();
    assertThat(Check.near("", List.of(two, one), 1.5, 0.5).passed()).isTrue();
    assertThat(Check.same("", List.of(one, two), 0.5).passed()).isFalse();
    assertThat(Check.same("", List.of(two, two), 0.5).passed()).isTrue();
    assertThat(Check.exactly("", "", 1, 1).passed()).isTrue();
    assertThat(Check.exactly("", "", 2, 1).passed()).isFalse();
    assertThat(Check.equal("", List.of(), new double[] {1}, new double[] {2}, 0.5).passed())
        .isFalse();
    assertThat(Check.equal("", List.of(), new double[1], new double[2], 0.5).passed()).isFalse();
    assertThat(Check.zero("", "", Double.NaN, 1).passed()).isFalse();
    assertThat(Check.near("", List.of(Check.value("", Double.NaN)), 1, 1).passed()).isFalse();
  }

  /// What stands behind a tick meets what is said of it, as it is shown.
  @Test
  void everyNumberThatIsShownMeetsItsClaim() {
    for (Step step : STEPS) {
      for (Check check : step.checks()) {
        assertThat(shownHolds(check)).as(Terminal.numbers(check, "")).isTrue();
      }
    }
    assertThat(shownHolds(Check.near("", List.of(Check.value("", 0.9731)), 1, 0.005))).isFalse();
    assertThat(shownHolds(Check.rising("", List.of(Check.value("", 1), Check.value("", 1.00001)))))
        .isFalse();
    assertThat(shownHolds(Check.same("", List.of(Check.value("", 1), Check.value("", 2)), 3)))
        .isFalse();
  }

  private static boolean shownHolds(Check check) {
    List<Double> shown =
        check.values().stream()
            .map(value -> Double.parseDouble(value.shown().replace('−', '-')))
            .toList();
    return switch (check.kind()) {
      case EQUAL -> new HashSet<>(shown).size() == 1;
      case RISING ->
          IntStream.range(1, shown.size()).allMatch(i -> shown.get(i - 1) < shown.get(i));
      case NEAR -> {
        var within = Pattern.compile("within (\\S+) of (\\S+)").matcher(check.condition());
        double half = 0.5e-4; // of the last digit
        yield !within.matches()
            || shown.stream()
                .allMatch(
                    value ->
                        Math.abs(value - Double.parseDouble(within.group(2)))
                            <= Double.parseDouble(within.group(1)) + half);
      }
    };
  }

  /// Symbol by symbol: in the words that introduce, in formulas, in reasons, in prose, in tables.
  @Test
  void noSymbolIsUsedBeforeItIsIntroduced() {
    SymbolReading reading = reading();
    Set<String> known = new HashSet<>();
    for (Step step : STEPS) {
      for (String paragraph : step.opening()) {
        assertThat(known).as(paragraph).containsAll(reading.of(math(paragraph)));
      }
      for (Symbol symbol : step.introduces()) {
        assertThat(known.add(symbol.text())).as("%s is introduced once", symbol.text()).isTrue();
        assertThat(known).as(symbol.words()).containsAll(reading.of(math(symbol.words())));
      }
      for (Formula formula : step.formulas()) {
        assertThat(known).as(formula.text()).containsAll(reading.of(formula.text()));
      }
      for (String sentence : sentences(step)) {
        assertThat(known).as(sentence).containsAll(reading.of(math(sentence)));
      }
    }
  }

  @Test
  void aSymbolThatIsIntroducedTooLateOrNowhereIsNoticed() {
    assertThat(reading().of("R̂ₜ − b(sₜ) + E_a[KL(π‖π′)]"))
        .containsExactlyInAnyOrder("R̂", "t", "b", "s", "E_a", "KL", "π", "‖", "π′");
    assertThatThrownBy(() -> reading().of("α·μ")).hasMessageContaining("introduced nowhere");
  }

  /// What a step says that its formulas need is what they need.
  @Test
  void stepsDeclareTheEarlierSymbolsOfTheirFormulas() {
    SymbolReading reading = reading();
    for (Step step : STEPS) {
      Set<String> found = new LinkedHashSet<>();
      step.formulas().forEach(formula -> found.addAll(reading.of(formula.text())));
      step.introduces().forEach(symbol -> found.remove(symbol.text()));
      assertThat(step.uses())
          .as("step %d uses %s", step.number(), String.join(" ", found))
          .containsExactlyInAnyOrderElementsOf(found);
    }
  }

  /// Outside of dollar signs there is plain text.
  @Test
  void mathInSentencesIsMarkedAsMath() {
    for (Step step : STEPS) {
      Stream.concat(step.opening().stream(), sentences(step).stream())
          .forEach(
              text ->
                  assertThat(text.replaceAll("\\$[^$]+\\$", ""))
                      .as(text)
                      .doesNotContain("$")
                      .doesNotContainPattern("[α-ωΔΨΣ∇∂‖ₜₖᵢⱼ\\u0302]"));
    }
  }

  private static SymbolReading reading() {
    return new SymbolReading(
        STEPS.stream().flatMap(step -> step.introduces().stream()).map(Symbol::text).toList());
  }

  private static List<String> sentences(Step step) {
    List<String> sentences = new ArrayList<>(step.prose());
    step.formulas().forEach(formula -> sentences.add(formula.because()));
    for (Table table : step.tables()) {
      sentences.add(table.caption());
      sentences.addAll(table.header());
    }
    for (Check check : step.checks()) {
      sentences.add(check.sentence());
      check.values().forEach(value -> sentences.add(value.name()));
    }
    return sentences;
  }

  private static String math(String text) {
    return String.join(
        " ", MATH.matcher(text).results().map((MatchResult math) -> math.group(1)).toList());
  }

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
  void theTextFitsTheTerminalAndHoldsEveryFormula() {
    String text = Terminal.whole(STEPS, 80);

    for (int columns : List.of(40, 60, 80, 200)) {
      assertThat((Terminal.whole(STEPS, columns) + Terminal.answer(columns)).lines())
          .allSatisfy(
              line ->
                  assertThat(Terminal.columns(line))
                      .as(line)
                      .isLessThanOrEqualTo(Math.min(columns, 80)));
    }
    assertThat(text).doesNotContain("$", "`", "NaN", "Infinity");
    String joined = text.replaceAll("\\s+", " ");
    for (Step step : STEPS) {
      step.formulas()
          .forEach(formula -> assertThat(joined).contains(formula.text().replaceAll("\\s+", " ")));
    }
  }

  /// On a narrow screen the rows of a table are lists: a cell without a name would say nothing.
  @Test
  void everyTableNamesItsColumnsOnAnyScreen() {
    int lists = 0;
    for (Step step : STEPS) {
      assertThat(step.prose()).noneMatch(prose -> prose.contains("column"));
      String narrow = Terminal.of(List.of(step), 40);
      for (Table table : step.tables()) {
        List<String> names = table.header().stream().map(Terminal::plain).toList();
        assertThat(names).doesNotHaveDuplicates();
        assertThat(List.of(narrow.split("\\s+|:")))
            .containsAll(List.of(String.join(" ", names).split(" |:")));
        String first = "    %s: ".formatted(names.getFirst());
        String second = "      %s: ".formatted(names.get(1));
        if (narrow.contains("\n" + second)) {
          assertThat(names.getFirst().isEmpty() || narrow.contains("\n" + first))
              .as(first)
              .isTrue();
          lists++;
        }
      }
    }
    assertThat(lists).isGreaterThan(2);
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

  /// Its symbols are those that the steps have introduced.
  @Test
  void theAnswerUsesTheSymbolsOfTheSteps() {
    String all = Derivation.question() + String.join(" ", Derivation.answer());

    assertThat(reading().of(math(all))).contains("∇", "log", "π", "α", "c", "w", "‖", "R", "τ");
  }

  @Test
  void aClaimThatFailsIsShownAsFailed() {
    Check wrong = Check.near("Wrong.", List.of(Check.value("", 5)), 4, 0.25);
    Step step = new StepBuilder(1, "A step").check(wrong).build();

    assertThat(step.passed()).isFalse();
    assertThat(Terminal.of(List.of(step), 80)).contains("✗ Wrong.", "FAILED");
    assertThat(Page.files(List.of(step), "page.md").get("page.md")).contains("✗ Wrong.", "FAILED");
  }

  /// The story that is told in words is that of the table.
  @Test
  void theWordsOfTheFirstStepTellTheTable() {
    FiniteMdp world = StudyEvening.WORLD;

    assertThat(world.reward(world.first(0, 0))).isEqualTo(8);
    assertThat(world.reward(world.first(1, 0))).isEqualTo(2);
    assertThat(world.reward(world.first(1, 1))).isEqualTo(1);
    assertThat(StudyEvening.TIRING).isEqualTo(0.6);
    assertThat(StudyEvening.REFRESHING).isEqualTo(0.75);
    assertThat(StudyEvening.POLICY.probability(0, 0)).isEqualTo(0.7, within(1e-12));
    assertThat(StudyEvening.POLICY.probability(1, 0)).isEqualTo(0.8, within(1e-12));
    assertThat(STEPS.getFirst().opening().getFirst())
        .contains("gives 8 pages", "6 of 10", "gives 2 pages", "gives 1 page,", "3 of 4");
  }

  private static String page() {
    return Page.files(STEPS, "derive.md").getOrDefault("derive.md", "");
  }
}
