package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.records.Json;

/// What commands put into the directory of a run besides the run.
class AdditionsTest {

  @TempDir private Path directory;
  private String run = "";

  private static Child.Outcome uphill(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    return new Child.Outcome(code, out.toString(), err.toString());
  }

  @BeforeEach
  void aRunInAWorldThatIsATable() {
    run = directory.resolve("run").toString();
    uphill(SmallRun.train("FrozenLake-v1", Path.of(run))).succeeds();
  }

  private Map<String, Object> verified() {
    return Json.parseObject(uphill("verify", run, "--json").succeeds().out(), "standard output");
  }

  @Test
  void whateverOurCommandsPutIntoARunItIsVerifiedAsBefore() {
    assertThat(verified()).containsEntry("additions", List.of());

    uphill("eval", run, "--episodes", "2").succeeds();
    uphill("plot", run).succeeds();
    uphill("plot", run, "--out", run + "/again.svg").succeeds();
    uphill("explain", run, "--html", run + "/push.html").succeeds();
    uphill("explain", run, "--export", run + "/export").succeeds();
    uphill(
            "oracle",
            "FrozenLake-v1",
            "--policy",
            run,
            "--samples",
            "10",
            "--ascent",
            "0",
            "--picture",
            run + "/oracle.png")
        .succeeds();
    uphill("resume", run).succeeds();

    Object additions = verified().get("additions");
    assertThat(additions)
        .asInstanceOf(InstanceOfAssertFactories.list(String.class))
        .contains(
            "again.png",
            "again.svg",
            "export/export.json",
            "learning-curve.png",
            "learning-curve.svg",
            "oracle.png",
            "oracle.svg",
            "push.html");
    assertThat(uphill("verify", run).succeeds().out())
        .contains("every byte agrees", "not part of the run: again.png, again.svg, ");
  }

  /// Of several runs none is more than the others: their picture goes where the user is.
  @Test
  void aPictureOfSeveralRunsGoesIntoNoneOfThem() throws Exception {
    Path other = directory.resolve("other");
    uphill(SmallRun.train("CartPole-v1", other)).succeeds();

    List<String> there =
        new ArrayList<>(
            List.of("/bin/sh", "-c", "cd '%s' && exec \"$@\"".formatted(directory), "sh"));
    there.addAll(Child.command(Child.BRIEF, "plot", run, other.toString()));
    try (Child child = Child.of(directory, there)) {
      child.outcome().succeeds();
    }

    assertThat(directory.resolve("learning-curve.svg"))
        .content()
        .contains("FrozenLake-v1 and CartPole-v1, vpg", "run: uphill train FrozenLake-v1");
    assertThat(verified()).containsEntry("additions", List.of());
  }

  @Test
  void aPictureIsWrittenWhereThereIsAFolderAndUnderOneEnding() {
    String none = directory.resolve("none").toString();
    for (String[] words :
        new String[][] {
          {"plot", run, "--out", none + "/x"},
          {"oracle", "bandit", "--picture", none + "/x.png", "--ascent", "0"},
          {"explain", run, "--html", none + "/x.html"},
          {"explain", run, "--export", none + "/x"},
          {"derive", "--page", none + "/x.md"},
        }) {
      String option = List.of(words).stream().filter(w -> w.startsWith("--")).findFirst().get();
      uphill(words)
          .saysOnly(2, "there is no directory " + none, "Make it", "another place with " + option);
    }
    assertThat(Path.of(none)).doesNotExist();

    uphill("plot", run, "--out", directory + "/x.svg").succeeds();
    assertThat(directory)
        .isDirectoryContaining("glob:**/x.svg")
        .isDirectoryContaining("glob:**/x.png");
    uphill("plot", run, "--out", directory + "/Y.SVG").succeeds();
    uphill("plot", run, "--out", directory + "/.svg")
        .saysOnly(2, "/.svg is an ending and no name", "learning-curve.svg");
    assertThat(directory.toFile().list())
        .contains("x.svg", "x.png", "Y.svg", "Y.png")
        .doesNotContain("x.svg.svg", "Y.SVG.svg", ".svg", ".png");
  }

  @Test
  void aFileOfTheRunIsNeverWrittenOver() throws IOException {
    String metrics = Files.readString(Path.of(run, "metrics.csv"));

    uphill("explain", run, "--html", run + "/metrics.csv")
        .saysOnly(2, run + "/metrics.csv belongs to the run " + run, "Choose another name");
    uphill("explain", run, "--export", run + "/checkpoints/update-000099")
        .saysOnly(2, "belongs to the run " + run);

    assertThat(Path.of(run, "metrics.csv")).content().isEqualTo(metrics);
    assertThat(verified()).containsEntry("additions", List.of());
  }
}
