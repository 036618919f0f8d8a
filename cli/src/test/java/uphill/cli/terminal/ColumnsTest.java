package uphill.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnsTest {

  private static Columns table() {
    return new Columns()
        .left("")
        .right("visits")
        .right("V")
        .left("weight")
        .row(List.of("start", "3.262", "0.01394", "γᵗ·R̂ₜ"))
        .row(List.of("row 2, column 2 (hole)", "0", "−1.5", "R(τ) − J"));
  }

  @Test
  void cellsStandBelowTheNamesOfTheirColumns() {
    assertThat(table().lines(Integer.MAX_VALUE))
        .containsExactly(
            "                          visits        V  weight",
            "  start                    3.262  0.01394  γᵗ·R̂ₜ",
            "  row 2, column 2 (hole)       0     −1.5  R(τ) − J");
  }

  @Test
  void whatDoesNotFitStandsInBlocksThatBeginWithTheFirstColumn() {
    assertThat(table().lines(43))
        .containsExactly(
            "                          visits        V",
            "  start                    3.262  0.01394",
            "  row 2, column 2 (hole)       0     −1.5",
            "                          weight",
            "  start                   γᵗ·R̂ₜ",
            "  row 2, column 2 (hole)  R(τ) − J");
  }

  @Test
  void whereNotEvenTwoColumnsFitEachRowIsAList() {
    assertThat(table().lines(31))
        .containsExactly(
            "  start",
            "    visits: 3.262",
            "    V: 0.01394",
            "    weight: γᵗ·R̂ₜ",
            "  row 2, column 2 (hole)",
            "    visits: 0",
            "    V: −1.5",
            "    weight: R(τ) − J");
  }

  @ParameterizedTest
  @ValueSource(ints = {24, 30, 40, 60, 80, 132})
  void noCellIsLostAndNoLineIsTooWide(int columns) {
    List<String> lines = table().lines(columns);

    List<String> cells = new ArrayList<>();
    List<List<String>> all =
        List.of(
            List.of("start", "3.262", "0.01394", "γᵗ·R̂ₜ"),
            List.of("row 2, column 2 (hole)", "0", "−1.5", "R(τ) − J", "visits", "V", "weight"));
    all.forEach(cells::addAll);
    assertThat(String.join("\n", lines)).contains(cells);
    assertThat(lines).allMatch(line -> Width.of(line) <= columns);
  }
}
