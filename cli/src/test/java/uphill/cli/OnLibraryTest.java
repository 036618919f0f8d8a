package uphill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import faulty.OnLibrary;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import uphill.records.Json;

/// Runs in a world that computes with a library of the machine, gone on with on another one.
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class OnLibraryTest {

  private static final String OTHER =
      "its world ran on Physics 2.2 (2.22.22.22.2…), and here on Physics 2.3 (2.32.32.32.3…):"
          + " equal bytes are promised with the same library alone (docs/resume.md)";

  @TempDir private Path folder;
  private Path run = Path.of("");

  private static Child.Outcome uphill(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
    return new Child.Outcome(code, out.toString(), err.toString());
  }

  private static void installed(String release) {
    System.setProperty(OnLibrary.RELEASE, release);
  }

  @BeforeEach
  void train() {
    run = folder.resolve("run");
    installed("2.2");
    uphill(SmallRun.train(OnLibrary.class.getName(), run)).succeeds();
  }

  @AfterEach
  void forget() {
    System.clearProperty(OnLibrary.RELEASE);
  }

  @Test
  void machineJsonNamesTheLibrary() throws IOException {
    Map<String, Object> machine =
        Json.parseObject(Files.readString(run.resolve("machine.json")), "machine.json");
    assertThat(machine.get("natives"))
        .asString()
        .isEqualTo("[{name=Physics, version=2.2, sha256=%s}]".formatted("2.2".repeat(20)));
    uphill(SmallRun.train("Pendulum-v1", folder.resolve("java"))).succeeds();
    assertThat(folder.resolve("java").resolve("machine.json"))
        .content()
        .doesNotContain("natives")
        .contains("arithmetic");
  }

  @Test
  void withTheSameLibraryNothingIsSaid() {
    uphill("verify", run.toString()).succeeds();
    uphill("resume", run.toString(), "--steps", "2200").succeeds();
  }

  @Test
  void verifySaysFirstThatTheLibraryIsAnother() {
    installed("2.3");
    Child.Outcome verified = uphill("verify", run.toString());
    assertThat(verified.code()).isZero();
    assertThat(verified.err()).isEqualTo("uphill: warning: %s%n".formatted(OTHER));
  }

  @Test
  void whereBytesDifferThatCanBeWhy() {
    installed("3.0");
    Child.Outcome verified = uphill("verify", run.toString());
    assertThat(verified.code()).isEqualTo(1);
    assertThat(verified.out())
        .contains("What can be why: its world ran on Physics 2.2 (2.22.22.22.2…), and here on")
        .contains("Physics 3.0");
  }

  @Test
  void resumeSaysItAndGoesOn() {
    installed("2.3");
    Child.Outcome resumed = uphill("resume", run.toString(), "--steps", "2200");
    assertThat(resumed.code()).isZero();
    assertThat(resumed.err()).contains(OTHER);
    assertThat(SmallRun.updates(run)).isEqualTo(22);
  }

  @Test
  void resumeGoesOnWhereTheFirstUpdateDiffersToo() {
    installed("3.0");
    Child.Outcome resumed = uphill("resume", run.toString(), "--steps", "2200");
    assertThat(resumed.code()).isZero();
    assertThat(resumed.err())
        .contains("here on Physics 3.0")
        .contains("the run goes on, with updates as they are made here");
  }

  /// The world that was on a library is Java's now, say.
  @Test
  void noLibraryIsAnotherOne() throws IOException {
    Path file = run.resolve("machine.json");
    String machine = Files.readString(file);
    Files.writeString(file, machine.replace("\"natives\"", "\"once\""));
    assertThat(uphill("verify", run.toString()).err())
        .contains("its world ran on no library of the machine, and here on Physics 2.2");
  }
}
