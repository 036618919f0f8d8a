package examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.records.Json;

class ExamplesTest {

  private static final String OWN = "examples.Reinforce";
  private static final String NETWORK = "examples.Residual";

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

  @Test
  void anAlgorithmOfOnesOwnIsTrainedVerifiedExplainedEvaluatedPlottedAndListed() throws Exception {
    String run = directory.resolve("run").toString();

    String train = uphill("train", "CartPole-v1", "--algo", OWN, "--steps", "60k", "--out", run);

    assertThat(Json.parseObject(train, "standard output")).containsEntry("algorithm", OWN);
    assertThat(uphill("verify", run)).contains("\"differences\":[]");
    var eval = Json.parseObject(uphill("eval", run), "standard output");
    double mean =
        Json.field(
            Json.object(Json.field(eval, "evaluation", Map.class, "eval"), "eval"),
            "mean",
            Double.class,
            "eval");
    double random = Json.field(eval, "random_policy_mean", Double.class, "eval");
    assertThat(mean).isGreaterThan(2 * random);
    assertThat(uphill("plot", run)).contains("learning-curve.svg");
    assertThat(Json.parseObject(uphill("explain", run, "--update", "3"), "standard output"))
        .containsEntry("algorithm", OWN)
        .containsEntry("weights", "derived");
    assertThat(uphill("algorithms")).contains(OWN).contains("α of Adam");
  }

  @Test
  void aNetworkOfOnesOwnLearnsIsVerifiedEvaluatedAndExplained() throws Exception {
    String run = directory.resolve("run").toString();

    uphill("train", "CartPole-v1", "--set", "network=" + NETWORK, "--steps", "60k", "--out", run);

    assertThat(uphill("verify", run)).contains("\"differences\":[]");
    var eval = Json.parseObject(uphill("eval", run), "standard output");
    double mean =
        Json.field(
            Json.object(Json.field(eval, "evaluation", Map.class, "eval"), "eval"),
            "mean",
            Double.class,
            "eval");
    assertThat(mean)
        .isGreaterThan(2 * Json.field(eval, "random_policy_mean", Double.class, "eval"));
    assertThat(uphill("explain", run, "--update", "3")).contains("\"predicted\"");
  }

  @Test
  void theLoopByHandLearns() throws Exception {
    String[] lines = printed(() -> ByHand.main(new String[0])).split("\\R", -1);

    assertThat(lines[39]).startsWith("update 40   mean return");
    double first = Double.parseDouble(lines[0].replaceFirst(".*return +([0-9.]+) .*", "$1"));
    double last = Double.parseDouble(lines[39].replaceFirst(".*return +([0-9.]+) .*", "$1"));
    assertThat(first).isLessThan(60);
    assertThat(last).isGreaterThan(300);
  }

  /// An algorithm with its settings is one page.
  @Test
  void reinforceIsShort() throws Exception {
    assertThat(Files.readAllLines(Path.of("src/main/java/examples/Reinforce.java")))
        .hasSizeLessThanOrEqualTo(120);
  }

  /// What the command prints, with `--json`, for an environment that lies here.
  private String uphill(String... words) throws Exception {
    return new Uphill(Path.of("target", "classes"), directory).json(words);
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
