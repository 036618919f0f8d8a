package uphill.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;
import uphill.lab.config.CheckpointPlan;
import uphill.lab.config.RunConfig;
import uphill.lab.machine.Machine;
import uphill.lab.record.Checkpoint;
import uphill.lab.record.CheckpointWriter;
import uphill.lab.record.Times;
import uphill.lab.training.Training;
import uphill.lab.training.UpdateRecord;
import uphill.lab.world.World;
import uphill.records.Checksums;
import uphill.records.RunLock;
import uphill.records.WholeFiles;

/// Faults of the disk and of memory, as far as they can be had in one process.
class RunDirectoryTest {

  private static final World CART_POLE =
      World.named("CartPole-v1", RunDirectoryTest.class.getClassLoader());

  @TempDir private Path directory;

  private static Experiment cartPole() {
    return Experiment.in(CART_POLE)
        .seed(7)
        .steps(3_000)
        .set("batch_steps", 500)
        .set("envs", 4)
        .checkpoints(CheckpointPlan.DEFAULT.everySteps(500).keep(0));
  }

  /// Does something after this update, before its checkpoint.
  private static Experiment after(int update, Experiment experiment, Runnable what) {
    return experiment.watchedBy(
        event -> {
          if (event instanceof RunEvent.Updated updated && updated.updates() == update) {
            what.run();
          }
        });
  }

  private void delete(Path run) {
    try {
      for (Path file : RunFiles.names(run).stream().map(run::resolve).toList()) {
        Files.delete(file);
      }
      for (int update : Checkpoint.of(run)) {
        Files.delete(Checkpoint.folder(run, update));
      }
      Files.deleteIfExists(run.resolve(Checkpoint.FOLDER));
      Files.delete(run);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatARunLeavesThatWasKilledBeforeItBeganIsFree() throws IOException {
    Path run = directory.resolve("run");
    Files.createDirectories(run);
    for (String left :
        List.of(RunLock.FILE, Machine.FILE, Machine.FILE + ".part", RunConfig.FILE + ".part")) {
      Files.writeString(run.resolve(left), "");
    }

    cartPole().run(run);

    assertThat(AlteredFiles.of(run)).isEmpty();
    assertThat(RunFiles.names(run)).noneMatch(name -> name.endsWith(".part"));
  }

  @Test
  void whoAsksForAFreshDirectoryAtTheSameTimeGetsOneOfTheirOwn() {
    Path wanted = directory.resolve("runs/a");

    Set<Path> got =
        IntStream.range(0, 64).parallel().mapToObj(_ -> fresh(wanted)).collect(Collectors.toSet());

    assertThat(got).hasSize(64).contains(wanted, directory.resolve("runs/a-64"));
    assertThat(got).allSatisfy(path -> assertThat(path).isEmptyDirectory());
  }

  private static Path fresh(Path wanted) {
    try {
      return Place.fresh(wanted);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A run that has a config can be resumed, so what is written only once comes before it.
  @Test
  void theConfigIsTheLastThatANewRunWrites() throws IOException {
    Path run = directory.resolve("run");
    Files.createDirectories(run.resolve(RunConfig.FILE + WholeFiles.PART)); // in the config's way

    assertThatThrownBy(() -> cartPole().run(run)).hasMessageContaining("cannot write to");

    assertThat(run.resolve(Machine.FILE)).exists();
    assertThat(run.resolve(RunConfig.FILE)).doesNotExist();
    cartPole().run(run);
  }

  @Test
  void aCheckpointThatIsBeingWrittenIsFinishedWhereTheRunFails() throws IOException {
    Path run = directory.resolve("run");
    RunConfig config = cartPole().config();
    try (Training training = new Training(config, CART_POLE, new ScalarKernels(), Workers.one());
        RunDirectory records = RunDirectory.create(run, config, CART_POLE, Map.of(), true)) {
      records.append(UpdateRecord.of(training, training.update()));
      records.checkpoint(training, Map.of());
    }

    assertThat(Checkpoint.read(run, 1).update()).isEqualTo(1);
  }

  @Test
  void aDirectoryThatIsDeletedMeanwhileIsSaidToBeGoneAndDoesNotComeBack() {
    Path run = directory.resolve("run");

    assertThatThrownBy(() -> after(1, cartPole(), () -> delete(run)).run(run))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is gone")
        .hasMessageContaining("uphill resume " + run);
    assertThat(run).doesNotExist();
  }

  @Test
  void aRunThatTookTheDirectoryOverIsLeftAlone() throws IOException {
    Path run = directory.resolve("run");
    Path other = directory.resolve("other");
    cartPole().seed(8).checkpoints(CheckpointPlan.DEFAULT.everySteps(3_000)).run(other);

    assertThatThrownBy(
            () ->
                after(
                        1,
                        cartPole(),
                        () -> {
                          delete(run);
                          assertThat(other.toFile().renameTo(run.toFile())).isTrue();
                        })
                    .run(run))
        .hasMessageContaining("is gone");
    assertThat(AlteredFiles.of(run)).isEmpty();
  }

  @Test
  void whoIsRefusedLeavesTheLockWhereItIs() throws IOException {
    try (RunLock first = RunLock.take(directory)) {
      assertThatThrownBy(() -> RunLock.take(directory)).hasMessageContaining("in use");
      assertThatThrownBy(() -> RunLock.refuseIfTaken(directory)).hasMessageContaining("in use");
      first.requireHeld();
    }
    RunLock.take(directory).close();
    RunLock.refuseIfTaken(directory);
  }

  @Test
  void outOfMemoryWhileACheckpointIsWrittenIsOutOfMemory() throws IOException {
    Map<String, byte[]> hungry =
        new AbstractMap<>() {
          @Override
          public Set<Entry<String, byte[]>> entrySet() {
            throw new OutOfMemoryError("Java heap space");
          }
        };
    try (RunLock lock = RunLock.take(directory)) {
      CheckpointWriter writer = new CheckpointWriter(directory, lock, 0);
      writer.write(new Checkpoint(1, hungry), List.of());

      assertThatThrownBy(writer::settle).isInstanceOf(OutOfMemoryError.class);
      writer.close();
    }
  }

  @Test
  void timesSurviveADamagedLineAndAreCutWithTheRest() throws IOException {
    Path run = directory.resolve("run");
    cartPole().run(run);
    Files.delete(run.resolve(Checksums.FILE));
    WholeFiles.deleteFolder(Checkpoint.folder(run, 6));
    Path times = run.resolve(Times.FILE);
    List<String> lines = Files.readAllLines(times);
    Files.writeString(
        times, String.join("\n", lines.get(0), "{\"upd", lines.get(2), lines.get(3), ""));

    cartPole().resume(run);

    assertThat(Files.readAllLines(times))
        .startsWith(lines.get(0), lines.get(2), lines.get(3))
        .hasSize(4);
  }
}
