package uphill.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.cli.terminal.FittingLines;
import uphill.cli.terminal.Width;
import uphill.explain.OracleProblem;
import uphill.oracle.Ascent;
import uphill.oracle.Scoreboard;
import uphill.oracle.TabularPolicy;

class TableReportTest {

  /// The table and the list of numbers are one report: what one screen has, every other has too.
  @ParameterizedTest
  @ValueSource(ints = {40, 60, 80, 100})
  void noNumberIsLostOnANarrowScreen(int columns) {
    TableReport report = report("chain");
    String wide = printed(report, Integer.MAX_VALUE);
    String narrow = printed(report, columns);

    assertThat(words(narrow)).containsAll(words(wide));
    assertThat(narrow.lines().map(Width::of)).allMatch(width -> width <= columns);
  }

  private static List<String> words(String text) {
    return List.of(text.split("[\\s:]+")); // in a list a colon stands after a name
  }

  private static TableReport report(String name) {
    OracleProblem problem = OracleProblem.named(name, ClassLoader.getSystemClassLoader());
    TabularPolicy policy = TabularPolicy.uniform(problem.mdp());
    Scoreboard board =
        Scoreboard.of(
            problem.mdp(), policy, problem.criterion(), Scoreboard.Baseline.EXACT, 100, 0);
    List<String> names = board.scores().stream().map(score -> score.name()).toList();
    return new TableReport(
        problem,
        policy,
        "uniform",
        problem.criterion(),
        new ScoreTable(board, names, "exact"),
        Ascent.from(problem.mdp(), policy, problem.criterion(), 5, 0));
  }

  private static String printed(TableReport report, int columns) {
    StringWriter screen = new StringWriter();
    try (PrintWriter out = FittingLines.on(new PrintWriter(screen), () -> columns)) {
      report.print(out, columns);
    }
    return screen.toString();
  }
}
