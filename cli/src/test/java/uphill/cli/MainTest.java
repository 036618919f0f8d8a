package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import uphill.lab.config.RunConfig;
import uphill.records.Json;

class MainTest {

  @TempDir private Path directory;

  private record Outcome(int code, String out, String err) {
    List<Map<String, Object>> json() {
      return out.lines().map(line -> Json.parseObject(line, "standard output")).toList();
    }
  }

  private static Outcome uphill(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new Outcome(code, out.toString(), err.toString());
  }

  private Outcome train(String name, String... more) {
    return uphill(
        Stream.concat(
                Stream.of(
                    "train", "CartPole-v1", "--steps", "4k", "--out", directory.resolve(name) + ""),
                Stream.of(more))
            .toArray(String[]::new));
  }

  @Test
  void trainingInJsonPrintsOneObjectPerSeedAndNothingElse() {
    Outcome outcome = train("runs", "--json", "--seeds", "3..4");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.json()).hasSize(2);
    assertThat(outcome.json().getFirst())
        .containsEntry("environment", "CartPole-v1")
        .containsEntry("algorithm", "vpg")
        .containsEntry("seed", 3L)
        .containsKeys(
            "steps",
            "updates",
            "wall_seconds",
            "steps_per_second",
            "evaluation",
            "random_policy_mean",
            "parameters_sha256",
            "run_directory");
    Object evaluation =
        Json.field(outcome.json().getFirst(), "evaluation", Object.class, "standard output");
    assertThat(Json.object(evaluation, "evaluation"))
        .containsOnlyKeys("episodes", "mean", "std", "min", "max", "cut")
        .containsEntry("episodes", 100L);
  }

  @Test
  void evaluatingARunAgainGivesWhatTrainingFound() {
    Map<String, Object> trained = train("run", "--json").json().getFirst();

    Outcome outcome = uphill("eval", directory.resolve("run") + "", "--json");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.json().getFirst())
        .containsEntry("evaluation", trained.get("evaluation"))
        .containsEntry("random_policy_mean", trained.get("random_policy_mean"));
  }

  @Test
  void everySeedThatIsPrintedCanBeTypedIn() {
    String largest = "18446744073709551615";
    Map<String, Object> trained = train("run", "--json", "--seed", largest).json().getFirst();
    String run = directory.resolve("run") + "";

    Map<String, Object> evaluated = uphill("eval", run, "--json").json().getFirst();
    String seed = Json.field(evaluated, "seed", Number.class, "standard output").toString();

    assertThat(trained.get("seed")).hasToString(largest);
    assertThat(train("other").out()).contains("seed 0");
    assertThat(train("again", "--seed", largest).out()).contains("seed " + largest);
    assertThat(Long.parseUnsignedLong(seed)).isNegative();
    assertThat(uphill("eval", run, "--json", "--seed", seed).json().getFirst())
        .isEqualTo(evaluated);
    assertThat(uphill("train", "--config", run, "--json", "--out", run + "2").json().getFirst())
        .containsEntry("parameters_sha256", trained.get("parameters_sha256"));
  }

  @Test
  void evaluatingAFolderOfSeedsPrintsALineForEach() {
    train("runs", "--json", "--seeds", "8..10");
    String runs = directory.resolve("runs") + "";

    assertThat(uphill("eval", runs, "--episodes", "1e1").out().lines())
        .hasSize(3)
        .allMatch(line -> line.contains(": CartPole-v1, 10 episodes, actions most probable: "))
        .allMatch(line -> line.contains("; random actions: "));
    assertThat(uphill("eval", runs, "--episodes", "1", "--json").json())
        .hasSize(3)
        .allMatch(run -> String.valueOf(run.get("run_directory")).startsWith(runs + "/seed-"));
  }

  @Test
  void oneEpisodeIsShownWithoutADeviation() {
    train("run", "--json");

    assertThat(uphill("eval", directory.resolve("run") + "", "--episodes", "1").out())
        .startsWith("CartPole-v1, 1 episode, actions most probable: ")
        .doesNotContain("deviation");
  }

  /// 0.68 and a threshold of 0.7 are two numbers on the screen too.
  @Test
  void aMeanOnTheScreenIsThatOfTheRecordsToADigitOfItsErrorAndOnItsSideOfTheThreshold()
      throws IOException {
    Path runs = directory.resolve("lakes");
    String[] command = {"train", "FrozenLake-v1", "--steps", "20k", "--out", runs + ""};
    String screen =
        uphill(
                Stream.concat(Stream.of(command), Stream.of("--seeds", "0..2"))
                    .toArray(String[]::new))
            .out();

    for (int seed = 0; seed < 3; seed++) {
      Path run = runs.resolve("seed-" + seed);
      Map<String, Object> evaluation =
          Json.object(
              Json.field(
                  Json.parseObject(Files.readString(run.resolve("result.json")), "result.json"),
                  "evaluation",
                  Object.class,
                  "result.json"),
              "evaluation");
      double mean = Json.field(evaluation, "mean", Double.class, "result.json");
      Matcher shown = Pattern.compile("seed " + seed + ": (\\S+) over").matcher(screen);
      assertThat(shown.find()).isTrue();
      assertThat(Double.parseDouble(shown.group(1))).isEqualTo(mean); // hundredths, of 100 episodes
      assertThat(uphill("eval", run + "").out())
          .contains("most probable: " + shown.group(1) + " (");
    }
    assertThat(screen).contains("Solved (a mean of at least 0.7): ");
    assertThat(screen)
        .containsPattern(
            "interquartile mean 0\\.\\d{3,}, 95 % interval 0\\.\\d{3,} to 0\\.\\d{3,}\\R")
        .containsPattern("Random actions: 0\\.0\\d{2,}\\R");
  }

  @Test
  void whereOneOfSeveralRunsFailsItIsSaidWhatBecameOfAllAndHowToGoOn() {
    Outcome outcome = train("runs", "--seeds", "0..9", "--set", "learning_rate=1e38");
    Path runs = directory.resolve("runs");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err().lines()).hasSize(2);
    Matcher words =
        Pattern.compile(
                "Of 10 runs (\\d) failed \\((seed-\\d(?:, seed-\\d)*)\\), 0 are finished, (\\d)"
                    + " (?:is|are) under way, (\\d) (?:was|were) not begun; no state was saved yet")
            .matcher(outcome.err());
    assertThat(words.find()).isTrue();
    int failed = Integer.parseInt(words.group(1));
    assertThat(words.group(2).split(", ")).hasSize(failed);
    assertThat(failed + Integer.parseInt(words.group(3)) + Integer.parseInt(words.group(4)))
        .isEqualTo(10);
    assertThat(outcome.err())
        .contains("with: uphill resume " + runs + ", or with one that did not fail: uphill resume ")
        .doesNotContain("1 are", "1 were");
  }

  @Test
  void peopleAreToldHowItWentAndWhatToDoNext() {
    Outcome outcome = train("run");

    assertThat(outcome.out())
        .contains("CartPole-v1: vpg, preset classic-control, weights gae, seed 0, 4k steps")
        .contains("100 %")
        .contains("Evaluation of the most probable actions, 100 episodes:")
        .contains("Random actions in the same episodes:")
        .contains("Records: " + directory.resolve("run"))
        .contains("uphill watch " + directory.resolve("run"))
        .contains("uphill plot " + directory.resolve("run"));
  }

  @Test
  void theConfigOfAnEarlierRunRepeatsIt() {
    Map<String, Object> first = train("a", "--json", "--seed", "5").json().getFirst();

    Map<String, Object> again =
        uphill(
                "train",
                "--config",
                directory.resolve("a") + "",
                "--out",
                directory.resolve("b") + "",
                "--json")
            .json()
            .getFirst();

    assertThat(again.get("parameters_sha256")).isEqualTo(first.get("parameters_sha256"));
  }

  @Test
  void everyWeightTrains() {
    for (String weights : List.of("return", "reward-to-go", "baseline", "gae")) {
      Outcome outcome = train("weights-" + weights, "--json", "--weights", weights);

      assertThat(outcome.err()).isEmpty();
      assertThat(outcome.code()).isZero();
    }
  }

  @Test
  void severalSeedsArePlottedAsOneCurve() {
    train("runs", "--json", "--seeds", "0..2");

    Outcome outcome = uphill("plot", directory.resolve("runs") + "");

    assertThat(outcome.err()).isEmpty();
    assertThat(directory.resolve("runs/learning-curve.svg")).content().contains("CartPole-v1");
    assertThat(directory.resolve("runs/learning-curve.png")).exists();
  }

  @Test
  void aFolderOfRunsIsNotARunButNamesOne() {
    train("runs", "--json", "--seeds", "0..1");

    Outcome outcome = uphill("train", "--config", directory.resolve("runs") + "");

    assertThat(outcome.err()).contains("name one, such as " + directory.resolve("runs/seed-0"));
    assertThat(outcome.code()).isEqualTo(2);
  }

  @Test
  void listsNameEveryEnvironmentAndEverySetting() {
    assertThat(uphill("envs").out())
        .contains("CartPole-v1", "Acrobot-v1", "Pendulum-v1")
        .contains("acts in Discrete(2), at most 500 steps, solved at 475")
        .contains("acts in Discrete(2), no limit of steps, no return counts as solved")
        .doesNotContain("–");
    assertThat(uphill("algorithms").out())
        .contains("vpg", "simple", "spinningup", "learning_rate", "gamma", "in [0, 1]");
    assertThat(Json.parse(uphill("envs", "--json").out(), "envs")).isInstanceOf(List.class);
    assertThat(Json.parse(uphill("algorithms", "--json").out(), "algorithms"))
        .isInstanceOf(List.class);
  }

  @Test
  void helpIsACommandToo() {
    assertThat(uphill("help").out()).isEqualTo(uphill("--help").out()).contains("train");
    assertThat(uphill("help", "train").out())
        .isEqualTo(uphill("train", "--help").out())
        .contains("uphill train CartPole-v1 --seeds");
  }

  @Test
  void aWorldOfOursPassesItsCheck() {
    Outcome outcome = uphill("envs", "--check", "CartPole-v1");

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains("passed").doesNotContain("failed");
  }

  /// Every row: what is typed, and what must be said.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          trian CartPole-v1                               | Did you mean train?
          nonsense                                        | unknown command "nonsense".
          help trian                                      | unknown command "trian". Did you mean train? "uphill --help" lists them.
          explain . --action x                            | --action: "x" is not a whole number such as 500000, 1e6, 200k or 2M. "uphill explain --help" says
          derive --step 3e9                               | --step: expected a whole number up to 2147483647, got 3e9.
          oracle shop --gain nan                          | --gain: expected a number such as 0.5 or 1e-3, got "nan".
          oracle FrozenLake-v1 --gamma NaN                | --gamma: expected a number such as 0.5 or 1e-3, got "NaN".
          oracle shop --seed -1                           | "-1" is not a seed: a whole number from 0 to 18446744073709551615 (2^64 - 1)
          train CartPole-v1 --env-timeout x               | --env-timeout: expected a number such as 0.5 or 1e-3, got "x".
          train CartPole-v1 --checkpoint-seconds nan      | --checkpoint-seconds: expected a number
          train CartPole-v1 --stpes 3                     | there is no option --stpes. Did you mean --steps? "uphill train --help" says what it takes.
          train CartPole-v1 --stpes=3                     | there is no option --stpes. Did you mean --steps?
          --sed                                           | there is no option --sed.
          eval a b                                        | "b" is one word too many. "uphill eval --help" says
          eval a --mode --sample                          | --mode and --sample exclude each other: give one of them
          verify                                          | which RUN? A run directory, or one that holds the runs of several seeds. "uphill verify
          train CartPole-v1 --steps                       | --steps takes N, got nothing.
          train CartPole-v1 --seed 1 --seed 2             | --seed is given twice: give it once.
          train CartPole-v1 --json=3                      | --json
          train cartpole                                  | Did you mean CartPole-v1?
          train CartPole-v1 --algo vgp                    | Did you mean vpg?
          train CartPole-v1 --preset simpel               | Did you mean simple?
          train CartPole-v1 --set learning_rat=1          | Did you mean learning_rate?
          train CartPole-v1 --set gamma=1.5               | gamma must be in [0, 1], got 1.5
          train CartPole-v1 --set gamma=x                 | gamma must be a number in [0, 1], got "x"
          train CartPole-v1 --set gamma                   | KEY=VALUE
          train CartPole-v1 --weights gea                 | Did you mean gae?
          train CartPole-v1 --steps many                  | not a whole number such as 500000, 1e6, 200k or 2M
          train CartPole-v1 --steps -5                    | steps must be in [1, 4398046509056] with 2048 steps to an update, got -5
          train CartPole-v1 --steps 0                     | steps must be in [1, 4398046509056] with 2048 steps to an update, got 0
          train CartPole-v1 --set learning_rate           | such as learning_rate=0.01, got "learning_rate"
          train CartPole-v1 --set hidden=                 | --set takes KEY=VALUE
          train CartPole-v1 --set gamma=1 --set gamma=0   | --set gamma is given twice, as 1 and as 0
          train CartPole-v1 --weights gae --set weights=q | --weights and --set weights exclude each other
          train CartPole-v1 --seeds 9..0                  | a range goes up, such as 0..9
          train CartPole-v1 --seeds 0,1,1                 | has the seed 1 twice
          train CartPole-v1 --seeds 0..10000              | at most 10000 seeds
          train CartPole-v1 --seeds 0,x                   | whole numbers from 0 to 18446744073709551615 (2^64 - 1)
          train CartPole-v1 --seed -3                     | "-3" is not a seed: a whole number from 0 to 18446744073709551615 (2^64 - 1)
          train CartPole-v1 --keep -1                     | --keep must be from 0 to 1000000, got -1
          train CartPole-v1 --checkpoint-steps -1         | --checkpoint-steps must be from 0 to 9223372036854775807, got -1
          train CartPole-v1 --checkpoint-seconds NaN      | --checkpoint-seconds: expected a number such as 0.5 or 1e-3, got "NaN".
          train CartPole-v1 --threads 100000              | --threads must be in [1, 1024], got 100000
          verify . --threads 1e9                          | is not a run
          train CartPole-v1 --steps 99999999999999999     | steps must be in [1, 4398046509056] with 2048 steps to an update, got
          train CartPole-v1 --set batch_steps=2000000000  | batch_steps must be in [1, 10000000], got 2000000000
          train CartPole-v1 --set hidden=1000000          | hidden must be in [1, 16384], got 1000000
          train --config pom.xml                          | pom.xml: not JSON
          train CartPole-v1 --seed 1 --seeds 0..1         | exclude each other
          train CartPole-v1 --threads 0                   | --threads must be in [1, 1024], got 0
          train CartPole-v1 --env-timeout -1              | --env-timeout must be 0 (for ever) or a number of seconds up to 1e9, got -1.0
          train CartPole-v1 --env-timeout NaN             | --env-timeout: expected a number such as 0.5 or 1e-3, got "NaN".
          train CartPole-v1 --env-timeout 1e400           | --env-timeout: expected a number such as 0.5 or 1e-3, got "1e400".
          eval . --env-timeout 1e99                       | up to 1e9, got 1.0E99
          train CartPole-v1 --set weights=return          | whole_episodes=true
          train                                           | which environment?
          train CartPole-v1 --class-path nowhere.jar      | nowhere.jar does not exist
          train uphill.NoSuchWorld                        | uphill.NoSuchWorld
          eval nowhere                                    | nowhere is not a run
          eval . --episodes 0                             | --episodes takes a number from 1 to 2147483647, got 0
          plot nowhere                                    | nowhere
          envs --check cartpole                           | Did you mean CartPole-v1?
          train CartPole-v1 --out /proc/uphill/run        | cannot write to /proc/uphill
          """)
  void badInputIsASentenceWithTheNextStepAndExitCodeTwo(String typed, String said) {
    Outcome outcome = uphill(typed.split(" +"));

    assertThat(outcome.err()).contains(said).doesNotContain("\tat ").startsWith("uphill: ");
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.code()).isEqualTo(2);
  }

  /// An empty text is no value, and no option that was left out.
  @Test
  void anOptionThatIsGivenAnEmptyTextIsRefusedByItsName() {
    int options = 0;
    for (CommandLine command : new CommandLine(new Main()).getSubcommands().values()) {
      for (OptionSpec option : command.getCommandSpec().options()) {
        if (option.arity().min() > 0) {
          List<String> words = new ArrayList<>(List.of(command.getCommandName()));
          command.getCommandSpec().positionalParameters().forEach(_ -> words.add("x"));
          words.addAll(List.of(option.longestName(), ""));

          Outcome outcome = uphill(words.toArray(String[]::new));

          assertThat(outcome.code()).as(option.longestName()).isEqualTo(2);
          assertThat(outcome.err()).contains(option.longestName());
          options++;
        }
      }
    }
    assertThat(options).isGreaterThan(30);
    assertThat(uphill("resume", "").err()).contains("RUN was given an empty text");
  }

  @Test
  void allThatAnEarlierRunWasAskedForIsAskedForAgain() {
    train("a", "--json", "--checkpoint-steps", "2048", "--checkpoint-seconds", "7", "--keep", "3");
    String[] words = {"train", "--config", directory.resolve("a") + "", "--json", "--out"};

    Outcome same = uphill(with(words, directory.resolve("b") + ""));
    Outcome other =
        uphill(with(words, directory.resolve("c") + "", "--keep", "0", "--weights", "return"));

    assertThat(same.code()).isZero();
    assertThat(checkpoints("b")).isEqualTo(checkpoints("a")).containsEntry("keep", 3L);
    assertThat(other.err()).isEmpty();
    assertThat(checkpoints("c")).containsEntry("keep", 0L).containsEntry("every_steps", 2048L);
  }

  private static String[] with(String[] words, String... more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }

  private Map<String, Object> checkpoints(String run) {
    try {
      return RunConfig.read(directory.resolve(run)).toJson().get("checkpoints")
              instanceof Map<?, ?> map
          ? Json.object(map, run)
          : Map.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whereOneSeedsDirectoryIsTakenNoneIsBegun() throws IOException {
    Files.createDirectories(directory.resolve("runs/seed-1"));
    Files.writeString(directory.resolve("runs/seed-1/thesis.txt"), "precious");

    Outcome outcome = train("runs", "--seeds", "0..2");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("seed-1 is not empty");
    assertThat(directory.resolve("runs/seed-0")).doesNotExist();
  }

  @Test
  void whereAllReturnsAreEqualItIsSaidThatNothingCanBeLearnt() {
    String run = directory.resolve("run").toString();

    Outcome hill = uphill("train", "MountainCar-v0", "--steps", "8k", "--out", run);

    assertThat(hill.out()).contains("Every episode, of the training too, gave -200:");
    assertThat(train("other").out()).doesNotContain("nothing to learn from");
  }

  @Test
  void aFinishedRunIsCalledLongerOnlyWhereItCanBe() {
    train("annealed", "--json");
    train("constant", "--json", "--set", "anneal=false");

    assertThat(uphill("resume", directory.resolve("annealed") + "").out())
        .contains("cannot be made longer")
        .contains("uphill train --config " + directory.resolve("annealed"));
    assertThat(uphill("resume", directory.resolve("constant") + "").out())
        .contains("uphill resume " + directory.resolve("constant") + " --steps N");
  }

  @Test
  void aDirectoryThatHoldsSomethingIsNeverOverwritten() throws IOException {
    Files.createDirectories(directory.resolve("mine"));
    Files.writeString(directory.resolve("mine/thesis.txt"), "precious");

    Outcome outcome = train("mine");

    assertThat(outcome.err()).contains("is not empty").contains("--out");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(directory.resolve("mine")).isDirectoryContaining("glob:**thesis.txt");
    try (Stream<Path> files = Files.list(directory.resolve("mine"))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void aFileInThePlaceOfTheDirectoryIsRefused() throws IOException {
    Files.writeString(directory.resolve("file"), "precious");

    Outcome outcome = train("file");

    assertThat(outcome.err()).contains("is a file, not a directory");
    assertThat(outcome.code()).isEqualTo(2);
  }

  @Test
  void whatCannotBeTrainedLeavesNothingBehind() {
    Outcome outcome = train("nothing", "--set", "gamma=7");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(directory.resolve("nothing")).doesNotExist();
  }

  @Test
  void helpAndVersionAreOffered() {
    assertThat(uphill("--help").out()).contains("train", "eval", "plot", "envs", "algorithms");
    assertThat(uphill("--version").out()).contains("uphill ");
    assertThat(uphill("train", "--help").out()).contains("--weights", "--seeds", "--json");
  }

  @Test
  void anUpdateIsExplained() {
    assertThat(train("run").code()).isZero();
    String run = directory.resolve("run").toString();

    Outcome text = uphill("explain", run, "--update", "2", "--action", "7");
    Outcome json = uphill("explain", run, "--json", "--action", "7");

    assertThat(text.err()).isEmpty();
    assertThat(text.out())
        .contains(
            "Update 2 of CartPole-v1",
            "Pushed up most",
            "Row 7, cart ",
            "gradient_snr",
            "How sure the gradient is",
            "variance_removed_gae");
    assertThat(
            uphill("explain", run, "--what-if", "optimizer=sgd", "--what-if", "weights=baseline"))
        .satisfies(
            other -> {
              assertThat(other.code()).isZero();
              assertThat(other.out()).contains("What if optimizer=sgd, weights=baseline?");
            });
    assertThat(uphill("explain", run, "--what-if", "optimizer=sgd", "--json").out())
        .contains("\"what_if\":{\"choices\":[\"optimizer=sgd\"]", "\"statistics\":{");
    assertThat(uphill("explain", run, "--what-if", "nothing").code()).isEqualTo(2);
    Object telling = json.json().getFirst().get("update");
    assertThat(telling).isIn(1L, 2L);
    assertThat(json.json().getFirst()).containsKey("action").containsEntry("run_directory", run);
    assertThat(uphill("explain", run).out())
        .startsWith("Update %s of CartPole-v1".formatted(telling))
        .contains("this one has the largest recorded mean KL (kl)");
    assertThat(uphill("explain", run, "--update", "last").out()).contains("Update 2 of");
    assertThat(uphill("explain", run, "--update", "first").err())
        .contains("--update takes a number from 1 on or \"last\", got \"first\"");
    assertThat(json.json().getFirst().get("pushes")).asInstanceOf(LIST).hasSize(2048);
    assertThat(uphill("explain", run, "--update", "9"))
        .satisfies(
            refused -> {
              assertThat(refused.code()).isEqualTo(2);
              assertThat(refused.err()).contains("has made the updates 1 to 2, asked for 9");
            });
    assertThat(uphill("explain", run, "--action", "5000").err()).contains("rows 0 to 2047");
    Path page = directory.resolve("page.html");
    assertThat(uphill("explain", run, "--html", page.toString()).code()).isZero();
    assertThat(page).content().startsWith("<!DOCTYPE html>").contains(" of CartPole-v1, explained");
    assertThat(uphill("explain", run, "--html", directory + "/none/page.html").err())
        .contains("there is no directory");
    assertThat(uphill("explain", run, "--update", "0").code()).isEqualTo(2);
  }

  /// As resume and verify take a folder of them.
  @Test
  void ofTheRunsOfSeveralSeedsTheFirstIsExplained() {
    assertThat(train("runs", "--seeds", "3..4").code()).isZero();
    Path runs = directory.resolve("runs");

    Outcome text = uphill("explain", runs.toString());
    Outcome json = uphill("explain", runs.toString(), "--json");

    assertThat(text.out())
        .startsWith(
            "%s holds 2 runs; this is seed-3. For another: uphill explain %s"
                .formatted(runs, runs.resolve("seed-4")));
    assertThat(json.json().getFirst())
        .containsEntry("run_directory", runs.resolve("seed-3").toString());
  }

  @Test
  void aRunIsVerifiedAndResumed() throws IOException {
    assertThat(train("run", "--set", "anneal=false").code()).isZero();
    String run = directory.resolve("run").toString();

    assertThat(uphill("verify", run).out()).contains("every byte agrees, updates 1 to 2 of 2");
    assertThat(uphill("resume", run).out()).contains("is finished");
    Outcome longer = uphill("resume", run, "--steps", "6k", "--json");
    assertThat(longer.json().getFirst()).containsEntry("updates", 3L);
    assertThat(uphill("verify", run, "--updates", "3..3", "--json").json().getFirst())
        .containsEntry("passed", true)
        .containsEntry("updates", 3L);
    Path metrics = directory.resolve("run").resolve("metrics.csv");
    Files.writeString(metrics, Files.readString(metrics).replace('1', '2'));
    Outcome altered = uphill("verify", run);
    assertThat(altered.code()).isEqualTo(1);
    assertThat(altered.out()).contains("metrics.csv was altered");
    assertThat(uphill("verify", run, "--updates", "x").code()).isEqualTo(2);
  }
}
