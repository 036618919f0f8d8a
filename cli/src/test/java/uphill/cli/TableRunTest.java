package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.records.Json;

/// A run in a table from a file keeps the table, and asks for no other.
class TableRunTest {

  private static final String ROOMS =
      """
      {"states": ["hall", "garden"], "actions": ["stay", "go"], "start": "hall", "max_steps": 9,
       "transitions": [
        {"from": "hall", "action": "stay", "to": "hall"},
        {"from": "hall", "action": "go", "to": "garden", "reward": 10, "terminated": true},
        {"from": "garden", "to": "garden", "terminated": true}]}
      """;

  @TempDir private Path directory;
  private Path rooms = Path.of("");
  private Path run = Path.of("");

  private static Child.Outcome uphill(Object... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] texts = Arrays.stream(words).map(Object::toString).toArray(String[]::new);
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), texts);
    return new Child.Outcome(code, out.toString(), err.toString());
  }

  private static Object value(Child.Outcome outcome, String field) {
    return Json.field(
        Json.parseObject(outcome.succeeds().out(), "standard output"), field, Object.class, "it");
  }

  @BeforeEach
  void aRunInRooms() throws IOException {
    rooms = Files.writeString(directory.resolve("rooms.json"), ROOMS);
    run = directory.resolve("run");
    uphill((Object[]) SmallRun.train(rooms.toString(), run)).succeeds();
  }

  @Test
  void theTableIsInTheRunWithItsHashInTheConfig() throws IOException {
    assertThat(run.resolve("world.json")).hasSameBinaryContentAs(rooms);
    assertThat(run.resolve("checksums.sha256")).content().contains("world.json");
    Map<String, Object> config =
        Json.parseObject(Files.readString(run.resolve("config.json")), "config.json");
    assertThat(run.resolve("checksums.sha256"))
        .content()
        .contains(config.get("table_sha256") + "  world.json");
  }

  /// The file is edited, then gone; the run is as it was.
  @Test
  void aRunGoesOnInItsOwnTableWhateverBecameOfTheFile() throws IOException {
    Path whole = directory.resolve("whole");
    uphill((Object[]) SmallRun.train(rooms.toString(), whole, "--steps", "3k")).succeeds();
    Object before = value(uphill("eval", run, "--json"), "evaluation");

    for (boolean gone : new boolean[] {false, true}) {
      if (gone) {
        Files.delete(rooms);
      } else {
        Files.writeString(rooms, ROOMS.replace("10", "-10"));
      }
      assertThat(value(uphill("eval", run, "--json"), "evaluation")).isEqualTo(before);
      uphill("verify", run).succeeds();
      uphill("explain", run).succeeds();
    }
    uphill("resume", run, "--steps", "3k").succeeds();

    SameBytes.check(run, whole, "longer");
    uphill("verify", run).succeeds();
  }

  @Test
  void theConfigOfARunBringsItsTable() throws IOException {
    Files.delete(rooms);
    Path again = directory.resolve("again");

    uphill("train", "--config", run.resolve("config.json"), "--out", again).succeeds();

    assertThat(again.resolve("world.json")).hasSameBinaryContentAs(run.resolve("world.json"));
    assertThat(again.resolve("metrics.csv")).hasSameBinaryContentAs(run.resolve("metrics.csv"));
  }

  @Test
  void aCopyThatIsNotTheRunsTableIsRefused() throws IOException {
    Files.writeString(run.resolve("world.json"), ROOMS.replace("10", "-10"));
    uphill("eval", run).saysOnly(2, run.resolve("world.json") + " was altered", "train anew");

    Files.delete(run.resolve("world.json"));
    uphill("resume", run, "--steps", "3k")
        .saysOnly(2, run.resolve("world.json") + " is missing", "train anew");
  }

  @Test
  void aPolicyThatIsScoredElsewhereIsSaidToBe() throws IOException {
    String[] few = {"--samples", "10", "--ascent", "0"};
    assertThat(uphill("oracle", rooms, "--policy", run, few[0], few[1], few[2], few[3]).err())
        .isEmpty();

    Files.writeString(rooms, ROOMS.replace("10", "-10"));
    assertThat(uphill("oracle", rooms, "--policy", run, few[0], few[1], few[2], few[3]).err())
        .contains(
            run + " was trained in another world than " + rooms,
            "Its own table is " + run.resolve("world.json"));
  }
}
