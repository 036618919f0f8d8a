package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.lab.record.EvaluationsFile;

/// `train --evaluate-every`.
class EvaluateEveryTest {

  private static final List<String> SMALL =
      List.of("--steps", "400", "--set", "batch_steps=100", "--set", "envs=4", "--set", "hidden=8");

  @TempDir private Path directory;

  private Child.Outcome train(String options, Path run) {
    List<String> words = new ArrayList<>(List.of("train", "--out", run.toString()));
    words.addAll(List.of(options.split(" ", -1)));
    if (!options.contains("--config")) {
      words.addAll(SMALL);
      words.add("CartPole-v1");
    }
    return uphill(words.toArray(String[]::new));
  }

  private static Child.Outcome uphill(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    return new Child.Outcome(code, out.toString(), err.toString());
  }

  @Test
  void itIsShownRecordedVerifiedAndDrawn() throws IOException {
    Path run = directory.resolve("run");

    Child.Outcome trained = train("--evaluate-every 150 --evaluate-episodes 3", run).succeeds();

    assertThat(EvaluationsFile.read(run).step()).containsExactly(200, 300);
    assertThat(trained.out())
        .containsPattern("mode +[0-9.]+ ")
        .contains(" s of them in evaluations");
    assertThat(uphill("verify", run.toString()).succeeds().err()).isEmpty();
    uphill("plot", run.toString()).succeeds();
    assertThat(Files.readString(run.resolve("learning-curve.svg")))
        .contains("most probable actions are evaluated over 3 episodes of their own, every 150");
  }

  @Test
  void anotherRunTakesItOverUnlessItIsToldOtherwise() throws IOException {
    Path run = directory.resolve("run");
    train("--evaluate-every 150 --evaluate-episodes 3", run).succeeds();
    String config = "--config " + run;

    train(config, directory.resolve("same")).succeeds();
    train(config + " --evaluate-every 100", directory.resolve("often")).succeeds();
    train(config + " --evaluate-every 0", directory.resolve("never")).succeeds();

    assertThat(directory.resolve("same/evaluations.jsonl"))
        .hasSameBinaryContentAs(run.resolve("evaluations.jsonl"));
    assertThat(Files.readString(directory.resolve("often/evaluations.jsonl")).lines())
        .hasSize(4)
        .allMatch(line -> line.contains("\"episodes\":3"));
    assertThat(directory.resolve("never/evaluations.jsonl")).doesNotExist();
    assertThat(train(config + " --steps 100", directory.resolve("short")).err())
        .contains("an evaluation every 150 steps never comes in a run of 100")
        .contains("--evaluate-every 0");
    assertThat(directory.resolve("short")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "--evaluate-every -1 ! -1",
        "--evaluate-every 401 ! an evaluation every 401 steps never comes in a run of 400",
        "--evaluate-every 100 --evaluate-episodes 0 ! --evaluate-episodes must be from 1 to 100000",
        "--evaluate-every 100 --evaluate-episodes 1M ! --evaluate-episodes must be from 1 to",
        "--evaluate-episodes 5 ! give --evaluate-every STEPS too",
        "--evaluate-every often ! often",
      })
  void whatWillNotDoIsSaidInALineAndNothingIsWritten(String options, String message) {
    Path run = directory.resolve("run");

    Child.Outcome outcome = train(options, run);

    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains(message);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(run).doesNotExist();
  }
}
