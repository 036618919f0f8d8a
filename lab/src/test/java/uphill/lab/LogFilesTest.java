package uphill.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.kernel.Rng;
import uphill.lab.config.CheckpointPlan;
import uphill.lab.machine.Machine;
import uphill.lab.record.Checkpoint;
import uphill.lab.record.LogFiles;
import uphill.lab.record.Times;
import uphill.lab.world.World;
import uphill.records.Checksums;
import uphill.records.GrowingFile;
import uphill.records.RunLock;

/// A million rows that an agent holds cost a checkpoint nothing: each was written once, and files
/// that no checkpoint needs are gone.
class LogFilesTest {

  private static final Set<String> TIMES =
      Set.of(Times.FILE, Machine.FILE, RunDirectory.RESULT, Checksums.FILE, RunLock.FILE);

  private static final int UPDATES = 50;
  private static final int STEPS = 10; // of an update
  private static final int ADDED = 50_000; // rows of an update
  private static final int HELD = 1_000_000;
  private static final int ROW = Remembering.FLOATS * Float.BYTES;

  private static final World WORLD =
      World.named("CartPole-v1", LogFilesTest.class.getClassLoader());

  @TempDir private Path directory;
  private Path whole = Path.of("");
  private Path run = Path.of("");

  @BeforeEach
  void name() {
    whole = directory.resolve("whole");
    run = directory.resolve("run");
  }

  /// Saved after every other update, the last three kept.
  private static Experiment experiment() {
    return Experiment.in(WORLD)
        .algorithm(Remembering.Config.class.getName())
        .set("rows", ADDED)
        .set("capacity", HELD)
        .steps(UPDATES * STEPS)
        .checkpoints(new CheckpointPlan(2 * STEPS, 0, 3));
  }

  /// Ends without notice after so many updates.
  private static Experiment endingAfter(int updates, Runnable first) {
    return experiment()
        .watchedBy(
            event -> {
              if (event instanceof RunEvent.Updated updated && updated.updates() == updates) {
                first.run();
                throw new IllegalStateException("killed");
              }
            });
  }

  private static Map<String, String> bytes(Path run) throws IOException {
    return new TreeMap<>(RunFiles.hashes(run, TIMES));
  }

  private static List<Path> logs(Path run) throws IOException {
    try (Stream<Path> files = Files.list(run.resolve(LogFiles.FOLDER))) {
      return files.sorted().toList();
    }
  }

  private static long size(List<Path> files) throws IOException {
    long sum = 0;
    for (Path file : files) {
      sum += Files.size(file);
    }
    return sum;
  }

  private static String file(long segment) {
    return "logs/memory-%s.f32".formatted(Long.toString(1_000_000 + segment).substring(1));
  }

  /// That what every checkpoint needs is there, to the byte, and of the log nothing before it.
  private static void requireJustWhatIsNeeded(Path run) throws IOException {
    List<Integer> kept = Checkpoint.of(run);
    for (int update : kept) {
      for (Map.Entry<String, GrowingFile.Mark> mark :
          Checkpoint.read(run, update).marks().entrySet()) {
        assertThat(GrowingFile.complaint(run.resolve(mark.getKey()), mark.getValue())).isEmpty();
      }
    }
    long oldest = Math.max(0, (long) kept.getLast() * ADDED - HELD);
    assertThat(logs(run).getFirst()).isEqualTo(run.resolve(file(oldest / LogFiles.ROWS)));
  }

  @Test
  void checkpointsDoNotGrowWithTheLogAndEachRowIsWrittenOnce() throws IOException {
    List<Long> folders = new ArrayList<>();
    experiment()
        .watchedBy(
            event -> {
              if (event instanceof RunEvent.Updated updated && updated.updates() % 10 == 0) {
                folders.add(newest(whole));
              }
            })
        .run(whole);

    assertThat(folders).hasSize(5).allMatch(bytes -> bytes < 8_000);
    long rows = (long) UPDATES * ADDED;
    long first = ((UPDATES - 4L) * ADDED - HELD) / LogFiles.ROWS * LogFiles.ROWS;
    assertThat(size(logs(whole))).isEqualTo((rows - first) * ROW);
    requireJustWhatIsNeeded(whole);
  }

  /// Bytes of the newest checkpoint that is whole; the next one may be being written.
  private static long newest(Path run) {
    try (Stream<Path> files = Files.list(Checkpoint.newest(run))) {
      return size(files.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void verificationAgreesWhereOldFilesAreGone() throws IOException {
    experiment().run(run);
    assertThat(run.resolve(file(0))).doesNotExist();

    Verification verification = new Verification(WORLD, run);

    assertThat(verification.verify(1, UPDATES, 1, _ -> {}).differences()).isEmpty();
    assertThat(verification.verify(UPDATES - 1, UPDATES, 1, _ -> {}).differences()).isEmpty();
  }

  /// Each time the directory is copied while a checkpoint may be written and files be deleted, and
  /// the copy goes on, with the tail of its log as a kill can leave it.
  @Test
  void aRunThatIsKilledTwentyTimesHasTheSameBytes() throws IOException {
    experiment().run(whole);
    Rng random = Rng.seeded(20);
    Path copy = copyOf(1);
    assertThatThrownBy(() -> endingAfter(9, () -> copy(run, copyOf(1))).run(run))
        .hasMessage("killed");
    for (int kill = 2; kill <= 20; kill++) {
      leaveTail(copy, random);
      Path from = copy;
      Path next = copyOf(kill);
      int at = RunDirectory.savedUpdates(from) + 1 + random.choice(3);
      assertThatThrownBy(() -> endingAfter(at, () -> copy(from, next)).resume(from))
          .hasMessage("killed");
      copy = next;
    }

    experiment().resume(copy);

    requireJustWhatIsNeeded(copy);
    assertThat(bytes(copy)).isEqualTo(bytes(whole));
  }

  private Path copyOf(int kill) {
    return directory.resolve("copy" + kill);
  }

  private static void copy(Path from, Path to) {
    try {
      Files.createDirectory(to);
      for (String name : RunFiles.names(from)) {
        Files.createDirectories(to.resolve(name).getParent());
        try {
          Files.copy(from.resolve(name), to.resolve(name));
        } catch (NoSuchFileException _) {
          // The run deleted it meanwhile.
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Half a row at the end of the last file, the next file begun, or what came after the checkpoint
  /// lost.
  private static void leaveTail(Path run, Rng random) throws IOException {
    Path last = logs(run).getLast();
    switch (random.choice(3)) {
      case 0 -> Files.write(last, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
      case 1 -> Files.write(run.resolve(file(LogFiles.segment(name(run, last)) + 1)), new byte[99]);
      default -> {
        List<Integer> saved = Checkpoint.of(run);
        long kept =
            saved.isEmpty()
                ? 0
                : Checkpoint.read(run, saved.getFirst())
                    .marks()
                    .getOrDefault(name(run, last), GrowingFile.Mark.beginning())
                    .bytes();
        byte[] bytes = Files.readAllBytes(last);
        Files.write(last, Arrays.copyOf(bytes, (int) Math.min(kept, bytes.length)));
      }
    }
  }

  private static String name(Path run, Path file) {
    return run.relativize(file).toString().replace('\\', '/');
  }

  /// An older checkpoint serves where a later one is damaged, also after a run went on in between.
  @Test
  void whatKeptCheckpointsNeedOutlivesGoingOn() throws IOException {
    experiment().run(whole);
    assertThatThrownBy(() -> endingAfter(35, () -> {}).run(run)).hasMessage("killed");
    assertThatThrownBy(() -> endingAfter(35, () -> {}).resume(run)).hasMessage("killed");
    requireJustWhatIsNeeded(run);
    Files.write(Checkpoint.folder(run, 34).resolve(Checkpoint.STATE), new byte[1]);
    Files.write(Checkpoint.folder(run, 32).resolve(Checkpoint.PARAMETERS), new byte[1]);

    experiment().resume(run);

    assertThat(bytes(run)).isEqualTo(bytes(whole));
  }

  /// It is of no use to anyone, but must not end the run either.
  @Test
  void aDamagedOlderCheckpointDoesNotEndTheRun() throws IOException {
    experiment().run(whole);
    assertThatThrownBy(() -> endingAfter(35, () -> {}).run(run)).hasMessage("killed");
    Files.write(Checkpoint.folder(run, 32).resolve(Checkpoint.STATE), new byte[1]);

    experiment().resume(run);

    assertThat(bytes(run)).isEqualTo(bytes(whole));
  }
}
