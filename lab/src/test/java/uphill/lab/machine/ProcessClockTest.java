package uphill.lab.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ProcessClockTest {

  private static final Path UPTIME = Path.of("/proc/uptime");

  @Test
  void whatTheLauncherBuiltFirstIsNotCounted() throws Exception {
    assumeTrue(Files.isReadable(UPTIME), "SKIPPED: needs /proc/uptime, not found");
    String now = Files.readString(UPTIME).split(" ", -1)[0];

    double alive = 1000;
    assertThat(ProcessClock.since(now, alive)).isLessThan(alive);
    assertThat(ProcessClock.since("", alive)).isEqualTo(alive);
    assertThat(ProcessClock.since("0", 1e-9)).as("before the process").isEqualTo(1e-9);
  }
}
