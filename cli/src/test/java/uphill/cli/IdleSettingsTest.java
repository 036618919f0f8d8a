package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is told of settings that have no effect.
class IdleSettingsTest {

  private static final String[] PLAIN = {
    "--preset", "simple", "--steps", "300", "--set", "batch_steps=300"
  };

  @TempDir private Path folder;
  private int runs;

  private static Child.Outcome uphill(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    return new Child.Outcome(code, out.toString(), err.toString());
  }

  private String warned(String... options) {
    String[] words = new String[options.length + 3];
    words[0] = "train";
    words[1] = "--out";
    words[2] = folder.resolve("run-" + runs++).toString();
    System.arraycopy(options, 0, words, 3, options.length);
    Child.Outcome trained = uphill(words);
    assertThat(trained.code()).isZero();
    return trained.err();
  }

  private static String[] with(String[] words, String... more) {
    String[] all = Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return all;
  }

  @Test
  void whatWasSetAndHasNoEffectIsToldInALineAndWhatThePresetHasIsNot() {
    assertThat(warned(with(PLAIN, "CartPole-v1"))).isEmpty();
    assertThat(warned(with(PLAIN, "CartPole-v1", "--set", "lambda=0.5", "--seeds", "0,1")))
        .isEqualTo(
            "uphill: warning: lambda has no effect: it has one only with weights=gae or"
                + " value_target=lambda_return, and here weights=return, value_target=reward_to_go"
                + System.lineSeparator());
  }

  @Test
  void whatAnEarlierRunHadSetIsToldWhereItHasNoEffectAnyMore() {
    assertThat(warned(with(PLAIN, "Pendulum-v1", "--set", "log_std=0.2"))).isEmpty();

    String earlier = folder.resolve("run-0").toString();
    assertThat(warned("CartPole-v1", "--config", earlier)).contains("log_std has no effect");
    assertThat(warned("Pendulum-v1", "--config", earlier, "--from", earlier))
        .contains("log_std has no effect", "they are another run's");
    assertThat(warned("CartPole-v1", "--config", earlier, "--preset", "simple", "--steps", "300"))
        .isEmpty();
  }

  @Test
  void theListSaysWhatASettingNeeds() {
    assertThat(uphill("algorithms").succeeds().out())
        .containsPattern(
            "λ of generalized advantage estimation .*\\. Only with weights=gae or"
                + " value_target=lambda_return\\.");
    assertThat(uphill("algorithms", "--json").succeeds().out())
        .contains(
            "\"only_with\":\"weights=gae or value_target=lambda_return\"", "\"only_with\":\"\"");
  }
}
