package uphill.lab.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.records.Json;

/// Recordings of worlds that are tables: seeded, and with the whole table in their header.
class ReplayTableTest {

  private static final ClassLoader LOADER = ReplayTableTest.class.getClassLoader();

  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CliffWalking-v1",
        "CliffWalkingSlippery-v1",
        "FrozenLake-v1",
        "FrozenLake-v1-deterministic",
        "FrozenLake-v1-success0.75",
        "FrozenLake8x8-v1",
        "Taxi-v4",
        "Taxi-v4-rainy-fickle"
      })
  void everyBitOfEveryGoldenFileIsEqual(String name) {
    ReplayReport report = Replay.of(Recording.golden(name), LOADER);

    assertThat(report.passed()).isTrue();
    assertThat(report.firstDeviation()).isEmpty();
    assertThat(report.episodes()).isEqualTo(12);
    assertThat(report.worstStateError()).isZero();
    assertThat(report.worstRewardError()).isZero();
    assertThat(report.stateBitEqualShare()).isEqualTo(1);
    assertThat(report.observationBitEqualShare()).isEqualTo(1);
    assertThat(name).startsWith(report.environment());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | [[[[0.33333333333333337, | [[[[0.3333333334, | P[0][0][0][0] is 0.33333333333333337",
        "1 | [[[[0.33333333333333337,0, | [[[[0.33333333333333337,1, | P[0][0][0][1] is 0.0",
        "1 | [[[[0.33333333333333337,0,0, | [[[[0.33333333333333337,0,1, | P[0][0][0][2] is 0.0",
        "1 | [0.3333333333333333,0,0,false] | [0.3333333333333333,0,0,true] | P[0][0][1][3] is",
        "1 | \"initial_state_distrib\":[1.0,0.0 | \"initial_state_distrib\":[0.5,0.5 |"
            + " initial_state_distrib[0] is 1.0, recorded 0.5",
        "1 | \"kwargs\":{} | \"kwargs\":{\"success_rate\":0.4} | P[0][0][0][0] is 0.3, recorded",
        "2 | \"seed\":0 | \"seed\":1 | obs[0][0] is",
        "2 | \"obs\":[4, | \"obs\":[5, | obs[0][0] is 4.0, recorded 5.0",
        "2 | \"rewards\":[0 | \"rewards\":[1 | rewards[0] is 0.0, recorded 1.0",
        "2 | \"initial_state\":0 | \"initial_state\":1 | initial_state is 0.0, recorded 1.0",
        "2 | \"terminated\":true | \"terminated\":false | terminated after actions[4]",
      })
  void whatIsChangedIsFound(int line, String from, String to, String where) throws IOException {
    ReplayReport report = Replay.of(changed(line, from, to), LOADER);

    assertThat(report.passed()).isFalse();
    assertThat(report.firstDeviation().orElseThrow()).contains("line " + line, where);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | [[[[0.33333333333333337,0,0,false], | [[[ | \"P[0][0]\" has 2 entries, this world's"
            + " table has 3",
        "1 | [[[[0.33333333333333337,0,0,false] | [[[[0.33333333333333337,0] | \"P[0][0][0]\" has"
            + " 2 entries",
        "1 | [[[[0.33333333333333337, | [[[[\"1/3\", | \"P[0][0][0][0]\" must be a finite number",
        "1 | \"initial_state_distrib\":[1.0,0.0 | \"initial_state_distrib\":[1.0 | must have 16",
        "2 | \"seed\":0 | \"seed\":-1 | \"seed\" must be a whole number from 0 on, got -1",
        "2 | \"seed\":0, | '' | \"seed\" is missing",
        "2 | \"obs\":[4, | \"obs\":[99, | before actions[1]: FrozenLake: a state is a whole number",
        "2 | \"obs\":[4, | \"obs\":[\"4\", | \"obs[0]\" must be an array, got \"4\"",
      })
  void whatCannotBeReadIsNamed(int line, String from, String to, String message)
      throws IOException {
    Path file = changed(line, from, to);

    assertThatThrownBy(() -> Replay.of(file, LOADER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line " + line)
        .hasMessageContaining(message);
  }

  @Test
  void aDrawOfAnotherGeneratorIsFound() throws IOException {
    Path file = changed(2, "\"actions\":[2,2,0", "\"actions\":[2,2,1");

    assertThat(Replay.of(file, LOADER).passed()).isFalse();
  }

  /// The recording of FrozenLake-v1 with one change, written without spaces.
  private Path changed(int line, String from, String to) throws IOException {
    List<String> lines = Recording.lines("FrozenLake-v1");
    String header = Json.line(GoldenLine.parse("header", lines.getFirst()).fields());
    List<String> both = List.of(header, lines.get(1).replace(" ", ""));
    String text = both.get(line - 1);
    String wanted = from.replace(", ", ",");
    assertThat(text).contains(wanted);
    String changed = text.replaceFirst(Pattern.quote(wanted), to);
    return Files.writeString(
        folder.resolve("changed.jsonl"),
        (line == 1 ? changed : header) + "\n" + (line == 2 ? changed : both.get(1)) + "\n");
  }
}
