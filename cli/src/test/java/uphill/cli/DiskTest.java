package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A disk that is full, or may not be written to.
class DiskTest {

  private static final String WORLD = "Pendulum-v1";

  @TempDir private static Path directory;
  private static Path whole = Path.of("");

  private final Path disk = directory.resolve("disk");
  private final Path run = disk.resolve("run");
  private boolean mounted;

  @BeforeAll
  static void anUndisturbedRun() throws Exception {
    whole = directory.resolve("whole");
    uphill(SmallRun.train(WORLD, whole)).succeeds();
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(shell("umount '%s'".formatted(disk))).isEmpty();
    }
  }

  private static Child.Outcome uphill(String... words) throws Exception {
    return Child.run(directory, Child.BRIEF, words);
  }

  /// In a process whose files cannot grow beyond so many blocks of 512 bytes.
  private static Child.Outcome limited(int blocks, String... words) throws Exception {
    List<String> flags = new ArrayList<>(Child.BRIEF);
    flags.add("-XX:-UsePerfData"); // a file of the JVM's own
    List<String> command =
        new ArrayList<>(
            List.of(
                "/bin/sh",
                "-c",
                String.format(Locale.ROOT, "ulimit -f %d && exec \"$@\"", blocks),
                "sh"));
    command.addAll(Child.command(flags, words));
    try (Child child = Child.of(directory, command)) {
      return child.outcome();
    }
  }

  /// What a command complains about.
  private static String shell(String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("/bin/sh", "-c", command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0
        ? ""
        : String.format(Locale.ROOT, "%s: exit code %d: %s", command, process.waitFor(), said);
  }

  private void mount(int kilobytes) throws Exception {
    Files.createDirectories(disk);
    String complaint =
        shell(
            String.format(
                Locale.ROOT, "mount -t tmpfs -o size=%dk uphill-test '%s'", kilobytes, disk));
    assumeTrue(complaint.isEmpty(), "SKIPPED: no small disk can be mounted here: " + complaint);
    mounted = true;
  }

  private void remount(String options) throws Exception {
    assertThat(shell("mount -o remount,%s '%s'".formatted(options, disk))).isEmpty();
  }

  /// From a disk that has no room for the config to one that has none for the last checkpoints.
  @ParameterizedTest
  @ValueSource(ints = {4, 12, 40, 150, 350})
  void aRunThatFilledTheDiskGoesOnWhenThereIsRoom(int kilobytes) throws Exception {
    mount(kilobytes);

    uphill(SmallRun.train(WORLD, run))
        .saysOnly(2, run.toString(), "No space left on device", "ake room");

    remount("size=64m");
    if (SmallRun.isBegun(run)) {
      uphill("resume", run.toString(), "--json").succeeds();
    } else {
      uphill(SmallRun.train(WORLD, run)).succeeds();
    }
    SameBytes.check(run, whole, run.toString());
  }

  /// `metrics.jsonl` is the first that grows too long.
  @Test
  void aFileThatMayNotGrowOnIsLikeAFullDisk() throws Exception {
    Path here = directory.resolve("limited");

    limited(16, SmallRun.train(WORLD, here)).saysOnly(2, here.toString(), "File too large");

    assertThat(SmallRun.updates(here)).isBetween(1, SmallRun.UPDATES - 1);
    uphill("resume", here.toString(), "--json").succeeds();
    SameBytes.check(here, whole, here.toString());
  }

  /// No file of the run can become longer, while everything can be shortened; 512 bytes are left
  /// for what the process has to say.
  @Test
  void whoCannotGoOnLosesNothing() throws Exception {
    Path here = directory.resolve("stuck");
    limited(16, SmallRun.train(WORLD, here)).saysOnly(2, "File too large");
    List<String> times = Files.readAllLines(here.resolve("times.jsonl"));

    limited(1, "resume", here.toString(), "--json").saysOnly(2, here.toString(), "File too large");

    assertThat(Files.readAllLines(here.resolve("times.jsonl")))
        .isNotEmpty()
        .isEqualTo(times.subList(0, SmallRun.updates(here)));
    uphill("resume", here.toString(), "--json").succeeds();
    SameBytes.check(here, whole, here.toString());
  }

  @Test
  void whatMayNotBeWrittenToCanStillBeVerified() throws Exception {
    mount(64 * 1024);
    Path finished = disk.resolve("finished");
    Path unfinished = disk.resolve("unfinished");
    uphill(SmallRun.train(WORLD, finished)).succeeds();
    limited(16, SmallRun.train(WORLD, unfinished)).saysOnly(2, "File too large");
    remount("ro");

    uphill(SmallRun.train(WORLD, run)).saysOnly(2, "cannot write to " + run, "Read-only", "--out");
    uphill("resume", unfinished.toString())
        .saysOnly(2, unfinished.toString(), "Read-only file system");
    uphill("resume", finished.toString(), "--steps", "100k")
        .saysOnly(2, finished.toString(), "Read-only file system");
    uphill("resume", finished.toString()).succeeds();
    uphill("verify", finished.toString()).succeeds();
    uphill("eval", finished.toString()).succeeds();
    SameBytes.check(finished, whole, finished.toString());
  }
}
