package uphill.records;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// What this process takes of the machine's memory.
public final class Memory {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String PEAK = "VmHWM:";
  private static final long KILOBYTE = 1024;

  /// What a JVM needs besides what is asked for: the rest of a training, and room to collect.
  private static final double MORE = 1.25;

  private static final double GIGABYTE = 1L << 30; // as -Xmx counts them

  private Memory() {}

  /// What gives Java room for so many bytes, before another remedy: a flag that suffices, or
  /// nothing where this machine has less.
  public static String remedy(double bytes) {
    return flag(MORE * bytes)
        .map("give Java more (%1$s; the launcher takes UPHILL_JAVA_OPTS=%1$s), or "::formatted)
        .orElse("");
  }

  /// A flag that gives Java twice the heap it has; nothing where this machine has less.
  public static Optional<String> twice() {
    return flag(2.0 * Runtime.getRuntime().maxMemory());
  }

  private static Optional<String> flag(double bytes) {
    long needed = (long) Math.ceil(bytes / GIGABYTE);
    return needed * GIGABYTE > ofMachine()
        ? Optional.empty()
        : Optional.of(String.format(Locale.ROOT, "-Xmx%dg", needed));
  }

  /// What this machine, or the container, has in all; the heap where the JVM does not know.
  private static double ofMachine() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : Runtime.getRuntime().maxMemory();
  }

  /// The most that this process ever held in memory, in bytes: all of it on Linux, the heap that
  /// the JVM has taken elsewhere.
  public static long peak() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(PEAK))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KILOBYTE)
          .findFirst()
          .orElseGet(() -> Runtime.getRuntime().totalMemory());
    } catch (IOException e) {
      return Runtime.getRuntime().totalMemory();
    }
  }
}
