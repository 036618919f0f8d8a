package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainReportTest {

  @TempDir private Path directory;

  /// Random actions never reach MountainCar's goal in an episode: all returns are -200.
  @ParameterizedTest
  @CsvSource({"MountainCar-v0, false", "CartPole-v1, true"})
  void moreSeedsAreOfferedWhereThereIsSomethingToLearnFrom(String world, boolean something) {
    StringWriter out = new StringWriter();
    String run = directory.resolve("run").toString();

    int code =
        Main.run(
            new PrintWriter(out, true),
            new PrintWriter(new StringWriter(), true),
            "train",
            world,
            "--steps",
            "4k",
            "--out",
            run);

    assertThat(code).isZero();
    assertThat(out.toString().contains("more steps will hardly help")).isEqualTo(!something);
    assertThat(out.toString().contains("--seeds 0..9")).isEqualTo(something);
    assertThat(out.toString()).contains("uphill explain ");
  }
}
