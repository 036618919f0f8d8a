package uphill.mujoco.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/// How files of libraries begin. What begins otherwise is not handed to the system: Java warns of
/// it in words of its own, which name a stack guard and not the mistake.
enum Format {
  ELF("7f454c46"),
  MACH_O("c[ef]faedfe|feedfac[ef]|cafebab[ef]"),
  PE("4d5a.*");

  private static final int LONGEST = 4; // bytes

  private final String beginning; // a regular expression of the first bytes, as digits

  Format(String beginning) {
    this.beginning = beginning;
  }

  /// That of an operating system.
  ///
  /// @param system as the property `os.name` has it
  static Format of(String system) {
    return system.startsWith("Windows") ? PE : system.startsWith("Mac") ? MACH_O : ELF;
  }

  /// Refuses a file that is no library of this system.
  ///
  /// @throws UnusableLibrary if it begins otherwise, or cannot be read
  static void require(Path file) {
    Format format = of(System.getProperty("os.name"));
    if (!format.begins(file)) {
      throw new UnusableLibrary(
          "it is no library of this system, whose libraries are %s files"
              .formatted(format.name().replace('_', '-')));
    }
  }

  /// Whether a file begins as those of this format do.
  boolean begins(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return HexFormat.of().formatHex(in.readNBytes(LONGEST)).matches(beginning);
    } catch (IOException e) {
      throw new UnusableLibrary("it cannot be read (%s)".formatted(e.getMessage()), e);
    }
  }
}
