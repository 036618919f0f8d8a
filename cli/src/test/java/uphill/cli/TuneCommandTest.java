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
import java.util.Map;
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
import uphill.lab.world.World;
import uphill.records.Json;
import uphill.study.Row;
import uphill.study.StudyTable;

/// Seven trials, of which three are refused, one fails, and three go on.
class TuneCommandTest {

  private static final List<String> SMALL =
      List.of(
          "tune CartPole-v1 --algo vpg --steps 320 --trials 7 --seeds 2 --eta 2 --rungs 2"
              .split(" ", -1));
  private static final List<String> SPACE =
      List.of(
          "--set",
          "batch_steps=80",
          "--set",
          "hidden=8",
          "--search",
          "envs=3|4|10",
          "--search",
          "learning_rate=1e-2|1e38",
          "--search",
          "gamma=0.5..0.99");

  @TempDir private static Path directory;
  private static Path whole = Path.of("");
  private static Outcome outcome = new Outcome(0, "", "");

  private record Outcome(int code, String out, String err) {
    void refuses(String... parts) {
      assertThat(err).contains(parts);
      assertThat(err.lines()).hasSize(1);
      assertThat(code).isEqualTo(2);
    }
  }

  private static Outcome uphill(List<String> words, Object... more) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(words);
    Stream.of(more).map(Object::toString).forEach(all::add);
    int code =
        Main.run(
            new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    return new Outcome(code, out.toString(), err.toString());
  }

  private static Outcome tune(Path out, Object... more) {
    List<String> words = new ArrayList<>(SMALL);
    words.addAll(SPACE);
    words.addAll(List.of("--out", out.toString()));
    return uphill(words, more);
  }

  @BeforeAll
  static void aSearchIsMade() {
    whole = directory.resolve("whole");
    outcome = tune(whole);
  }

  private static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> texts = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        texts.put(
            folder.relativize(file).toString(),
            Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return texts;
  }

  private static Map<String, Object> json(Path folder) throws IOException {
    return Json.parseObject(Files.readString(folder.resolve("results/tune.json")), "tune.json");
  }

  private static Map<String, Object> trial(int number) throws IOException {
    List<?> trials = Json.field(json(whole), "trials", List.class, "tune.json");
    return Json.object(trials.get(number), "trial");
  }

  @Test
  void theBestTrialsGoOnAndTheWinnerIsSaidWithItsCommand() throws IOException {
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .containsSubsequence(
            "2 seeds each: 7 trials with 160 steps, then the best 3 trials with 320 steps",
            "  gamma                    0.5..0.99",
            "rung 0: 4 trials, 8 runs",
            "rung 0: the best is trial-001",
            "3 trials go on, the preset among them",
            "rung 1: 3 trials, 6 runs",
            "\n  trial-001 ",
            "\n  trial-000 ",
            "trial-001 is the best of 7 trials. Its ",
            " is optimistic",
            "\n  uphill train CartPole-v1 --algo vpg --preset classic-control --steps 320 --set"
                + " batch_steps=80 --set hidden=8 --set envs=4 --set gamma=0.952\n",
            "  uphill bench " + whole.resolve("confirm.txt"));
    assertThat(json(whole))
        .containsEntry("steps", List.of(160L, 320L))
        .containsEntry("seeds", List.of(0L, 1L));
    assertThat(String.valueOf(json(whole).get("winner"))).contains("trial=1", "gamma=0.952");
  }

  @Test
  void whatIsRefusedOrFailsCountsAsTheWorstAndEndsNothing() throws IOException {
    assertThat(outcome.out())
        .containsOnlyOnce("trial-002 is not trained: batch_steps=80 is not a multiple of envs=3")
        .containsOnlyOnce("trial-004 failed, and counts as the worst: seed 0: update 1 of");
    assertThat(whole.resolve("trial-002")).doesNotExist();
    assertThat(whole.resolve("trial-004/rung-1")).doesNotExist();
    assertThat(String.valueOf(trial(2).get("refused"))).contains("is not a multiple of");
    assertThat(trial(2)).containsEntry("rungs", List.of());
    assertThat(String.valueOf(trial(4).get("rungs"))).contains("failed=seed 0", "score=null");
  }

  @Test
  void aTrialIsWhatTrainingItsSettingsGives() throws IOException {
    Path trained = directory.resolve("trained");
    String words =
        "train CartPole-v1 --algo vpg --steps 320 --set batch_steps=80 --set hidden=8 --set envs=4"
            + " --set gamma=0.952 --seed 1 --out";
    assertThat(uphill(List.of(words.split(" ", -1)), trained).code()).isZero();

    for (String name : List.of("metrics.jsonl", "episodes.csv", "config.json")) {
      assertThat(whole.resolve("trial-001/rung-1/seed-1").resolve(name))
          .hasSameBinaryContentAs(trained.resolve(name));
    }
  }

  /// As a kill leaves it: some runs are finished, one is in the middle, the others are not begun.
  @Test
  void whatWasInterruptedGoesOnWithTheSameBytes() throws IOException {
    Path stopped = directory.resolve("stopped");
    World world = World.named("CartPole-v1", getClass().getClassLoader());
    int begun = 0;
    for (String name : List.of("trial-000/rung-0/seed-0", "trial-001/rung-0/seed-1")) {
      int last = ++begun;
      AtomicInteger updates = new AtomicInteger();
      Experiment experiment =
          Experiment.in(world)
              .algorithm("vpg")
              .set("batch_steps", 80)
              .set("hidden", 8)
              .steps(160)
              .seed(last - 1)
              .interruptedBy(() -> last == 2 && updates.incrementAndGet() == 1);
      if (last == 1) {
        experiment.run(stopped.resolve(name));
      } else {
        experiment.set("envs", 4).set("gamma", 0.952);
        assertThatThrownBy(() -> experiment.run(stopped.resolve(name)))
            .isInstanceOf(RunInterrupted.class);
      }
    }

    Outcome again = tune(stopped, "--threads", Runtime.getRuntime().availableProcessors());

    assertThat(again.err()).isEmpty();
    assertThat(again.out()).contains("rung 0: 4 trials, 8 runs (1 of them is finished)");
    assertThat(Files.readString(stopped.resolve("results/tune.json")))
        .isEqualTo(Files.readString(whole.resolve("results/tune.json")));
    assertThat(stopped.resolve("confirm.txt")).hasSameBinaryContentAs(whole.resolve("confirm.txt"));
    for (String name : List.of("metrics.jsonl", "episodes.csv")) {
      assertThat(stopped.resolve("trial-001/rung-0/seed-1").resolve(name))
          .hasSameBinaryContentAs(whole.resolve("trial-001/rung-0/seed-1").resolve(name));
    }
  }

  @Test
  void whatIsFinishedIsNotRunAgain() throws IOException {
    Map<String, String> before = files(whole);

    Outcome again = tune(whole, "--json");

    assertThat(again.err()).isEmpty();
    assertThat(Json.pretty(Json.parseObject(again.out(), "standard output")))
        .isEqualTo(Files.readString(whole.resolve("results/tune.json")));
    before.keySet().removeIf(name -> name.startsWith("trial-004")); // it fails once more
    assertThat(files(whole)).containsAllEntriesOf(before);
  }

  /// Trial numbers, not the number of trials, say what is drawn.
  @Test
  void moreTrialsAreAddedToThoseThatAreThere() {
    Path out = directory.resolve("more");
    List<String> words =
        new ArrayList<>(
            List.of(
                "tune CartPole-v1 --algo vpg --steps 160 --seeds 1 --rungs 1 --out"
                    .split(" ", -1)));
    words.add(out.toString());
    words.addAll(SPACE);
    assertThat(uphill(words, "--trials", 2).out()).contains("rung 0: 2 trials, 2 runs\n");

    assertThat(uphill(words, "--trials", 7).out())
        .contains("rung 0: 4 trials, 4 runs (2 of them are finished)");
  }

  @Test
  void aDirectoryOfAnotherSearchIsRefusedAndNothingIsWritten() throws IOException {
    Map<String, String> before = files(whole);

    tune(whole, "--seed", 3).refuses("trial-001/rung-0/seed-0 is another run than", "--out DIR");

    assertThat(files(whole)).isEqualTo(before);
  }

  @Test
  void theTableThatConfirmsTheWinnerIsOneAndHasFreshSeeds() {
    List<Row> rows = StudyTable.read(whole.resolve("confirm.txt")).rows();

    assertThat(rows).extracting(Row::name).containsExactly("winner", "preset");
    assertThat(rows).allMatch(row -> row.seeds().text().equals("2..11"));
    assertThat(rows.getFirst().train().settings())
        .containsEntry("envs", "4")
        .containsEntry("gamma", "0.952")
        .containsEntry("hidden", "8")
        .doesNotContainKey("learning_rate");
    assertThat(rows.getLast().train().settings()).doesNotContainKeys("envs", "gamma");
  }

  @Test
  void thePageHasEveryTrialAndAsksForNothing() throws IOException {
    assertThat(Files.readString(whole.resolve("results/index.html")))
        .contains("id=\"trial-000\"", "id=\"trial-006\"", "Not trained: ", "Failed: ", "<svg")
        .contains("rung 1, 320 steps", "0.5..0.99", "--set gamma=0.952")
        .doesNotContain("http://uphill", "https://", "<script");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "--trials 1 ! --trials must be in [2, 10000], the preset among them, got 1",
        "--seeds 0 ! --seeds: expected how many seeds, such as 3, or which, such as 5..9, got 0",
        "--rungs 9 ! --rungs must be in [1, 4]",
        "--eta 1 ! --eta must be at least 2, got 1",
        "--search gama ! Did you mean gamma?",
        "--set gamma=0.9 --search gamma ! exclude each other",
        "--set gamma=2 ! gamma must be in [0, 1]",
        "--algo vpg --steps 100 ! the preset cannot be trained so: an update takes 2048 steps",
        "--algo pp ! unknown algorithm",
        "--preset non ! unknown preset",
      })
  void whatCannotBeSearchedIsSaidBeforeAnythingIsRun(String words, String message) {
    Path out = directory.resolve("bad");
    List<String> all = new ArrayList<>(List.of("tune", "CartPole-v1"));
    all.addAll(List.of(words.split(" ", -1)));

    uphill(all, "--out", out).refuses(message);

    assertThat(out).doesNotExist();
  }

  @Test
  void whereEveryTrialFailsThereIsNoWinner() {
    Path out = directory.resolve("none");
    List<String> words =
        List.of(
            "tune CartPole-v1 --algo vpg --steps 96 --trials 2 --seeds 1 --search gamma=0.1|0.2"
                .split(" ", -1));

    Outcome none =
        uphill(words, "--set", "batch_steps=96", "--set", "learning_rate=1e38", "--out", out);

    assertThat(none.err()).isEmpty();
    assertThat(none.out()).contains("No trial came to its end", "trial-001      -  failed");
    assertThat(none.code()).isEqualTo(1);
    assertThat(out.resolve("results/index.html")).isRegularFile();
    assertThat(out.resolve("confirm.txt")).doesNotExist();
  }

  /// A number alone is how many.
  @Test
  void seedsAreHowManyOrWhich() {
    Path out = directory.resolve("seeds");
    List<String> words =
        List.of("tune", "CartPole-v1", "--algo", "vpg", "--trials", "2", "--steps", "100");
    List<Object> small =
        List.of("--set", "batch_steps=96", "--search", "gamma=0.1|0.2", "--out", out);

    Outcome one =
        uphill(words, Stream.concat(Stream.of("--seeds", "7..7"), small.stream()).toArray());

    assertThat(one.err()).isEmpty();
    assertThat(out.resolve("trial-001/rung-0/seed-7")).isDirectory();
    assertThat(out.resolve("trial-001/rung-0/seed-0")).doesNotExist();
  }
}
