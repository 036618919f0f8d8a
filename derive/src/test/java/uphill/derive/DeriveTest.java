package uphill.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import uphill.derive.evening.StudyEvening;
import uphill.derive.step.Check;
import uphill.derive.step.Formula;
import uphill.derive.step.Step;
import uphill.derive.step.Symbol;
import uphill.derive.step.Table;
import uphill.env.mdp.FiniteMdp;
import uphill.oracle.PolicyGradient;

class DeriveTest {

  private static final List<Step> STEPS = Derivation.steps();
  private static final Pattern MATH = Pattern.compile("\\$([^$]+)\\$");

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

  /// What stands behind a tick meets what is said of it, as it is shown.
  @Test
  void everyNumberThatIsShownMeetsItsClaim() {
    for (Step step : STEPS) {
      for (Check check : step.checks()) {
        assertThat(shownHolds(check)).as("%s", check).isTrue();
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

  /// Its symbols are those that the steps have introduced.
  @Test
  void theAnswerUsesTheSymbolsOfTheSteps() {
    String all = Derivation.question() + String.join(" ", Derivation.answer());

    assertThat(reading().of(math(all))).contains("∇", "log", "π", "α", "c", "w", "‖", "R", "τ");
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
}
