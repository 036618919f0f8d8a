package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.lab.Experiment;
import uphill.lab.RunInterrupted;
import uphill.lab.config.EvaluationPlan;
import uphill.lab.record.EvaluationsFile;
import uphill.lab.world.World;
import uphill.records.Json;
import uphill.study.Row;
import uphill.study.RowResults;
import uphill.study.StudyFolder;
import uphill.study.StudyTable;

class BenchCommandTest {

  private static final String SMALL =
      "CartPole-v1 --steps 400 --set batch_steps=100 --set envs=4 --set hidden=16,16";

  private static final String TABLE =
      """
      cartpole-ppo
        train      CartPole-v1 --algo ppo --steps 5k
        seeds      0..1
        goal       20
        published  500 ± 0 at <100k>
      small
        train      %s --set gamma=0.9|0.99
        seeds      3..4
        episodes   7
      """
          .formatted(SMALL);

  private static final Set<String> OF_THE_RUN =
      Set.of("metrics.jsonl", "metrics.csv", "episodes.csv", "config.json");

  @TempDir private static Path directory;
  private static Path table = Path.of("");
  private static Path whole = Path.of("");
  private static Outcome outcome = new Outcome(0, "", "");

  private record Outcome(int code, String out, String err) {
    List<Map<String, Object>> json() {
      return out.lines().map(line -> Json.parseObject(line, "standard output")).toList();
    }

    void refuses(String... parts) {
      assertThat(err).contains(parts);
      assertThat(err.lines()).hasSize(1);
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

  private static Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(file, text);
    return file;
  }

  @BeforeAll
  static void aTableIsRun() throws IOException {
    table = write("table.txt", TABLE);
    whole = directory.resolve("whole");
    outcome = uphill("bench", table, "--out", whole);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /// The results of all rows, by their files' names, without the line of the times.
  private static Map<String, String> results(Path folder) throws IOException {
    Map<String, String> results = new TreeMap<>();
    for (Path file : files(folder.resolve("results"))) {
      String text = Files.readString(file);
      if (file.toString().endsWith(".json")) {
        assertThat(text.lines().filter(line -> line.contains("wall_seconds"))).hasSize(1);
        results.put(
            folder.relativize(file).toString(), text.replaceAll("\n  \"wall_seconds\".*", ""));
      }
    }
    return results;
  }

  @Test
  void everyRowIsSaidInOrder() {
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains("3 rows, 6 runs, in " + whole)
        .containsSubsequence("\n  cartpole-ppo", "2 of 2 (20)", "\n  small/0.9 ", "\n  small/0.99");
  }

  @Test
  void whatComesOfARowIsWhatTrainingItsSeedsGives() throws IOException {
    Path trained = directory.resolve("trained");
    List<Object> words = new ArrayList<>(List.of("train", "CartPole-v1", "--algo", "ppo"));
    words.addAll(List.of("--steps", "5k", "--seeds", "0..1", "--json", "--out", trained));
    List<Map<String, Object>> seeds = uphill(words.toArray()).json();

    Map<String, Object> row =
        Json.parseObject(Files.readString(whole.resolve("results/cartpole-ppo.json")), "row");

    List<?> found = Json.field(row, "seeds", List.class, "row");
    assertThat(found).hasSize(2);
    for (int k = 0; k < 2; k++) {
      Map<String, Object> one = Json.object(found.get(k), "seed");
      for (String name :
          List.of(
              "seed", "steps", "updates", "solved_at_steps", "evaluation", "parameters_sha256")) {
        assertThat(one.get(name)).as(name).isNotNull().isEqualTo(seeds.get(k).get(name));
      }
    }
    assertThat(row)
        .containsEntry("train", "CartPole-v1 --algo ppo --steps 5000")
        .containsEntry("algorithm", "ppo")
        .containsEntry("steps", 5000L)
        .containsEntry("seeds_at_goal", 2L);
    assertThat(Files.readString(trained.resolve("seed-1/metrics.jsonl")))
        .isEqualTo(Files.readString(whole.resolve("cartpole-ppo/seed-1/metrics.jsonl")));
  }

  @Test
  void asManyEpisodesAreEvaluatedAsTheRowSays() throws IOException {
    Path run = whole.resolve("small/0.9/seed-4");
    Map<String, Object> evaluated =
        uphill("eval", run, "--episodes", "7", "--json").json().getFirst();

    Map<String, Object> row =
        Json.parseObject(Files.readString(whole.resolve("results/small/0.9.json")), "row");

    List<?> seeds = Json.field(row, "seeds", List.class, "row");
    assertThat(Json.object(seeds.get(1), "seed"))
        .containsEntry("evaluation", evaluated.get("evaluation"));
  }

  /// As `uphill oracle` has it of the same run.
  @Test
  void aRowThatIsScoredExactlyHasWhatItsModeIsWorth() throws IOException {
    Path exact =
        write("exact.txt", "a\n  train FrozenLake-v1 --steps 4k\n  seeds 3\n  episodes exact\n");
    Path out = directory.resolve("exact");

    Outcome bench = uphill("bench", exact, "--out", out);
    assertThat(bench.out()).contains(", exact");
    Map<String, Object> row =
        Json.parseObject(Files.readString(out.resolve("results/a.json")), "row");
    Object[] oracle = {"oracle", "FrozenLake-v1", "--gamma", "1", "--mode", "--json"};
    List<Object> words = new ArrayList<>(List.of(oracle));
    words.addAll(List.of("--policy", out.resolve("a/seed-3"), "--samples", "10"));
    Map<String, Object> worth = uphill(words.toArray()).json().getFirst();

    Map<String, Object> seed =
        Json.object(Json.field(row, "seeds", List.class, "row").getFirst(), "seed");
    assertThat(Json.objectField(seed, "evaluation", "seed"))
        .containsEntry("episodes", 0L)
        .containsEntry("mean", worth.get("objective"));
    assertThat(Json.field(worth, "objective", Number.class, "oracle").doubleValue()).isPositive();
    assertThat(uphill("bench", exact, "--out", out).out()).contains(", exact");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "CartPole-v1 ! CartPole-v1 is not a table, so nothing about it is known exactly",
        "CliffWalking-v1 ! CliffWalking-v1 has no time limit",
        "Taxi-v4:action_mask=true ! masks actions",
      })
  void aRowIsScoredExactlyOnlyWhereThatIsKnown(String world, String why) throws IOException {
    Path bad = write("bad.txt", "a\n  episodes exact\n  train " + world + " --steps 4k\n");
    Path out = directory.resolve("bad");

    uphill("bench", bad, "--out", out).refuses("bad.txt, line 3: the row a", why);

    assertThat(out).doesNotExist();
  }

  @Test
  void whatComesOfItHasTheSameBytesForAnyNumberAtATimeAndInJson() throws IOException {
    Path other = directory.resolve("one-at-a-time");
    int all = Runtime.getRuntime().availableProcessors();
    Outcome again = uphill("bench", table, "--out", other, "--threads", all, "--json");

    assertThat(again.err()).isEmpty();
    assertThat(results(other)).hasSize(3).isEqualTo(results(whole));
    assertThat(again.json())
        .extracting(row -> row.get("row"))
        .containsExactly("cartpole-ppo", "small/0.9", "small/0.99");
    assertThat(Json.pretty(again.json().getFirst()))
        .isEqualTo(Files.readString(other.resolve("results/cartpole-ppo.json")));
  }

  @Test
  void whatIsFinishedIsNotRunAgain() throws IOException {
    Map<Path, Object> before = new TreeMap<>();
    for (Path file : files(whole.resolve("small"))) {
      before.put(file, Files.getLastModifiedTime(file));
    }
    Map<String, String> results = results(whole);
    for (Path file : files(whole.resolve("results/small"))) {
      Files.delete(file);
    }

    Outcome again = uphill("bench", table, "--out", whole, "--only", "small");

    assertThat(again.out()).contains("2 rows, 4 runs (4 of them are finished)");
    assertThat(again.code()).isZero();
    Map<Path, Object> after = new TreeMap<>();
    for (Path file : files(whole.resolve("small"))) {
      after.put(file, Files.getLastModifiedTime(file));
    }
    assertThat(after).isEqualTo(before);
    assertThat(results(whole)).isEqualTo(results);
  }

  @Test
  void whatWasInterruptedGoesOnWithTheSameBytes() throws IOException {
    Path stopped = directory.resolve("stopped");
    Row row = StudyTable.read(table).only(List.of("small/0.99")).getFirst();
    Path run = new StudyFolder(stopped).run(row, 3);
    World world = World.named("CartPole-v1", getClass().getClassLoader());
    AtomicInteger updates = new AtomicInteger();
    Experiment experiment =
        row.train()
            .on(Experiment.in(world))
            .seed(3)
            .interruptedBy(() -> updates.incrementAndGet() == 2);
    assertThatThrownBy(() -> experiment.run(run)).isInstanceOf(RunInterrupted.class);
    assertThat(Files.readAllLines(run.resolve("metrics.jsonl"))).hasSize(2);

    Outcome again = uphill("bench", table, "--out", stopped, "--only", "small/0.99");

    assertThat(again.err()).isEmpty();
    assertThat(results(stopped))
        .hasSize(1)
        .containsEntry("results/small/0.99.json", results(whole).get("results/small/0.99.json"));
    for (String name : OF_THE_RUN) {
      assertThat(run.resolve(name))
          .hasSameBinaryContentAs(whole.resolve("small/0.99/seed-3").resolve(name));
    }
  }

  @Test
  void aDirectoryOfAnotherRunIsRefusedAndNothingIsWritten() throws IOException {
    Path other = write("other.txt", "a\n  train " + SMALL + "\n  seeds 0");
    Path out = directory.resolve("other");
    assertThat(uphill("bench", other, "--out", out).code()).isZero();
    Map<Path, String> before = new TreeMap<>();
    for (Path file : files(out)) {
      before.put(file, Files.readString(file, StandardCharsets.ISO_8859_1));
    }
    write("other.txt", "b\n  train " + SMALL + "\na\n  train " + SMALL + " --set gamma=0.5\n");

    uphill("bench", other, "--out", out)
        .refuses(
            out.resolve("a/seed-0") + " is another run than the row a says",
            "other.txt, line 4",
            "it has gamma 0.99, not 0.5",
            "--out DIR");

    Map<Path, String> after = new TreeMap<>();
    for (Path file : files(out)) {
      after.put(file, Files.readString(file, StandardCharsets.ISO_8859_1));
    }
    assertThat(after).isEqualTo(before);
  }

  @Test
  void thePageHasEveryRowAlsoThoseThatWereNotRun() throws IOException {
    String page = Files.readString(whole.resolve("results/index.html"));

    assertThat(page)
        .contains("uphill train CartPole-v1 --algo ppo --steps 5000 --seeds 0..1")
        .contains("500 ± 0 at &lt;100k&gt;", "2 of 2 (20)", "<svg")
        .contains("id=\"small/0.9\"", "id=\"small/0.99\"")
        .doesNotContain("not run yet", "http://uphill", "https://", "<script");
    Path out = directory.resolve("one-row");
    assertThat(uphill("bench", table, "--out", out, "--only", "small/0.9").code()).isZero();
    assertThat(Files.readString(out.resolve("results/index.html")).split("not run yet", -1))
        .hasSize(3);
  }

  @Test
  void aRowThatIsNowAnotherIsNotShownAsItWas() throws IOException {
    Path file = write("now.txt", "a\n  train " + SMALL + "\n  seeds 0\nb\n  train " + SMALL);
    Path out = directory.resolve("now");
    assertThat(uphill("bench", file, "--out", out, "--only", "a").code()).isZero();
    Row row = StudyTable.read(file).rows().getFirst();
    assertThat(new StudyFolder(out).read(row)).isPresent();

    for (String other : List.of(" --set gamma=0.5", "\n  episodes 3")) {
      write("now.txt", "a\n  train " + SMALL + other + "\n  seeds 0");
      assertThat(new StudyFolder(out).read(StudyTable.read(file).rows().getFirst())).isEmpty();
    }
    write("now.txt", "a\n  train " + SMALL + "\n  goal 1\n  published much");
    RowResults results =
        new StudyFolder(out).read(StudyTable.read(file).rows().getFirst()).orElseThrow();
    assertThat(results.atGoal()).isEqualTo(1);
    assertThat(results.published()).isEqualTo("much");
  }

  /// The runs are those of a row without, but for what they hold besides.
  @Test
  void theCurveOfARowThatIsEvaluatedIsOfTheMode() throws IOException {
    String row = "a\n  train " + SMALL + " --set gamma=0.9\n  seeds 3\n";
    Path evaluated = write("evaluated.txt", row + "  evaluate 200 2\n");
    Path out = directory.resolve("evaluated");

    Map<String, Object> result =
        uphill("bench", evaluated, "--out", out, "--json").json().getFirst();

    Path run = out.resolve("a/seed-3");
    EvaluationsFile file = EvaluationsFile.read(run);
    assertThat(file.step()).containsExactly(200, 400);
    assertThat(result)
        .containsEntry("curve_of", "mode")
        .containsEntry("evaluations", new EvaluationPlan(200, 2).toJson());
    assertThat(Json.objectField(result, "curve", "row"))
        .containsEntry("step", List.of(200.0, 400.0))
        .containsEntry("iqm", List.of(file.mean()[0], file.mean()[1]));
    assertThat(run.resolve("metrics.jsonl"))
        .hasSameBinaryContentAs(whole.resolve("small/0.9/seed-3/metrics.jsonl"));
    assertThat(Files.readString(out.resolve("results/index.html")))
        .contains("a (1 seed, most probable actions)");
    assertThat(Files.readString(whole.resolve("results/small/0.9.json")))
        .contains("\"curve_of\": \"training\"");
    write("evaluated.txt", row);
    assertThat(new StudyFolder(out).read(StudyTable.read(evaluated).rows().getFirst())).isEmpty();
    uphill("bench", evaluated, "--out", out).refuses("it has evaluations", "not none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "0 ! the steps between two must be at least 1, got 0",
        "-5 ! -5",
        "often ! often",
        "5 2 1 ! got \"5 2 1\"",
        "5 0 ! expected episodes from 1",
        "401 ! an evaluation every 401 steps never comes in a run of 400",
      })
  void howOftenARowIsEvaluatedIsSaidWithItsLine(String words, String message) throws IOException {
    Path bad = write("often.txt", "a\n  evaluate " + words + "\n  train " + SMALL + "\n");
    Path out = directory.resolve("often");

    uphill("bench", bad, "--out", out).refuses("often.txt, line ", message);

    assertThat(out).doesNotExist();
  }

  @Test
  void aDocumentHasWhatTheResultsGiveBetweenItsTwoComments() throws IOException {
    Path document =
        write("page.md", "# A\n<!-- bench table begins -->\nold\n<!-- bench table ends -->\nB\n");
    Object[] words = {"bench", table, "--out", whole, "--markdown", document};

    assertThat(uphill(words).code()).isZero();

    String page = Files.readString(document);
    assertThat(page)
        .startsWith("# A\n<!-- bench table begins -->\n| row | command | score |")
        .endsWith(" |\n<!-- bench table ends -->\nB\n")
        .contains("| 2 of 2 (20) | 500 ± 0 at <100k> |\n| small/0.9 |")
        .doesNotContain("old");
    assertThat(uphill(words).code()).isZero();
    assertThat(Files.readString(document)).isEqualTo(page);
    Path none = write("none.md", "# A\n");
    uphill("bench", table, "--out", directory.resolve("none"), "--markdown", none)
        .refuses("none.md: expected the lines \"<!-- bench table begins -->\"");
    assertThat(directory.resolve("none")).doesNotExist();
  }

  @Test
  void aDocumentMayAskForTheRowsWhoseNamesEndSo() throws IOException {
    Path document =
        write(
            "part.md",
            """
            <!-- bench table *0.9 begins -->
            old
            <!-- bench table *0.9 ends -->
            <!-- bench table begins -->
            <!-- bench table ends -->
            """);

    assertThat(uphill("bench", table, "--out", whole, "--markdown", document).code()).isZero();

    String[] parts = Files.readString(document).split("<!-- bench table begins -->", -1);
    assertThat(parts[0]).contains("| small/0.9 |").doesNotContain("| cartpole-ppo |", "old");
    assertThat(parts[1]).contains("| small/0.9 |", "| cartpole-ppo |");
    Path wrong =
        write("wrong.md", "<!-- bench table 0.9 begins -->\n<!-- bench table 0.9 ends -->\n");
    uphill("bench", table, "--out", directory.resolve("none"), "--markdown", wrong)
        .refuses("wrong.md", "as * and the end of their names", "got \"0.9\"");
  }

  @Test
  void otherSeedsMayBeAskedFor() throws IOException {
    Path out = directory.resolve("seeds");
    Outcome one =
        uphill("bench", table, "--out", out, "--only", "small/0.9", "--seeds", "7", "--json");

    assertThat(one.json()).hasSize(1);
    assertThat(String.valueOf(one.json().getFirst().get("seeds"))).contains("seed=7");
    assertThat(out.resolve("small/0.9/seed-7")).isDirectory();
    assertThat(out.resolve("small/0.9/seed-3")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "train Cartpole-v2 ! line 2: unknown environment",
        "train CartPole-v1 --algo pp0 ! line 2: unknown algorithm \"pp0\". Did you mean",
        "train CartPole-v1 --set gama=1 ! Did you mean gamma?",
        "train CartPole-v1 --preset non ! line 2: unknown preset",
        "train CartPole-v1 --steps 0 ! line 2: steps must be in",
        "train CartPole-v1 --evaluate-every 5k ! line 2: expected the words of",
        "tran CartPole-v1 ! line 2: expected train",
      })
  void aRowThatCannotBeTrainedIsSaidWithItsLine(String line, String message) throws IOException {
    Path bad = write("bad.txt", "a\n  " + line + "\n");
    Path out = directory.resolve("bad");

    uphill("bench", bad, "--out", out).refuses("bad.txt", message);

    assertThat(out).doesNotExist();
  }

  @Test
  void aTableThatIsNotThereIsSaid() {
    uphill("bench", directory.resolve("none.txt")).refuses("none.txt");
    uphill("bench", table, "--only", "smal", "--out", whole).refuses("Did you mean small?");
  }

  @Test
  void anAlteredRunIsNoResult() throws IOException {
    Path small = write("altered.txt", "a\n  train " + SMALL + "\n  seeds 0..1");
    Path out = directory.resolve("altered");
    assertThat(uphill("bench", small, "--out", out).code()).isZero();
    Path result = out.resolve("a/seed-1/result.json");
    Files.writeString(result, Files.readString(result).replaceFirst("\"mean\": ", "\"mean\": 1"));

    Outcome again = uphill("bench", small, "--out", out);

    assertThat(again.err())
        .contains(result + " was altered since the run was finished")
        .contains("gathering the results did (a)", "; 2 are finished")
        .contains(String.format(Locale.ROOT, "uphill bench %s --out %s", small, out));
    assertThat(again.code()).isEqualTo(2);
  }
}
