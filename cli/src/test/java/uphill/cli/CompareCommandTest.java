package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.records.Json;

class CompareCommandTest {

  private static final String SMALL =
      "CartPole-v1 --steps 200 --set batch_steps=100 --set envs=4 --set hidden=8,8";

  private static final String TABLE =
      """
      small
        train  %s --set gamma=0.9|0.99
        seeds  0..4
      few
        train  %s
        seeds  1,3
      lake
        train  FrozenLake-v1 --steps 200 --set batch_steps=100 --set envs=4
        seeds  0
      """
          .formatted(SMALL, SMALL);

  @TempDir private static Path directory;

  private record Outcome(int code, String out, String err) {

    Map<String, Object> json() {
      assertThat(err).isEmpty();
      return Json.parseObject(out, "standard output");
    }

    void refuses(String... parts) {
      assertThat(err).contains(parts);
      assertThat(err.lines()).hasSize(1);
      assertThat(out).isEmpty();
      assertThat(code).isEqualTo(2);
    }
  }

  private static Outcome uphill(Object... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] args = Stream.of(words).map(Object::toString).toArray(String[]::new);
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new Outcome(code, out.toString(), err.toString());
  }

  @BeforeAll
  static void aTableIsRun() throws IOException {
    Path table = directory.resolve("table.txt");
    Files.writeString(table, TABLE);
    assertThat(uphill("bench", table, "--out", directory.resolve("runs")).code()).isZero();
  }

  private static Path runs(String name) {
    return directory.resolve("runs").resolve(name);
  }

  private static Path results(String name) {
    return directory.resolve("runs/results").resolve(name + ".json");
  }

  @Test
  void runsAndTheResultsOfABenchSayTheSame() {
    Map<String, Object> ofRuns =
        uphill("compare", runs("small/0.9"), runs("small/0.99"), "--json").json();
    Map<String, Object> ofResults =
        uphill("compare", results("small/0.9"), results("small/0.99"), "--json").json();

    assertThat(ofRuns)
        .containsOnlyKeys(
            "a", "b", "probability_of_improvement", "iqm_difference", "enough_seeds", "sentence")
        .containsEntry("enough_seeds", true);
    for (String name : ofRuns.keySet()) {
      if (name.length() > 1) { // all but the places
        assertThat(ofResults).containsEntry(name, ofRuns.get(name));
      }
    }
  }

  @Test
  void whatIsSaidIsWhatTheJsonHolds() {
    Outcome said = uphill("compare", runs("small/0.9"), runs("few"));

    assertThat(said.code()).isZero();
    assertThat(said.out())
        .containsSubsequence(
            "A  " + runs("small/0.9") + ": CartPole-v1, 5 seeds",
            "B  " + runs("few") + ": CartPole-v1, 2 seeds",
            "Not enough seeds to say: expected 5 of each at least, got 5 of A and 2 of B.")
        .doesNotContain("P(A > B)", "A less B");
    assertThat(uphill("compare", runs("small/0.9"), runs("few"), "--json").json())
        .containsEntry("enough_seeds", false);
  }

  @Test
  void whatCannotBeComparedIsRefusedWithASentence() throws IOException {
    uphill("compare", runs("few"), runs("lake"))
        .refuses("is of CartPole-v1", "of FrozenLake-v1", "Name two of the same");
    uphill("compare", runs("few"), runs("none")).refuses("got nothing of this name");
    uphill("compare", runs("small"), runs("few")).refuses("got a folder without runs");
    uphill("compare", runs("few"), directory.resolve("table.txt")).refuses("not JSON");
    uphill("compare", runs("few")).refuses("B");
    Path mixed = Files.createDirectories(directory.resolve("mixed"));
    copy(runs("small/0.9/seed-0"), mixed.resolve("one"));
    copy(runs("small/0.99/seed-1"), mixed.resolve("two"));
    uphill("compare", mixed, runs("few")).refuses("differ in more than the seed, in gamma");
    Files.delete(mixed.resolve("one/checksums.sha256"));
    uphill("compare", mixed.resolve("one"), runs("few"))
        .refuses(mixed.resolve("one") + " is not finished: \"uphill resume");
  }

  private static void copy(Path run, Path to) throws IOException {
    Files.createDirectories(to);
    for (String name : new String[] {"config.json", "result.json", "checksums.sha256"}) {
      Files.copy(run.resolve(name), to.resolve(name));
    }
  }
}
