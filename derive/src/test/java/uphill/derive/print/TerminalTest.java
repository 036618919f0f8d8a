package uphill.derive.print;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import uphill.derive.Derivation;
import uphill.derive.step.Check;
import uphill.derive.step.Step;
import uphill.derive.step.StepBuilder;
import uphill.derive.step.Table;

class TerminalTest {

  private static final List<Step> STEPS = Derivation.steps();

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
  void aClaimThatFailsIsShownAsFailed() {
    Check wrong = Check.near("Wrong.", List.of(Check.value("", 5)), 4, 0.25);
    Step step = new StepBuilder(1, "A step").check(wrong).build();

    assertThat(step.passed()).isFalse();
    assertThat(Terminal.of(List.of(step), 80)).contains("✗ Wrong.", "FAILED");
    assertThat(Page.files(List.of(step), "page.md").get("page.md")).contains("✗ Wrong.", "FAILED");
  }
}
