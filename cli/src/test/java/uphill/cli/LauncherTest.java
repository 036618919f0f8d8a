package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script that people call.
class LauncherTest {

  private static final Path SCRIPT = Path.of("..", "uphill").toAbsolutePath().normalize();

  @TempDir private Path directory;

  private record Outcome(int code, String out, String err) {}

  @BeforeEach
  void aShellIsThere() {
    assumeTrue(
        Files.isExecutable(Path.of("/bin/sh")), "SKIPPED: the launcher needs /bin/sh, not found");
  }

  private Outcome run(Map<String, String> environment, Path script, String... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", script.toString()));
    command.addAll(List.of(args));
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

  @Test
  void itWorksFromAnyDirectory() throws Exception {
    Outcome outcome = run(Map.of(), SCRIPT, "--version");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).startsWith("uphill ").contains("Java 25");
    assertThat(outcome.code()).isZero();
  }

  @Test
  void itWorksThroughSymbolicLinks() throws Exception {
    Path first = Files.createSymbolicLink(directory.resolve("first"), SCRIPT);
    Path second = Files.createSymbolicLink(directory.resolve("second"), first.getFileName());

    Outcome outcome = run(Map.of(), second, "envs");

    assertThat(outcome.out()).contains("CartPole-v1");
    assertThat(outcome.code()).isZero();
  }

  @Test
  void exitCodesReachTheShell() throws Exception {
    Outcome outcome = run(Map.of(), SCRIPT, "train", "cartpole");

    assertThat(outcome.err()).contains("Did you mean CartPole-v1?");
    assertThat(outcome.code()).isEqualTo(2);
  }

  @Test
  void aShortTrainingStartsAtOnceOnTheScalarKernels() throws Exception {
    assertThat(kernelsOf("--steps", "2k")).isEqualTo("scalar");
  }

  /// The process starts over with the module. What it prints, and its exit code, are those of one
  /// command.
  @Test
  void aLongTrainingHasTheVectorKernels() throws Exception {
    assertThat(kernelsOf("--steps", "6k", "--set", "hidden=512,512")).startsWith("vector");
  }

  /// `simple` has a JVM for brief trainings.
  @Test
  void aSimpleTrainingThatIsNotBriefStartsOverToo() throws Exception {
    assertThat(kernelsOf("--preset", "simple", "--steps", "10k")).isEqualTo("scalar");
    directory = directory.resolve("longer");
    Files.createDirectory(directory);
    assertThat(kernelsOf("--preset", "simple", "--steps", "80k", "--set", "hidden=256,256"))
        .startsWith("vector");
  }

  /// The oracle asks a trained policy for its probabilities, which is no work for vectors.
  @Test
  void theOracleOfATrainedPolicyDoesNotMissTheVectorKernels() throws Exception {
    String run = directory.resolve("run").toString();
    run(Map.of(), SCRIPT, "train", "FrozenLake-v1", "--steps", "2k", "--out", run);

    Outcome outcome = run(Map.of(), SCRIPT, "oracle", "FrozenLake-v1", "--policy", run);

    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).isEmpty();
  }

  private String kernelsOf(String... options) throws Exception {
    Path run = directory.resolve("run");
    List<String> words = new ArrayList<>(List.of("train", "CartPole-v1", "--json"));
    words.addAll(List.of("--out", run.toString()));
    words.addAll(List.of(options));

    Outcome outcome = run(Map.of(), SCRIPT, words.toArray(String[]::new));

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out().lines()).hasSize(1);
    assertThat(outcome.err()).doesNotContain("slower");
    String machine = Files.readString(run.resolve("machine.json"));
    return machine.replaceAll("(?s).*\"kernels\": \"([^\"]*)\".*", "$1");
  }

  /// Asks bash itself what it would complete.
  @Test
  void theShellCompletesCommandsOptionsAndNames() throws Exception {
    Path script = directory.resolve("completion");
    Outcome outcome = run(Map.of(), SCRIPT, "completion");
    Files.writeString(script, outcome.out());

    assertThat(completed(script, "uphill", "tr")).containsExactly("train");
    assertThat(completed(script, "./uphill", "tr")).containsExactly("train");
    assertThat(completed(script, "uphill", "train", "--thr")).containsExactly("--threads");
    assertThat(completed(script, "uphill", "train", "--weights", "re"))
        .containsExactly("return", "reward-to-go");
    assertThat(completed(script, "uphill", "train", "Cart")).containsExactly("CartPole-v1");
  }

  private List<String> completed(Path script, String... words) throws Exception {
    String line = String.join(" ", words);
    String bash =
        String.format(
                Locale.ROOT,
                "compopt() { :; }; source %s; COMP_LINE='%s'; COMP_POINT=%d; COMP_WORDS=(%s);"
                    + " COMP_CWORD=%d; _complete_uphill;",
                script,
                line,
                line.length(),
                line,
                words.length - 1)
            + " printf '%s\\n' \"${COMPREPLY[@]}\"";
    Process process = new ProcessBuilder("bash", "-c", bash).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .map(String::strip)
        .toList();
  }

  @Test
  void flagsReachTheJvm() throws Exception {
    Outcome outcome =
        run(
            Map.of("UPHILL_JAVA_OPTS", "-Xlog:gc=info:stderr -XX:+UseParallelGC"),
            SCRIPT,
            "--version");

    assertThat(outcome.err()).contains("Using Parallel");
    assertThat(outcome.code()).isZero();
  }

  @Test
  void flagsThatTheJvmRefusesAreASentence() throws Exception {
    for (String flags : List.of("--nonsense", "-Xmx1g -XX:+UseParallelGC -XX:+UseSerialGC")) {
      Outcome outcome = run(Map.of("UPHILL_JAVA_OPTS", flags), SCRIPT, "--version");

      assertThat(outcome.err())
          .startsWith("uphill: Java does not start with UPHILL_JAVA_OPTS=" + flags + ". It says: ")
          .containsAnyOf("Unrecognized option: --nonsense", "Multiple garbage collectors");
      assertThat(outcome.err().lines()).hasSize(1);
      assertThat(outcome.code()).isEqualTo(2);
    }
  }

  /// Java warns of the launcher's own flags first where a word of the user's is no flag.
  @Test
  void ofWordsThatAreNoFlagsJavasComplaintIsQuoted() throws Exception {
    for (String word : List.of("foo.Bar", "*", "-Dx=\"a b\"")) {
      Outcome outcome = run(Map.of("UPHILL_JAVA_OPTS", word), SCRIPT, "--version");

      assertThat(outcome.err())
          .contains("It says: Error: Could not find or load main class ")
          .doesNotContain("WARNING");
      assertThat(outcome.code()).isEqualTo(2);
    }
  }

  @Test
  void kernelsThatDoNotExistAreASentence() throws Exception {
    Outcome outcome =
        run(
            Map.of("UPHILL_JAVA_OPTS", "-Duphill.kernels=fast"),
            SCRIPT,
            "train",
            "CartPole-v1",
            "--out",
            directory.resolve("run").toString());

    assertThat(outcome.err())
        .contains("uphill.kernels must be scalar or vector, got fast")
        .doesNotContain("\tat ");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(directory.resolve("run")).doesNotExist();
  }

  @Test
  void tooLittleMemoryIsASentence() throws Exception {
    Outcome outcome =
        run(
            Map.of("UPHILL_JAVA_OPTS", "-Xmx32m"),
            SCRIPT,
            "train",
            "CartPole-v1",
            "--set",
            "hidden=4096,4096",
            "--out",
            directory.resolve("run").toString());

    assertThat(outcome.err()).contains("out of memory").contains("-Xmx1g").doesNotContain("\tat ");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(directory.resolve("run")).doesNotExist();
  }

  @Test
  void aWrongJdkIsASentence() throws Exception {
    Outcome outcome = run(Map.of("UPHILL_JAVA_HOME", "/nowhere"), SCRIPT, "--version");

    assertThat(outcome.err()).contains("/nowhere is not a JDK 25");
    assertThat(outcome.code()).isEqualTo(2);
  }
}
