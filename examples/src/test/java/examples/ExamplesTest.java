package examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.records.Json;

class ExamplesTest {

  @TempDir private Path directory;

  @Test
  void aPolicyTrainedOnOnesOwnEnvironmentBeatsChanceAndCanBeUsedAfterwards() throws Exception {
    Path run = directory.resolve("run");

    String trained = printed(() -> TrainOnYourOwn.main(new String[] {run.toString()}));
    String used = printed(() -> UseATrainedPolicy.main(new String[] {run.toString()}));

    assertThat(trained).contains("mean return").contains("the run lies in " + run);
    var result = Json.parseObject(Files.readString(run.resolve("result.json")), "result.json");
    var evaluation =
        Json.object(Json.field(result, "evaluation", Map.class, "result.json"), "result.json");
    double mean = Json.field(evaluation, "mean", Double.class, "result.json");
    double random = Json.field(result, "random_policy_mean", Double.class, "result.json");
    // A bang-bang heater stays within about a degree of 20 °C: 120 minutes cost less than 20.
    assertThat(mean).isBetween(-20.0, 0.0).isGreaterThan(random / 2);
    assertThat(used).matches("return -\\d+\\.\\d; at the end it is \\d+\\.\\d °C\\R");
  }

  @Test
  void theCommandLineTakesAnEnvironmentOfOnesOwn() throws Exception {
    String run = directory.resolve("run").toString();

    String train = uphill("train", "examples.Greenhouse", "--steps", "4k", "--out", run);

    assertThat(Json.parseObject(train, "standard output"))
        .containsEntry("environment", "examples.Greenhouse")
        .containsEntry("updates", 2L);
  }

  @Test
  void theCommandLineReadsARunThatWasMadeInJava() throws Exception {
    String run = directory.resolve("run").toString();
    printed(() -> TrainOnYourOwn.main(new String[] {run}));

    assertThat(Json.parseObject(uphill("eval", run, "--episodes", "2"), "standard output"))
        .containsEntry("environment", "examples.Greenhouse");
    assertThat(Json.parseObject(uphill("explain", run, "--update", "30"), "standard output"))
        .containsEntry("update", 30L);
  }

  /// What the command prints, with `--json`, for an environment that lies here.
  private String uphill(String... words) throws Exception {
    assumeTrue(
        Files.isExecutable(Path.of("/bin/sh")), "SKIPPED: the launcher needs /bin/sh, not found");
    Path out = directory.resolve("out");
    List<String> command = new ArrayList<>(List.of("/bin/sh", "../uphill"));
    command.addAll(List.of(words));
    command.addAll(List.of("--class-path", "target/classes", "--json"));
    ProcessBuilder process = new ProcessBuilder(command);
    process.environment().put("UPHILL_NO_BUILD", "1");

    int code =
        process
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(out.toFile())
            .start()
            .waitFor();

    assertThat(code).isZero();
    return Files.readString(out);
  }

  private interface Program {
    void run() throws Exception;
  }

  private static String printed(Program program) throws Exception {
    PrintStream before = System.out;
    var bytes = new ByteArrayOutputStream();
    try (var out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      System.setOut(out);
      program.run();
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
