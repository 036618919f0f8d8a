package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.env.Space;
import uphill.kernel.Shown;
import uphill.lab.TrainedPolicy;
import uphill.lab.config.RunConfig;
import uphill.records.Json;

/// Whatever an environment does, the command says one sentence, and what is on disk is whole.
/// Processes of their own, with the worlds of the package `faulty` on `--class-path`.
@Timeout(300)
class FaultyEnvironmentTest {

  private static final Path SCRIPT = Path.of("..", "uphill").toAbsolutePath().normalize();
  private static final Path CLASSES = Path.of("target", "test-classes").toAbsolutePath();

  @TempDir private Path directory;

  private record Outcome(int code, String out, String err) {}

  @BeforeEach
  void aShellIsThere() {
    assumeTrue(
        Files.isExecutable(Path.of("/bin/sh")), "SKIPPED: the launcher needs /bin/sh, not found");
  }

  private Outcome uphill(Map<String, String> environment, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", SCRIPT.toString()));
    command.addAll(List.of(args));
    command.addAll(List.of("--class-path", CLASSES.toString()));
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    ProcessBuilder process = new ProcessBuilder(command).directory(directory.toFile());
    process.environment().keySet().removeAll(List.of("JAVA_HOME", "UPHILL_JAVA_OPTS"));
    process.environment().put("UPHILL_NO_BUILD", "1");
    process.environment().putAll(environment);
    int code = process.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
    return new Outcome(
        code,
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  private Outcome train(String world, String... more) throws Exception {
    return train(Map.of(), world, more);
  }

  private Outcome train(Map<String, String> environment, String world, String... more)
      throws Exception {
    List<String> words = new ArrayList<>(List.of("train", "faulty.Worlds$" + world));
    words.addAll(List.of("--steps", "6144", "--set", "hidden=8", "--set", "batch_steps=2048"));
    words.addAll(List.of("--checkpoint-steps", "2048"));
    words.addAll(List.of("--out", directory.resolve("run").toString()));
    words.addAll(List.of(more));
    return uphill(environment, words.toArray(String[]::new));
  }

  private void assertIsASentence(Outcome outcome) {
    assertThat(outcome.err()).startsWith("uphill: faulty.Worlds$").doesNotContain("\tat ");
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.code()).isEqualTo(2);
  }

  /// What a run that was broken off leaves: as many whole lines as updates were made, and
  /// checkpoints that can be loaded.
  private void assertIsWhole(int updates) throws IOException {
    Path run = directory.resolve("run");
    assertThat(RunConfig.read(run).environment()).startsWith("faulty.Worlds$");
    for (String file : List.of("metrics.jsonl", "times.jsonl")) {
      List<String> lines = Files.readAllLines(run.resolve(file));
      assertThat(lines).hasSize(updates);
      lines.forEach(line -> assertThat(Json.parseObject(line, file)).containsKey("update"));
    }
    assertThat(run.resolve("result.json")).doesNotExist();
    try (Stream<Path> files = Files.walk(run)) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".part"));
    }
    if (updates > 0) {
      TrainedPolicy policy = TrainedPolicy.load(run, Space.Box.of(0, 20, 1), new Space.Discrete(2));
      assertThat(policy.act(new float[] {3})[0]).isBetween(0f, 1f);
      assertThat(run.resolve(String.format(Locale.ROOT, "checkpoints/update-%06d", updates)))
          .isDirectory();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ThrowsInStep       | 0 | threw java.lang.IllegalStateException (the simulator hung up) in step
          Recurses           | 1 | threw java.lang.StackOverflowError in step
          ThrowsInEvaluation | 3 | threw java.lang.UnsupportedOperationException (not here) in step 1 of episode 1
          ShowsNaN           | 1 | component 0 of the observation is NaN in environment
          LeavesItsSpace     | 1 | component 0 of the observation is 20.5, outside its bounds [0.0, 20.0], in environment
          """)
  void aFaultWhileTrainingIsASentenceAndTheRunStaysWhole(String world, int updates, String said)
      throws Exception {
    Outcome outcome = train(world);

    assertIsASentence(outcome);
    assertThat(outcome.err()).contains(said).contains("The action was [").contains("EnvChecker");
    if (said.contains("threw")) {
      assertThat(outcome.err())
          .containsPattern(
              "at faulty\\.Worlds\\$%s\\.\\w+\\(Worlds\\.java:\\d+\\)\\.".formatted(world))
          .contains(
              "\"%s\""
                  .formatted(
                      Shown.command(
                          "uphill",
                          "envs",
                          "--check",
                          "faulty.Worlds$" + world,
                          "--class-path",
                          CLASSES)))
          .contains("--debug prints the stack trace");
    }
    assertIsWhole(updates);
  }

  @ParameterizedTest
  @CsvSource({
    "ThrowsInConstructor, its constructor threw java.lang.IllegalStateException (no licence",
    "ThrowsInReset, threw java.lang.NullPointerException (the level is missing) in the reset that",
  })
  void aFaultBeforeTrainingLeavesNothingBehind(String world, String said) throws Exception {
    Outcome outcome = train(world);

    assertIsASentence(outcome);
    assertThat(outcome.err())
        .contains(said)
        .contains("at faulty.Worlds$%s.".formatted(world))
        .contains("(Worlds.java:");
    assertThat(outcome.out()).isEmpty();
    assertThat(directory.resolve("run")).doesNotExist();
  }

  @Test
  void debugPrintsTheStackTraceOfTheEnvironment() throws Exception {
    Outcome outcome = train("ThrowsInStep", "--debug");

    assertThat(outcome.err())
        .contains("Caused by: java.lang.IllegalStateException: the simulator hung up")
        .containsPattern("\tat \\S*faulty\\.Worlds\\$ThrowsInStep\\.afterStep\\(Worlds\\.java:");
    assertThat(outcome.code()).isEqualTo(2);
  }

  @Test
  void anEnvironmentThatEndsTheProcessIsNamedAndTheRunStaysWhole() throws Exception {
    Outcome outcome = train("Exits");

    assertIsASentence(outcome);
    assertThat(outcome.err())
        .contains("faulty.Worlds$Exits.afterStep(Worlds.java:")
        .contains("called System.exit")
        .containsPattern(
            "(What was saved is whole; \"%1$s\" goes on with it|No state was saved yet; \"%1$s\" begins again)\\."
                .formatted(
                    Pattern.quote(
                        Shown.command(
                            "uphill",
                            "resume",
                            directory.resolve("run"),
                            "--class-path",
                            CLASSES))));
    List<String> lines = Files.readAllLines(directory.resolve("run/metrics.jsonl"));
    assertThat(lines).hasSize(1); // its checkpoint may have been under way
    assertThat(Json.parseObject(lines.getFirst(), "metrics")).containsEntry("update", 1L);
  }

  @Test
  void anEnvironmentThatInterruptsItsThreadTrains() throws Exception {
    Outcome outcome = train("Interrupts", "--json");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
  }

  @Test
  void aRewardBeyondFloat32IsASentence() throws Exception {
    Outcome outcome = train("EarnsTooMuch");

    assertIsASentence(outcome);
    assertThat(outcome.err()).contains("the reward is 1.0E300 in environment").contains("scaled");
    assertIsWhole(1);
  }

  @Test
  void aWarningComesOnceOnStandardErrorAlsoWithJson() throws Exception {
    Outcome outcome = train("IsWide", "--json", "--seeds", "0..1");

    assertThat(outcome.err())
        .startsWith("uphill: warning: faulty.Worlds$IsWide: Component 0 of an action is from 0.0");
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.out().lines()).hasSize(2).allMatch(line -> line.startsWith("{"));
    assertThat(outcome.code()).isZero();
  }

  @Test
  void aWarningDoesNotFailTheCheck() throws Exception {
    Outcome outcome = uphill(Map.of(), "envs", "--check", "faulty.WideButSound");

    assertThat(outcome.out()).contains("warned   numbers are of a size that can be learnt from: ");
    assertThat(outcome.code()).isZero();
  }

  @Test
  void aStepThatHangsEndsTheProcessAndTheRunStaysWhole() throws Exception {
    Outcome outcome = train("HangsInStep", "--env-timeout", "2", "--threads", "2");

    assertIsASentence(outcome);
    assertThat(outcome.err())
        .containsPattern(
            "environment \\d+ has not come back from step \\d+ of episode \\d+ for \\d")
        .contains("It is at faulty.Worlds$HangsInStep.afterStep(Worlds.java:")
        .contains("--env-timeout SECONDS")
        .contains(
            "\"%s\" goes on with it"
                .formatted(
                    Shown.command(
                        "uphill", "resume", directory.resolve("run"), "--class-path", CLASSES)));
    assertThat(outcome.out()).contains("records: ");
    assertIsWhole(1);
  }

  @Test
  void aResetThatHangsEndsTheProcess() throws Exception {
    Outcome outcome = train("HangsInReset", "--env-timeout", "2");

    assertIsASentence(outcome);
    assertThat(outcome.err())
        .contains("environment 0 has not come back from the reset that begins episode 1 for ")
        .contains("called from faulty.Worlds$HangsInReset.beforeReset(Worlds.java:")
        .endsWith("Nothing was written.\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"eval", "verify", "explain"})
  void whateverReadsARunEndsWhereItsEnvironmentHangs(String command) throws Exception {
    assertThat(train("HangsWhereAsked").code()).isZero();

    Outcome outcome =
        uphill(
            Map.of("FAULT", "hang"),
            command,
            directory.resolve("run").toString(),
            "--env-timeout",
            "2");

    assertIsASentence(outcome);
    assertThat(outcome.err())
        .contains("has not come back from the reset that begins episode 1")
        .doesNotContain("resume");
  }

  /// The next step that the sentences name.
  @Test
  void theCheckFindsTheFault() throws Exception {
    Outcome outcome = uphill(Map.of(), "envs", "--check", "faulty.Worlds$ThrowsInReset");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .contains(
            "It threw java.lang.NullPointerException (the level is missing), at faulty.Worlds$");
    assertThat(outcome.code()).isEqualTo(1);
  }

  @Test
  void theCheckEndsToo() throws Exception {
    Outcome outcome =
        uphill(Map.of(), "envs", "--check", "faulty.Worlds$HangsInReset", "--env-timeout", "1");

    assertIsASentence(outcome);
    assertThat(outcome.err())
        .contains("has not come back from the reset that begins episode 1, for the law \"")
        .contains("called from faulty.Worlds$HangsInReset.beforeReset(Worlds.java:")
        .contains("--env-timeout SECONDS");
  }

  /// Nothing of what was done before is lost; the warning comes beside it.
  @Test
  void aFinishedTrainingIsToldWhateverClosingThrows() throws Exception {
    Outcome outcome = train("ThrowsInClose", "--json");

    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.err())
        .startsWith("uphill: warning: faulty.Worlds$ThrowsInClose: environment ")
        .contains("threw java.lang.IllegalStateException (the socket is gone) in close()")
        .contains("Nothing of the run is lost.");
    assertThat(outcome.out()).startsWith("{\"environment\":\"faulty.Worlds$ThrowsInClose\"");
    assertThat(directory.resolve("run/result.json")).exists();
    assertThat(outcome.code()).isZero();
  }

  @Test
  void aSeedThatFailsLetsTheOthersSaveTheirState() throws Exception {
    Outcome outcome =
        train(
            Map.of("UPHILL_JAVA_OPTS", "-XX:ActiveProcessorCount=4"),
            "ThrowsInOneSeed",
            "--seeds",
            "0..3");

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("uphill: faulty.Worlds$").doesNotContain("\tat ");
    assertThat(outcome.err().lines())
        .hasSize(2)
        .last(STRING)
        .matches("Of 4 runs \\d failed \\(seed-\\d.*\\), \\d (is|are) finished, .* is whole\\..*")
        .contains("with: uphill resume " + directory.resolve("run") + " --class-path ");
    try (Stream<Path> runs = Files.list(directory.resolve("run"))) {
      // One that came to its end before has its result; the others can be resumed.
      assertThat(runs.filter(run -> Files.exists(run.resolve("config.json")))).isNotEmpty();
    }
  }
}
