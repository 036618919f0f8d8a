package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.cli.terminal.Width;
import uphill.derive.Derivation;
import uphill.derive.print.Terminal;
import uphill.derive.step.Check;
import uphill.derive.step.Step;
import uphill.records.Json;

class DeriveCommandTest {

  private static final Path DOCS = Path.of("..", "docs");

  @TempDir private Path directory;

  private record Outcome(int code, String out, String err) {}

  private static Outcome uphill(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new Outcome(code, out.toString(), err.toString());
  }

  @Test
  void theWholeDerivationEndsWithTheAnswer() {
    Outcome outcome = uphill("derive");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .startsWith("The policy gradient is ")
        .contains("∇J = E_τ[Σₜ ∇log π(aₜ|sₜ)·R(τ)]", "12  The answer", "15  What real algorithms")
        .doesNotContain("✗");
    assertThat(outcome.out().replaceAll("\\s+", " ").strip())
        .endsWith(Terminal.plain(Derivation.answer().getLast()));
  }

  @Test
  void theAnswerAloneIsTheQuestionAndThreeSentences() {
    Outcome outcome = uphill("derive", "--answer");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).startsWith("The policy gradient is ").contains("\n1. ", "\n3. ");
    assertThat(outcome.out().lines().count()).isLessThan(24);
    Map<String, Object> json =
        Json.parseObject(uphill("derive", "--answer", "--json").out(), "standard output");
    assertThat(json).containsOnlyKeys("question", "answer");
    assertThat(json.get("answer")).asInstanceOf(LIST).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--answer", "--step=14"})
  void itFitsTheScreen(String words) throws Exception {
    List<String> command = new ArrayList<>(List.of("/usr/bin/env", "COLUMNS=48"));
    command.addAll(Child.command(Child.BRIEF, ("derive " + words).strip().split(" ")));

    try (Child child = Child.of(directory, command)) {
      String out = child.outcome().succeeds().out();
      assertThat(out.lines().mapToInt(Width::of).max().orElse(0)).isBetween(40, 48);
    }
  }

  @Test
  void oneStepIsShownAlone() {
    Outcome outcome = uphill("derive", "--step", "13");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).startsWith("13  Who pays").doesNotContain("14  What", "12  The");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          derive --step 0                | there are the steps 1 to 15, got --step 0
          derive --step -1               | there are the steps 1 to 15, got --step -1
          derive --step 99               | there are the steps 1 to 15, got --step 99
          derive --step twelve           | "twelve" is not a whole number
          derive --step 3 --page x.md    | --step and --page ask for different things
          derive --answer --step 3       | --answer and --step ask for different things
          derive --page /proc/uphill/x.md | /proc/uphill
          derive --page page.html        | expected a name that ends in .md
          """)
  void badInputIsASentenceAndExitCodeTwo(String typed, String said) {
    Outcome outcome = uphill(typed.split(" +"));

    assertThat(outcome.err()).contains(said).doesNotContain("\tat ").startsWith("uphill: ");
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.code()).isEqualTo(2);
  }

  /// The command that made the docs makes them again.
  @Test
  void thePageOfTheDocsIsWritten() throws IOException {
    Path page = directory.resolve("derive.md");

    Outcome outcome = uphill("derive", "--page", page.toString());

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out().lines()).hasSize(5).contains(page.toString());
    assertThat(page).hasSameTextualContentAs(DOCS.resolve("derive.md"));
    assertThat(Files.readString(DOCS.resolve("push.md"))).contains("(derive.md)");
    assertThat(Files.readString(DOCS.resolveSibling("README.md"))).contains("(docs/derive.md)");
  }

  @Test
  void jsonIsOneObjectWithEveryNumber() {
    Outcome outcome = uphill("derive", "--json", "--step", "4");

    Map<String, Object> object = Json.parseObject(outcome.out(), "standard output");
    assertThat(object).containsEntry("passed", true);
    assertThat(object.get("steps")).asInstanceOf(LIST).hasSize(1);
    assertThat(outcome.out()).contains("\"all evenings\":1.87", "\\\\nabla", "\"error\":");
  }

  @Test
  void aCheckThatFailsIsExitCodeOne() {
    List<Step> steps = new ArrayList<>(Derivation.steps());
    assertThat(DeriveCommand.exitCode(steps)).isZero();

    Step first = steps.removeFirst();
    Check check = first.checks().getFirst();
    Check wrong =
        new Check(
            check.sentence(), check.kind(), check.values(), check.condition(), 1e-3, check.bound());
    steps.addFirst(
        new Step(
            first.number(),
            first.title(),
            first.opening(),
            first.introduces(),
            first.uses(),
            first.formulas(),
            first.prose(),
            first.tables(),
            first.pictures(),
            List.of(wrong)));

    assertThat(DeriveCommand.exitCode(steps)).isEqualTo(1);
  }

  @Test
  void helpNamesItAndItsOptions() {
    assertThat(uphill("--help").out()).contains("derive");
    assertThat(uphill("derive", "--help").out()).contains("--step", "--page", "--json");
    assertThat(uphill("completion").out()).contains("derive", "--page");
  }
}
