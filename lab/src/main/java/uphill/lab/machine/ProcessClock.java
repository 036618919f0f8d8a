package uphill.lab.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// How long this process has been there.
public final class ProcessClock {

  private static final Path STAT = Path.of("/proc/self/stat");
  private static final Path UPTIME = Path.of("/proc/uptime");
  private static final String BUILT = "UPHILL_BUILT_AT"; // set by the launcher
  private static final double TICKS = 100; // a second, in every file of Linux's proc
  private static final int START = 19; // fields after the name, which may hold blanks

  private ProcessClock() {}

  /// Seconds since the process started; where the launcher built Uphill in it first, since that was
  /// done. On Linux to a hundredth, where [ProcessHandle] is up to a second off, because it adds to
  /// the time of the boot in whole seconds.
  public static double seconds() {
    double alive = alive();
    return since(System.getenv().getOrDefault(BUILT, ""), alive);
  }

  /// The time since the build, if there was one in this process.
  ///
  /// @param built when it ended, in seconds since the system's start, as /proc/uptime tells them
  /// @param alive seconds since the process started
  static double since(String built, double alive) {
    try {
      double ago = uptime() - Double.parseDouble(built);
      return 0 <= ago && ago <= alive ? ago : alive;
    } catch (IOException | RuntimeException e) {
      return alive; // nothing was built, or nobody knows
    }
  }

  private static double uptime() throws IOException {
    String uptime = Files.readString(UPTIME);
    return Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
  }

  private static double alive() {
    try {
      String stat = Files.readString(STAT);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return uptime() - Double.parseDouble(fields[START]) / TICKS;
    } catch (IOException | RuntimeException e) {
      Instant now = Instant.now();
      Instant started = ProcessHandle.current().info().startInstant().orElse(now);
      return Duration.between(started, now).toNanos() * 1e-9;
    }
  }
}
