package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.records.Json;

/// `resume` and `verify` of what is, or is not, a run.
class NotARunTest {

  @TempDir private Path directory;
  private Path run = Path.of("");

  private static Child.Outcome uphill(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    return new Child.Outcome(code, out.toString(), err.toString());
  }

  private static Child.Outcome train(Path run, String... more) {
    return uphill(SmallRun.train("CartPole-v1", run, more));
  }

  @BeforeEach
  void name() {
    run = directory.resolve("run");
  }

  @Test
  void resumeOfAFinishedRunRefusesWrongOptionsAsOfAnyOther() {
    train(run).succeeds();

    uphill("resume", run.toString(), "--threads", "0").saysOnly(2, "--threads must be in [1,");
    uphill("resume", run.toString(), "--env-timeout", "-1").saysOnly(2, "--env-timeout must be");
    uphill("resume", run.toString(), "--class-path", "nowhere.jar").saysOnly(2, "does not exist");
  }

  @ParameterizedTest
  @ValueSource(strings = {"resume", "verify"})
  void whatIsNotARunIsSaidToBeNone(String command) throws IOException {
    Path missing = directory.resolve("missing");
    uphill(command, missing.toString()).saysOnly(2, missing + " is not a run", "config.json");

    Path empty = Files.createDirectory(directory.resolve("empty"));
    uphill(command, empty.toString()).saysOnly(2, empty + " is not a run", "config.json");

    Path file = Files.writeString(directory.resolve("file"), "hello");
    uphill(command, file.toString()).saysOnly(2, file + " is a file", "directory");

    train(run).succeeds();
    Path config = run.resolve("config.json");
    uphill(command, config.toString()).saysOnly(2, config + " is a file", "directory");
    Files.writeString(config, Files.readString(config).replace("uphill-run-1", "uphill-run-9"));
    uphill(command, run.toString()).saysOnly(2, config + "", "\"uphill-run-9\"", "uphill-run-1");
  }

  @Test
  void severalRunsAreResumedAndVerifiedTogether() throws IOException {
    Path whole = directory.resolve("whole");
    train(run, "--seeds", "1..3").succeeds();
    train(whole, "--seeds", "1..3").succeeds();
    for (int seed = 1; seed <= 2; seed++) {
      Files.delete(run.resolve(String.format(Locale.ROOT, "seed-%d/checksums.sha256", seed)));
    }

    Child.Outcome resumed = uphill("resume", run.toString(), "--json").succeeds();
    Child.Outcome verified = uphill("verify", run.toString(), "--json").succeeds();

    assertThat(json(resumed))
        .extracting(line -> line.get("seed"))
        .containsExactlyInAnyOrder(1L, 2L, 3L);
    assertThat(json(verified)).extracting(line -> line.get("seed")).containsExactly(1L, 2L, 3L);
    for (int seed = 1; seed <= 3; seed++) {
      SameBytes.check(run.resolve("seed-" + seed), whole.resolve("seed-" + seed), "seed " + seed);
    }
  }

  private static List<Map<String, Object>> json(Child.Outcome outcome) {
    return outcome.out().lines().map(line -> Json.parseObject(line, "standard output")).toList();
  }

  @Test
  void resumingAFinishedRunTellsWhatItTold() {
    Child.Outcome trained = train(run).succeeds();

    assertThat(uphill("resume", run.toString(), "--json").succeeds().out())
        .isEqualTo(trained.out());
    assertThat(uphill("resume", run.toString()).succeeds().out())
        .contains("is finished", "--steps N");
  }

  @Test
  void aLongerRunIsTheOneThatHadBeenAskedForAtFirst() throws IOException {
    Path whole = directory.resolve("whole");
    train(whole).succeeds();
    train(run, "--steps", "1200").succeeds();
    List<String> before = files(run);

    uphill("resume", run.toString(), "--steps", "1000")
        .saysOnly(2, "is a run of 1200 steps", "only make it longer, got 1000");
    assertThat(files(run)).isEqualTo(before);

    uphill("resume", run.toString(), "--steps", "2k", "--json").succeeds();
    SameBytes.check(run, whole, "longer");
    uphill("verify", run.toString()).succeeds();
  }

  @Test
  void aRunWhoseScheduleDependsOnItsEndIsNotMadeLonger() throws IOException {
    train(run, "--set", "anneal=true").succeeds();
    List<String> before = files(run);

    uphill("resume", run.toString(), "--steps", "9k")
        .saysOnly(2, "anneal=true", "uphill train --config " + run + " --steps 9000");
    assertThat(files(run)).isEqualTo(before);
  }

  /// Names and sizes: what a refused command leaves as it was.
  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile)
          .sorted()
          .map(f -> f + " " + f.toFile().length())
          .toList();
    }
  }
}
