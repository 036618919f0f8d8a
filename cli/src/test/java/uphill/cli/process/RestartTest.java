package uphill.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.lab.Experiment;

class RestartTest {

  @Test
  void theNewCommandHasTheModuleAndItsArchiveAndNoOtherRestart() {
    String words =
        "/jdk/bin/java\0-XX:AOTCache=/x/uphill.aot\0-XX:TieredStopAtLevel=1\0-Duphill.restart=brief"
            + "\0-Xmx4g\0--module-path\0/x"
            + "\0--module\0uphill.cli/uphill.cli.Main\0train\0CartPole-v1\0--out\0\0";

    assertThat(Restart.command(words.getBytes(StandardCharsets.UTF_8)))
        .containsExactly(
            "/jdk/bin/java",
            "--add-modules",
            "jdk.incubator.vector",
            "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=CompileThresholdScaling,uphill.kernel.Vector*::*,0.01",
            "-XX:CompileCommand=CompileThresholdScaling,uphill.kernel.Wide*::*,0.01",
            "-XX:CompileCommand=CompileThresholdScaling,*Blocks::*,0.01",
            "-XX:SharedArchiveFile=/x/uphill.jsa",
            "-Xmx4g",
            "--module-path",
            "/x",
            "--module",
            "uphill.cli/uphill.cli.Main",
            "train",
            "CartPole-v1",
            "--out",
            "");
  }

  /// The last word is no UTF-8.
  @Test
  void whatTheUserWroteIsLeftAsItIs() {
    String words =
        "java\0--module\0m\0train\0-XX:AOTCache=mine\0-Duphill.restart=mine\0gr\u00c3\u00bcn\0\u00e4\0";

    assertThat(Restart.command(words.getBytes(StandardCharsets.ISO_8859_1)))
        .endsWith(
            "train", "-XX:AOTCache=mine", "-Duphill.restart=mine", "gr\u00c3\u00bcn", "\u00e4");
  }

  @ParameterizedTest
  @CsvSource({
    "CartPole-v1, true",
    "'CartPole-v1:max_episode_steps=9', true",
    "rooms.json, true",
    "'a/rooms.json:max_episode_steps=9', true",
    "my.Game, false",
    "MyGame-v1, false",
    "my.jsonish.Game, false",
  })
  void onlyAWorldOfOnesOwnIsNotMadeBeforeTheProcessIsTheLast(String environment, boolean own) {
    assertThat(Restart.isOwn(environment)).isEqualTo(own);
  }

  @ParameterizedTest
  @CsvSource({
    "my.Game, 5000000, vpg, true",
    "my.Game, 5000, vpg, false",
    "CartPole-v1, 5000000, vpg, false",
    "my.Game, 5000000, my.Unknown, false",
    "'', 5000000, vpg, false",
  })
  void aTrainingThatIsLongInAnyWorldStartsOverBeforeOnesOwnIsMade(
      String environment, long steps, String algorithm, boolean over) throws IOException {
    assertThat(
            Restart.isLongInAny(
                environment, any -> Experiment.in(any).algorithm(algorithm).steps(steps).isLong()))
        .isEqualTo(over);
  }
}
