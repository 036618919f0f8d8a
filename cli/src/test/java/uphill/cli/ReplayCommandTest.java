package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.cli.process.Exit;
import uphill.records.Json;

class ReplayCommandTest {

  private static final List<String> NAMES =
      List.of(
          "Acrobot-v1",
          "CartPole-v1",
          "CartPole-v1-sutton",
          "MountainCar-v0",
          "MountainCarContinuous-v0",
          "Pendulum-v1");

  @TempDir private Path folder = Path.of("");

  /// What a command left behind.
  record Outcome(int code, String out, String err) {}

  private static Outcome replay(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] all = new String[arguments.length + 1];
    all[0] = "replay";
    for (int i = 0; i < arguments.length; i++) {
      all[i + 1] = arguments[i].toString();
    }
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), all);
    return new Outcome(code, out.toString(), err.toString());
  }

  private static Path golden(String name) {
    return Path.of("../env/src/test/resources/uphill/env", name + ".jsonl.gz");
  }

  private static String text(String name) throws IOException {
    try (var file = new GZIPInputStream(Files.newInputStream(golden(name)))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Path changed(String from, String to) throws IOException {
    String text = text("CartPole-v1");
    assertThat(text).contains(from);
    return Files.writeString(
        folder.resolve("changed.jsonl"), text.replaceFirst(Pattern.quote(from), to));
  }

  @Test
  void goldenFilesGiveOneJsonObjectEachAndExitCode0() {
    Object[] arguments = new Object[NAMES.size() + 1];
    arguments[0] = "--json";
    for (int i = 0; i < NAMES.size(); i++) {
      arguments[i + 1] = golden(NAMES.get(i));
    }
    Outcome outcome = replay(arguments);

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    List<String> lines = outcome.out().lines().toList();
    assertThat(lines).hasSameSizeAs(NAMES);
    for (int i = 0; i < lines.size(); i++) {
      Map<String, Object> object = Json.parseObject(lines.get(i), "a line of output");
      assertThat(object.keySet())
          .containsExactly(
              "file",
              "environment",
              "episodes",
              "steps",
              "worst_state_error",
              "state_tolerance",
              "worst_observation_error",
              "worst_observation_ulps",
              "worst_reward_error",
              "state_bit_equal_share",
              "observation_bit_equal_share",
              "flag_mismatches",
              "passed");
      assertThat(object)
          .containsEntry("file", golden(NAMES.get(i)).toString())
          .containsEntry("flag_mismatches", 0L)
          .containsEntry("passed", true);
    }
  }

  @Test
  void aTableHasOneRowPerFileWithItsColumnsAligned() {
    Outcome outcome = replay(golden("CartPole-v1-sutton"), golden("Pendulum-v1"));

    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .isEqualToNormalizingNewlines(
            """
                                                                    worst error of             equal in every bit
                                         episodes   steps      state  observation    reward      state  observation     flags
            CartPole-v1-sutton.jsonl.gz         4      78          0            0         0      100 %        100 %     equal  passed
              CartPole-v1 with sutton_barto_reward = true
            Pendulum-v1.jsonl.gz               12    1600    8.9e-16            0   2.9e-11    99.12 %        100 %     equal  passed

            All 2 files are within tolerance: 16 episodes, 1,678 steps.
            """);
  }

  @Test
  void aFileBeyondToleranceGivesExitCode1AndSaysWhere() throws IOException {
    Path changed = changed("\"rewards\":[1.0,1.0,", "\"rewards\":[1.0,1.00000001,");

    Outcome table = replay(changed, golden("CartPole-v1"));
    assertThat(table.code()).isEqualTo(Exit.FAILED);
    assertThat(table.err()).isEmpty();
    assertThat(table.out())
        .contains("1.0e-08", "FAILED", "passed", "Beyond tolerance: 1 of 2 files.")
        .contains(
            "First beyond tolerance: %s, line 2: rewards[1] is 1.0, recorded 1.00000001"
                .formatted(changed));

    Outcome json = replay("--json", changed);
    assertThat(json.code()).isEqualTo(Exit.FAILED);
    assertThat(Json.parseObject(json.out(), "output")).containsEntry("passed", false);
  }

  @Test
  void aFileThatCannotBeReadGivesExitCode2AfterTheReportsOfTheOthers() throws IOException {
    Path missing = folder.resolve("missing.jsonl");
    Path broken = changed("\"terminated\"", "\"terminated");
    Object[] files = {missing, golden("CartPole-v1"), broken, golden("Pendulum-v1")};
    Object[] json = {"--json", missing, golden("CartPole-v1"), broken, golden("Pendulum-v1")};
    for (Object[] arguments : List.of(files, json)) {
      Outcome outcome = replay(arguments);

      assertThat(outcome.code()).isEqualTo(Exit.BAD_INPUT);
      assertThat(outcome.out()).contains("CartPole-v1.jsonl.gz", "Pendulum-v1.jsonl.gz");
      assertThat(outcome.err().lines())
          .satisfiesExactly(
              line -> assertThat(line).isEqualTo("uphill: %s: no such file".formatted(missing)),
              line -> assertThat(line).startsWith("uphill: %s, line 2, column".formatted(broken)));
    }
  }

  @Test
  void aFileThatCannotBeReadOutweighsOneBeyondTolerance() throws IOException {
    Path changed = changed("\"rewards\":[1.0,", "\"rewards\":[2.0,");

    assertThat(replay(changed, folder.resolve("missing.jsonl")).code()).isEqualTo(Exit.BAD_INPUT);
  }

  @Test
  void aWorldThatUphillLacksIsSaidWithTheNearest() throws IOException {
    Outcome outcome = replay(changed("\"CartPole-v1\"", "\"CartPole-v0\""));

    assertThat(outcome.code()).isEqualTo(Exit.BAD_INPUT);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .contains("line 1: unknown environment \"CartPole-v0\". Did you mean CartPole-v1?")
        .contains("\"uphill envs\" lists all");
  }

  @Test
  void anUnknownKeywordArgumentGivesExitCode2() throws IOException {
    Outcome outcome = replay(changed("\"kwargs\":{}", "\"kwargs\":{\"sutton\":true}"));

    assertThat(outcome.code()).isEqualTo(Exit.BAD_INPUT);
    assertThat(outcome.err())
        .contains("CartPole-v1 has no argument \"sutton\". Did you mean sutton_barto_reward?");
  }

  @Test
  void noFileIsAMistake() {
    assertThat(replay().code()).isEqualTo(Exit.BAD_INPUT);
  }
}
