package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `bench` and `tune` say where something of finished runs is amiss: counts that are true.
class FailedStudiesTest {

  private static final String SMALL =
      "CartPole-v1 --steps 200 --set batch_steps=100 --set envs=4 --set hidden=8,8";
  private static final String SEARCH =
      "tune CartPole-v1 --algo vpg --steps 160 --trials 3 --seeds 2 --rungs 1 --set batch_steps=80"
          + " --set hidden=8 --set envs=4 --search gamma=0.5..0.99";
  private static final Pattern COUNTS =
      Pattern.compile(
          "Of (\\d+) runs (?:(\\d+)|none) failed .*?(-?\\d+) (?:is|are) finished, (-?\\d+)"
              + " (?:is|are) under way, (-?\\d+) (?:was|were) not begun");

  @TempDir private static Path directory;
  private static Path table = Path.of("");

  @TempDir private Path folder;
  private Path bench = Path.of("");
  private Path search = Path.of("");

  private static Child.Outcome uphill(List<String> words) {
    return SmallRun.uphill(words.toArray());
  }

  @BeforeAll
  static void bothAreMade() throws IOException {
    table = directory.resolve("table.txt");
    Files.writeString(table, "grid\n  train " + SMALL + " --set gamma=0.9|0.99\n  seeds 3..4\n");
    uphill(bench(directory.resolve("bench"))).succeeds();
    uphill(tune(directory.resolve("tune"))).succeeds();
  }

  private static List<String> bench(Path out, String... more) {
    List<String> words = new ArrayList<>(List.of("bench", table.toString(), "--out"));
    words.add(out.toString());
    words.addAll(List.of(more));
    return words;
  }

  private static List<String> tune(Path out) {
    List<String> words = new ArrayList<>(List.of(SEARCH.split(" ", -1)));
    words.addAll(List.of("--out", out.toString()));
    return words;
  }

  @BeforeEach
  void copy() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.skip(1).toList()) {
        Files.copy(file, folder.resolve(directory.relativize(file)));
      }
    }
    bench = folder.resolve("bench");
    search = folder.resolve("tune");
  }

  private static void damage(Path file, String how) throws IOException {
    switch (how) {
      case "gone" -> Files.delete(file);
      case "altered" -> Files.writeString(file, Files.readString(file) + " ");
      default -> {
        try (Stream<Path> files = Files.walk(file)) {
          for (Path one : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(one);
          }
        }
        if (how.equals("a folder")) {
          Files.createDirectory(file);
        } else {
          Files.createFile(file);
        }
      }
    }
  }

  /// What it said ends with counts that are of all runs, or with none.
  private static void countsTrue(Child.Outcome outcome, int runs, int finished) {
    assertThat(outcome.code()).isEqualTo(2);
    Matcher found = COUNTS.matcher(outcome.err());
    if (!found.find()) {
      assertThat(outcome.err()).doesNotContain(" runs ");
      return;
    }
    int failed = found.group(2) == null ? 0 : Integer.parseInt(found.group(2));
    List<Integer> counts =
        Stream.of(found.group(3), found.group(4), found.group(5)).map(Integer::parseInt).toList();
    assertThat(Integer.parseInt(found.group(1))).isEqualTo(runs);
    assertThat(counts).allMatch(count -> count >= 0).first().isEqualTo(finished);
    assertThat(failed + counts.stream().mapToInt(count -> count).sum()).isEqualTo(runs);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "results ! a file ! results",
        "results/grid/0.9.json ! a folder ! results/grid/0.9.json",
        "grid/0.99/seed-3/result.json ! gone ! grid/0.99/seed-3 is a finished run that has lost",
        "grid/0.9/seed-3/config.json ! gone ! grid/0.9/seed-3 is a finished run that has lost",
        "grid/0.9/seed-4/result.json ! altered ! grid/0.9/seed-4/result.json was altered",
      })
  void whatABenchCountsIsTrueOfItsRuns(String file, String how, String said) throws IOException {
    damage(bench.resolve(file), how);

    Child.Outcome outcome = uphill(bench(bench));

    countsTrue(outcome, 4, 4);
    assertThat(outcome.err()).contains(said);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "results ! a file ! results",
        "results/tune.json ! a folder ! results/tune.json",
        "trial-001/rung-0/seed-1/result.json ! gone ! seed-1 is a finished run that has lost",
        "trial-001/rung-0/seed-0/config.json ! gone ! seed-0 is a finished run that has lost",
      })
  void whatASearchCountsIsTrueOfItsRuns(String file, String how, String said) throws IOException {
    damage(search.resolve(file), how);

    Child.Outcome outcome = uphill(tune(search));

    countsTrue(outcome, 6, 6);
    assertThat(outcome.err()).contains(said);
  }

  /// Its name is the same whatever else is asked for.
  @Test
  void aRunIsNamedFromTheFolderOn() throws IOException {
    damage(bench.resolve("grid/0.99/seed-4/result.json"), "altered");

    for (Child.Outcome outcome :
        List.of(uphill(bench(bench)), uphill(bench(bench, "--only", "grid/0.99")))) {
      assertThat(outcome.err()).contains("gathering the results did (grid/0.99)");
    }
  }

  /// One cannot go on, another was saved in an earlier process, a third is finished.
  @Test
  void aRunThatFailsIsCountedBesideThoseOfEarlierProcesses() throws IOException {
    Files.delete(bench.resolve("grid/0.99/seed-3/checksums.sha256"));
    Files.delete(bench.resolve("grid/0.99/seed-4/checksums.sha256"));
    Path broken = bench.resolve("grid/0.9/seed-3");
    Files.delete(broken.resolve("checksums.sha256"));
    damage(broken.resolve("metrics.jsonl"), "a folder");

    Child.Outcome outcome = uphill(bench(bench, "--threads", "1"));

    assertThat(outcome.err()).contains("1 failed (grid/0.9/seed-3)");
    Matcher found = COUNTS.matcher(outcome.err());
    assertThat(found.find()).isTrue();
    assertThat(Stream.of(3, 4, 5).mapToInt(group -> Integer.parseInt(found.group(group))).sum())
        .isEqualTo(3);
    assertThat(found.group(5)).isEqualTo("0"); // all were begun by an earlier process
  }
}
