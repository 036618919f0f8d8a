package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A heap that is too small.
class MemoryTest {

  private static final String WORLD = "uphill.cli.Hoarder";

  @TempDir private Path directory;

  private Child.Outcome uphill(String heap, String... words) throws Exception {
    List<String> flags = new ArrayList<>(Child.BRIEF);
    flags.add(heap);
    return Child.run(directory, flags, words);
  }

  @Test
  void aBatchThatDoesNotFitIsRefusedBeforeAnythingIsWritten() throws Exception {
    Path run = directory.resolve("run");

    uphill("-Xmx64m", SmallRun.train("CartPole-v1", run, "--set", "batch_steps=10000000"))
        .saysOnly(2, "a batch of 10000000 rows", "UPHILL_JAVA_OPTS=-Xmx2g", "batch_steps");

    assertThat(run).doesNotExist();
  }

  /// In the environments' steps: with two threads, one of them is a worker's.
  @ParameterizedTest
  @ValueSource(strings = {"1", "2"})
  void aTrainingThatRunsOutOfMemoryGoesOnWithMore(String threads) throws Exception {
    Path whole = directory.resolve("whole");
    Path run = directory.resolve("run");
    uphill("-Xmx512m", SmallRun.train(WORLD, whole)).succeeds();

    uphill("-Xmx64m", SmallRun.train(WORLD, run, "--threads", threads))
        .saysOnly(2, "out of memory", "-Xmx1g", "uphill resume");

    assertThat(SmallRun.updates(run)).isBetween(2, SmallRun.UPDATES - 1);
    uphill("-Xmx512m", "resume", run.toString(), "--json").succeeds();
    SameBytes.check(run, whole, run.toString());
  }

  @Test
  void seedsSideBySideEndTogether() throws Exception {
    uphill("-Xmx64m", SmallRun.train(WORLD, directory.resolve("runs"), "--seeds", "1..3"))
        .saysOnly(2, "out of memory");
  }
}
