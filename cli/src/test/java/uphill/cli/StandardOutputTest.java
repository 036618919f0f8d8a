package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.cli.Child.Outcome;

/// Standard output that takes nothing.
class StandardOutputTest {

  private static final String WORLD = "CartPole-v1";

  @TempDir private Path directory;

  /// @param end of the command for the shell: where output goes
  private Outcome shell(String end, String... words) throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/full")), "SKIPPED: needs /dev/full, not found");
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "\"$@\" " + end, "sh"));
    command.addAll(Child.command(Child.BRIEF, words));
    try (Child child = Child.of(directory.resolve("logs"), command)) {
      return child.outcome();
    }
  }

  @Test
  void whatCannotBePrintedIsAnError() throws Exception {
    shell("> /dev/full", "derive", "--step", "1")
        .saysOnly(2, "cannot write to standard output: No space left on device");
    shell("> /dev/full", "--version").saysOnly(2, "cannot write to standard output");
  }

  @Test
  void aTrainingThatCannotPrintSavesEverything() throws Exception {
    Path run = directory.resolve("run");
    Path whole = directory.resolve("whole");
    Child.run(directory.resolve("logs"), Child.BRIEF, SmallRun.train(WORLD, whole)).succeeds();

    shell("> /dev/full", SmallRun.train(WORLD, run))
        .saysOnly(2, "cannot write to standard output", "What was to be saved is saved");

    SameBytes.check(run, whole, run.toString());
  }

  @Test
  void aReaderThatHasSeenEnoughIsNoError() throws Exception {
    Outcome outcome = shell("| head -n 1; exit ${PIPESTATUS:-0}", "derive");

    assertThat(outcome.succeeds().out().lines()).hasSize(1);
  }
}
