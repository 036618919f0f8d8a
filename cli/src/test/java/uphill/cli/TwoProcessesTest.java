package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.lab.Experiment;
import uphill.lab.world.World;

/// What others do to a run's directory while a process writes to it.
class TwoProcessesTest {

  private static final String WORLD = "uphill.cli.Gated";

  @TempDir private Path directory;
  private Path run = Path.of("");
  private Path gate = Path.of("");

  @BeforeEach
  void name() {
    run = directory.resolve("run");
    gate = directory.resolve("gate");
  }

  /// A process that waits in the middle of its next update but three.
  private Child waiting(String... words) throws Exception {
    List<String> flags = new ArrayList<>(Child.BRIEF);
    flags.addAll(Gated.flags(gate, 4 * SmallRun.BATCH - 10));
    Child child = Child.uphill(directory, flags, words);
    assertThat(child.liveUntil(() -> Files.exists(gate))).isTrue();
    return child;
  }

  private Child.Outcome uphill(String... words) throws Exception {
    return Child.run(directory, Child.BRIEF, words);
  }

  @Test
  void aSecondProcessIsRefusedAndTheFirstGoesOnUnharmed() throws Exception {
    Path whole = directory.resolve("whole");
    uphill(SmallRun.train(WORLD, whole)).succeeds();
    String inUse = run + " is in use by another run";
    try (Child first = waiting(SmallRun.train(WORLD, run))) {
      uphill("resume", run.toString()).saysOnly(2, inUse);
      uphill("verify", run.toString()).saysOnly(2, inUse);
      uphill(SmallRun.train(WORLD, run)).saysOnly(2, inUse);
      first.kill();
      Files.delete(gate);
    }
    try (Child first = waiting("resume", run.toString(), "--json")) {
      uphill("resume", run.toString()).saysOnly(2, inUse);
      Files.delete(gate);
      first.outcome().succeeds();
    }
    SameBytes.check(run, whole, run.toString());
  }

  /// Whoever explains only reads: while a run goes on, and after it, and it stays as it was.
  @Test
  void aRunIsExplainedWhileItGoesOnAndNeitherDisturbsTheOther() throws Exception {
    Path whole = directory.resolve("whole");
    uphill(SmallRun.train(WORLD, whole)).succeeds();
    String[] third = {"explain", run.toString(), "--update", "3", "--json"};
    String during;
    try (Child first = waiting(SmallRun.train(WORLD, run))) {
      during = uphill(third).succeeds().out();
      uphill("explain", run.toString(), "--update", "4").saysOnly(2, "updates 1 to 3, asked for 4");
      Files.delete(gate);
      first.outcome().succeeds();
    }
    assertThat(uphill(third).succeeds().out()).isEqualTo(during).contains("\"update\":3");
    SameBytes.check(run, whole, run.toString());
    uphill("verify", run.toString()).succeeds();
  }

  /// A second run of the first process, refused, must not let go of the lock.
  @Test
  void whoIsRefusedInTheSameProcessLeavesTheLockWhereItIs() throws Exception {
    World world = World.named("CartPole-v1", TwoProcessesTest.class.getClassLoader());
    AtomicInteger told = new AtomicInteger();
    Experiment.in(world)
        .steps(10_000)
        .stoppedBy(() -> told.incrementAndGet() == 1 && isRefusedHereAndElsewhere(world))
        .run(run);

    assertThat(told).hasPositiveValue();
  }

  private boolean isRefusedHereAndElsewhere(World world) {
    assertThatThrownBy(() -> Experiment.in(world).resume(run)).hasMessageContaining("in use");
    try {
      uphill("resume", run.toString()).saysOnly(2, "in use");
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    return true;
  }

  @Test
  void aDirectoryThatIsDeletedMeanwhileIsSaidToBeGone() throws Exception {
    try (Child child = waiting(SmallRun.train(WORLD, run))) {
      delete(run);
      Files.delete(gate);

      child
          .outcome()
          .saysOnly(
              2, run + "/", "is gone: the run's directory was moved or deleted", "or train anew");
    }
    assertThat(run).doesNotExist();
  }

  @Test
  void aDirectoryThatIsMovedMeanwhileIsSaidToBeGoneAndCanBeResumed() throws Exception {
    Path whole = directory.resolve("whole");
    uphill(SmallRun.train(WORLD, whole)).succeeds();
    Path moved = directory.resolve("moved");
    try (Child child = waiting(SmallRun.train(WORLD, run))) {
      Files.move(run, moved);
      Files.delete(gate);

      child
          .outcome()
          .saysOnly(
              2,
              run + "/",
              "is gone: the run's directory was moved or deleted",
              "uphill resume " + run);
    }
    uphill("resume", moved.toString(), "--json").succeeds();
    SameBytes.check(moved, whole, moved.toString());
  }

  /// Deletes until nothing is left: a checkpoint may still be written.
  private static void delete(Path folder) throws IOException {
    while (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      } catch (DirectoryNotEmptyException | UncheckedIOException e) {
        Thread.onSpinWait();
      }
    }
  }
}
