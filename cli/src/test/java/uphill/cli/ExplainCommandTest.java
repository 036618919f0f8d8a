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
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.cli.terminal.FittingLines;
import uphill.records.Json;

/// `uphill explain`: that its sentences are true of the run.
class ExplainCommandTest {

  @TempDir private Path directory;
  private Path run = Path.of("");

  @BeforeEach
  void nameOfTheRun() {
    run = directory.resolve("run");
  }

  private static Child.Outcome uphill(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    return new Child.Outcome(code, out.toString(), err.toString());
  }

  private void trained(String world, String... more) {
    uphill(SmallRun.train(world, run, more)).succeeds();
  }

  private Child.Outcome explain(String... more) {
    List<String> words = new ArrayList<>(List.of("explain", run.toString()));
    words.addAll(List.of(more));
    return uphill(words.toArray(String[]::new));
  }

  /// What it prints in a process of its own, where the worlds of the tests are found.
  private String child(String... words) throws Exception {
    return Child.run(directory, List.of("-Duphill.kernels=scalar"), words).succeeds().out();
  }

  private static double only(Map<String, Object> json, String name) {
    Object first = ((List<?>) Objects.requireNonNull(json.get(name))).getFirst();
    return ((Number) first).doubleValue();
  }

  /// Pendulum takes torques of −2 to 2; a Gaussian policy draws others too.
  @Test
  void anActionThatWasClippedIsSaidAsDrawnAndAsTaken() {
    trained("Pendulum-v1");

    Map<String, Object> json = Json.parseObject(explain("--json").succeeds().out(), "output");

    int clipped = 0;
    for (Object each : (List<?>) Objects.requireNonNull(json.get("pushes"))) {
      Map<String, Object> push = Json.object(each, "pushes");
      double drawn = only(push, "action_drawn");
      double taken = only(push, "action_taken");
      assertThat(taken).isEqualTo(Math.clamp(drawn, -2.0, 2.0));
      boolean said = Objects.requireNonNull(push.get("action")).toString().contains("clipped to");
      assertThat(said).isEqualTo(drawn != taken);
      clipped += said ? 1 : 0;
    }
    assertThat(clipped).isBetween(1, SmallRun.BATCH - 1);
  }

  @Test
  void anActionOfSeveralSwitchesIsSaidAsTaken() throws Exception {
    String explained = run.toString();
    child(SmallRun.train("faulty.Switchboard", run));

    String whole = child("explain", explained, "--what-if", "optimizer=sgd", "--action", "3");
    Map<String, Object> json = Json.parseObject(child("explain", explained, "--json"), "output");

    assertThat(whole).containsPattern("(π|pi) 0\\."); // as the locale has it
    assertThat(whole).doesNotContain("density", "NaN");
    for (Object each : (List<?>) Objects.requireNonNull(json.get("pushes"))) {
      Map<String, Object> push = Json.object(each, "pushes");
      List<?> taken = (List<?>) Objects.requireNonNull(push.get("action_taken"));
      String words = "action (%s, %s)".formatted(taken.get(0), taken.get(1)).replace(".0", "");
      assertThat(push).containsEntry("action", words).doesNotContainKey("action_drawn");
    }
  }

  @Test
  void aTableThatSharesABiasSaysSoAndNoOtherPolicyDoes() {
    String shared = "The logits are W[s, a] + b[a]. All states share the bias b";
    trained("FrozenLake-v1", "--set", "hidden=none");
    assertThat(explain().succeeds().out()).contains(shared);
    assertThat(uphill("algorithms").out()).doesNotContain("table of logits");

    run = directory.resolve("network");
    trained("FrozenLake-v1");
    assertThat(explain().succeeds().out()).doesNotContain(shared);
  }

  @Test
  void twoUnrelatedHalvesAreNotSaidToHaveTheCosineZero() {
    trained("CartPole-v1");

    assertThat(explain().out())
        .containsPattern("split_half_cosine.*unrelated halves scatter around 0.*gradient_snr");
  }

  /// What a pipe gets is whole; a screen of any width gets all its words, in their order.
  @Test
  void noWordIsLostOnAnyScreen() {
    trained("FrozenLake-v1", "--set", "hidden=none");
    String whole = explain("--action", "3", "--what-if", "optimizer=sgd").succeeds().out();

    for (int columns = 40; columns <= 120; columns += 5) {
      int width = columns;
      StringWriter screen = new StringWriter();
      PrintWriter lines = FittingLines.on(new PrintWriter(screen), () -> width);
      lines.print(whole);
      lines.flush();
      assertThat(screen.toString().strip().split("\\s+"))
          .as("%s columns", columns)
          .isEqualTo(whole.strip().split("\\s+"));
    }
  }

  /// One row has no noise between trajectories, so nothing can be said of it.
  @Test
  void noHeadingStandsOverNothing() {
    trained("CartPole-v1", "--steps", "3", "--set", "batch_steps=1", "--set", "envs=1");

    List<String> lines = explain("--update", "1").succeeds().out().lines().toList();

    assertThat(lines).noneMatch(line -> line.startsWith("How sure the gradient is"));
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("How ")) {
        assertThat(lines.get(i + 1)).startsWith("  ");
      }
    }
  }

  @Test
  void aChoiceOutOfItsBoundsIsToldBothOfThem() {
    trained("CartPole-v1");

    explain("--what-if", "learning-rate=1e30").saysOnly(2, "a number above 0 and below 1e9");
    explain("--what-if", "learning-rate=0").saysOnly(2, "a number above 0 and below 1e9");
    explain("--what-if", "without-episode=1e30").saysOnly(2, "from 0 to 2147483647");
  }

  @Test
  void anExportInPlaceOfAFileIsRefusedInASentence() throws IOException {
    trained("CartPole-v1");
    Path file = Files.writeString(directory.resolve("rc.py"), "kept");

    explain("--export", file.toString()).saysOnly(2, "is a file, not a directory. Choose another");
    explain("--export", file.resolve("x").toString())
        .saysOnly(2, file + " is a file, expected a directory");

    assertThat(file).hasContent("kept");
  }
}
