package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Ctrl-C, and the signal that a batch system sends.
class InterruptTest {

  private static final Path SCRIPT = Path.of("..", "uphill").toAbsolutePath().normalize();
  private static final String WORLD = "uphill.cli.Gated";
  private static final int INTERRUPTED = 128 + 2;
  private static final long INTERRUPT_BIT = 2;
  private static final String STOPPING = "stopping at the end of this update";

  @TempDir private static Path directory;
  private static Path whole = Path.of("");

  @BeforeAll
  static void anUndisturbedRun() throws Exception {
    Path status = Path.of("/proc/self/status");
    assumeTrue(Files.isReadable(status), "SKIPPED: signals are sent and seen on Linux only");
    String ignored =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .findFirst()
            .orElseThrow()
            .replaceFirst("SigIgn:\\s*", "");
    assumeTrue(
        (Long.parseUnsignedLong(ignored, 16) & INTERRUPT_BIT) == 0,
        "SKIPPED: this JVM was started with SIGINT ignored, and so are all that it starts");
    whole = directory.resolve("whole");
    Child.run(directory, Child.BRIEF, SmallRun.train(WORLD, whole)).succeeds();
  }

  @ParameterizedTest
  @CsvSource({"INT, 130, 1", "INT, 130, 4", "TERM, 143, 2"})
  void theFirstSignalStopsAtTheEndOfTheUpdate(String signal, int code, int update)
      throws Exception {
    Path run = directory.resolve(signal + update);
    Path gate = directory.resolve("gate");
    List<String> flags = new ArrayList<>(Child.BRIEF);
    flags.addAll(Gated.flags(gate, update * SmallRun.BATCH - 10));
    try (Child child = Child.uphill(directory, flags, SmallRun.train(WORLD, run))) {
      assertThat(child.liveUntil(() -> Files.exists(gate))).isTrue();
      child.signal(signal);
      assertThat(child.liveUntil(() -> child.said().contains(STOPPING))).isTrue();
      Files.delete(gate);

      child
          .outcome()
          .saysOnly(
              code,
              String.format(
                  Locale.ROOT, "interrupted after update %d of 20; everything is saved", update),
              "uphill resume " + run);
    }
    Child.run(directory, Child.BRIEF, "resume", run.toString(), "--json").succeeds();
    SameBytes.check(run, whole, run.toString());
  }

  @Test
  void theSecondSignalStopsAtOnce() throws Exception {
    Path run = directory.resolve("twice");
    String[] words =
        SmallRun.train("CartPole-v1", run, "--set", "batch_steps=10000000", "--steps", "1e9");
    try (Child child = Child.uphill(directory, Child.BRIEF, words)) {
      assertThat(child.liveUntil(() -> SmallRun.isBegun(run))).isTrue();
      child.signal("INT");
      assertThat(child.liveUntil(() -> child.said().contains("once more stops at once"))).isTrue();
      child.signal("INT");

      child.outcome().saysOnly(INTERRUPTED, STOPPING);
    }
    assertThat(SmallRun.updates(run)).isZero();
  }

  /// The update stands still, in a step of its world: nobody waits for its end.
  @Test
  void aLongUpdateIsLeftAndMadeAgain() throws Exception {
    Path run = directory.resolve("long");
    Path gate = directory.resolve("closed");
    List<String> flags = new ArrayList<>(Child.BRIEF);
    flags.addAll(Gated.flags(gate, 3 * SmallRun.BATCH - 10));
    try (Child child = Child.uphill(directory, flags, SmallRun.train(WORLD, run))) {
      assertThat(child.liveUntil(() -> Files.exists(gate))).isTrue();
      child.signal("TERM");

      child
          .outcome()
          .saysOnly(143, STOPPING, "the state after update 2 is saved", "uphill resume " + run);
    }
    Child.run(directory, Child.BRIEF, "resume", run.toString(), "--json").succeeds();
    SameBytes.check(run, whole, run.toString());
  }

  @Test
  void seedsThatWaitedForOthersGoOnWithThem() throws Exception {
    Path runs = directory.resolve("seeds");
    Path undisturbed = directory.resolve("undisturbed");
    Path gate = directory.resolve("first");
    List<String> flags = new ArrayList<>(Child.BRIEF);
    flags.add("-XX:ActiveProcessorCount=1"); // so that seeds wait
    Child.run(directory, flags, SmallRun.train(WORLD, undisturbed, "--seeds", "3..5")).succeeds();
    flags.addAll(Gated.flags(gate, 2 * SmallRun.BATCH - 10));
    String[] words =
        SmallRun.train(WORLD, runs, "--seeds", "3..5", "--class-path", directory.toString());
    try (Child child = Child.uphill(directory, flags, words)) {
      assertThat(child.liveUntil(() -> Files.exists(gate))).isTrue();
      child.signal("INT");
      assertThat(child.liveUntil(() -> child.said().contains(STOPPING))).isTrue();
      Files.delete(gate);

      child
          .outcome()
          .saysOnly(
              INTERRUPTED,
              "Of 3 runs 0 are finished, 1 is under way, 2 were not begun.",
              "uphill resume " + runs + " --class-path " + directory + System.lineSeparator())
          .saysOnly(INTERRUPTED, STOPPING);
    }
    Child.run(directory, Child.BRIEF, "resume", runs.toString(), "--json").succeeds();
    for (String seed : List.of("seed-3", "seed-4", "seed-5")) {
      SameBytes.check(runs.resolve(seed), undisturbed.resolve(seed), seed);
    }
  }

  @Test
  void signalsToTheLauncherReachTheTraining() throws Exception {
    Path run = directory.resolve("launched");
    List<String> command = launcher(SmallRun.train("CartPole-v1", run, "--steps", "100k"));
    try (Child child = Child.of(directory, command)) {
      assertThat(child.liveUntil(() -> SmallRun.updates(run) > 0)).isTrue();
      child.signal("INT");

      child.outcome().saysOnly(INTERRUPTED, STOPPING, "uphill resume " + run);
    }
  }

  /// A long training: the launcher's process has become a JVM without the vector kernels' module,
  /// then one with it.
  @Test
  void signalsToTheLauncherReachATrainingThatStartedOver() throws Exception {
    Path run = directory.resolve("started-over");
    List<String> command = launcher(SmallRun.train("CartPole-v1", run, "--steps", "1e9"));
    try (Child child = Child.of(directory, command)) {
      assertThat(child.liveUntil(() -> SmallRun.updates(run) > 0)).isTrue();
      assertThat(Files.readString(Path.of("/proc/" + child.id() + "/cmdline")))
          .contains("jdk.incubator.vector")
          .doesNotContain("uphill.restart");
      child.signal("INT");

      child.outcome().saysOnly(INTERRUPTED, STOPPING, "uphill resume " + run);
    }
  }

  private static List<String> launcher(String... words) {
    List<String> command = new ArrayList<>(List.of("/bin/sh", SCRIPT.toString()));
    command.addAll(List.of(words));
    return command;
  }
}
