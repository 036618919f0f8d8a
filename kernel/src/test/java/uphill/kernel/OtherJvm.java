package uphill.kernel;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Runs a class of these tests in a JVM of its own, on the class path.
final class OtherJvm {

  static final List<String> WITH_VECTORS = List.of("--add-modules", "jdk.incubator.vector");

  private OtherJvm() {}

  /// What it printed, errors included, line by line.
  static List<String> run(List<String> flags, String main, String... args)
      throws IOException, InterruptedException {
    String target = Path.of(System.getProperty("basedir", ""), "target").toString();
    String classes = Path.of(target, "classes").toString();
    String tests = Path.of(target, "test-classes").toString();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(List.of("-Xmx512m", "-cp", String.join(File.pathSeparator, classes, tests)));
    command.add(main);
    command.addAll(List.of(args));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(String.join(" ", command) + "\n" + output);
    }
    return output.lines().toList();
  }
}
