package uphill.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What this process takes of the machine's memory.
final class Memory {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String PEAK = "VmHWM:";
  private static final long KILOBYTE = 1024;

  private Memory() {}

  /// The most that this process ever held in memory, in bytes: all of it on Linux, the heap that
  /// the JVM has taken elsewhere.
  static long peak() {
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
