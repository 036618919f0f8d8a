package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `explain` says where there is nothing to list.
class ExplainWordsTest {

  @TempDir private Path folder;

  private static Child.Outcome uphill(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    return new Child.Outcome(code, out.toString(), err.toString());
  }

  private String explained(String world, String... more) {
    String run = folder.resolve("run").toString();
    String[] train = {
      "train", world, "--out", run, "--steps", "60", "--preset", "simple", "--set", "batch_steps=60"
    };
    assertThat(uphill(train).code()).isZero();
    String[] words = new String[more.length + 2];
    words[0] = "explain";
    words[1] = run;
    System.arraycopy(more, 0, words, 2, more.length);
    return uphill(words).succeeds().out();
  }

  @Test
  void whereNoSamplePushedItIsSaidWhyInsteadOfAnEmptyList() {
    assertThat(explained("FrozenLake-v1", "--action", "3", "--what-if", "optimizer=sgd"))
        .contains(
            "  pushed by no sample: all weights are 0", "it makes no difference to any action")
        .doesNotContain("pushed most by the samples", "where it makes the largest difference");
  }

  @Test
  void whereJIsNotComputedTheReasonIsTheWorlds() {
    assertThat(explained("CartPole-v1", "--what-if", "optimizer=sgd"))
        .contains("J is computed of worlds that are tables, and this one is none.")
        .contains("where it makes the largest difference");
  }

  @Test
  void whereAWorldMasksActionsThatIsTheReason() {
    assertThat(explained("Taxi-v4:action_mask=true", "--what-if", "optimizer=sgd"))
        .contains("tables and mask no actions, and this one masks some.");
  }

  /// Its probabilities are 0 and 1 to the last bit, from one step to the next.
  @Test
  void ofAPolicyThatRanAwayItIsSaidWhatIsTrueAndWhatToDo() {
    String run = folder.resolve("away").toString();
    String train =
        "train CartPole-v1 --algo ppo --preset zoo-cartpole --set learning_rate=10 --steps 2048";
    List<Object> words = new ArrayList<>(List.of(train.split(" ", -1)));
    words.addAll(List.of("--seed", "0", "--out", run));
    SmallRun.uphill(words.toArray()).succeeds();

    for (String update : List.of("2", "4", "6", "8")) {
      assertThat(uphill("explain", run, "--update", update).succeeds().out())
          .doesNotContain("not a number")
          .doesNotContain("no action could be moved")
          .containsPattern("For \\d+ actions no weight can be derived, because")
          .contains("Steps that take a policy so far are too large: lower learning_rate.");
    }
  }
}
