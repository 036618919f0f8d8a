package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `uphill train --from`.
class FromTest {

  @TempDir private Path folder;
  private Path first = Path.of("");
  private Path second = Path.of("");

  private static Child.Outcome uphill(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    return new Child.Outcome(code, out.toString(), err.toString());
  }

  @BeforeEach
  void train() {
    first = folder.resolve("first");
    second = folder.resolve("second");
    uphill(SmallRun.train("CartPole-v1", first)).succeeds();
  }

  private Child.Outcome from(Path run, String... more) {
    String[] words = SmallRun.train("CartPole-v1", second, more);
    words = Arrays.copyOf(words, words.length + 2);
    words[words.length - 2] = "--from";
    words[words.length - 1] = run.toString();
    return uphill(words);
  }

  @Test
  void suchARunIsVerifiedExplainedAndMadeLongerWithoutTheOther() throws IOException {
    from(first, "--seed", "4", "--from-update", "7").succeeds();
    Files.move(first, folder.resolve("gone"));
    String run = second.toString();

    uphill("verify", run).succeeds();
    uphill("explain", run, "--update", "1").succeeds();
    uphill("resume", run, "--steps", "2200").succeeds();
    uphill("verify", run, "--updates", "21..22").succeeds();
    assertThat(Files.readString(second.resolve("config.json")))
        .contains("\"update\": 7", first.toString());
    Path again = folder.resolve("again");
    uphill("train", "--config", run, "--out", again.toString()).succeeds();
    assertThat(again.resolve("metrics.jsonl"))
        .hasSameBinaryContentAs(second.resolve("metrics.jsonl"));
  }

  @Test
  void everySeedBeginsWithThem() throws IOException {
    String[] words = {
      "train",
      "CartPole-v1",
      "--config",
      first.toString(),
      "--from",
      first.toString(),
      "--seeds",
      "1..2",
      "--out",
      second.toString()
    };
    Child.Outcome outcome = uphill(words).succeeds();

    assertThat(outcome.out())
        .containsOnlyOnce("begins with: policy and critic of %s, update 20".formatted(first));
    assertThat(second.resolve("seed-1/from.safetensors"))
        .hasSameBinaryContentAs(second.resolve("seed-2/from.safetensors"))
        .hasSameBinaryContentAs(first.resolve("checkpoints/update-000020/parameters.safetensors"));
    uphill("verify", second.toString()).succeeds();
  }

  @Test
  void whatDoesNotFitIsASentenceAndNothingIsWritten() {
    from(first, "--set", "hidden=5").saysOnly(2, "policy.0.weight is [4,16] there, and [4,5]");
    from(folder).saysOnly(2, "is not a run");
    from(first, "--from-update", "21").saysOnly(2, "no checkpoint of update 21");
    uphill("train", "CartPole-v1", "--from-update", "3").saysOnly(2, "give --from RUN too");

    assertThat(second).doesNotExist();
  }
}
