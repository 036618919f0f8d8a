package uphill.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Runs a class of these tests in a JVM of its own, with the vector kernels.
final class OtherJvm {

  private OtherJvm() {}

  /// What it printed, errors included, line by line.
  static List<String> run(List<String> flags, Class<?> main, String... args)
      throws IOException, InterruptedException, URISyntaxException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.addAll(flags);
    command.addAll(List.of("--class-path", classPath(), main.getName()));
    command.addAll(List.of(args));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }

  /// Everything as class folders, so that the child needs none of this JVM's module options.
  private static String classPath() throws URISyntaxException {
    List<String> path = new ArrayList<>();
    for (String module :
        List.of("kernel", "autodiff", "nn", "env", "oracle", "rl", "push", "records", "lab")) {
      path.add(Path.of("..", module, "target", "classes").toString());
    }
    path.add(
        Path.of(OtherJvm.class.getProtectionDomain().getCodeSource().getLocation().toURI())
            .toString());
    // JSON is written by a library that only `uphill.records` reads.
    Stream.of("jdk.module.path", "java.class.path")
        .flatMap(name -> Stream.of(System.getProperty(name, "").split(File.pathSeparator)))
        .filter(entry -> entry.contains("jackson-core"))
        .forEach(path::add);
    return String.join(File.pathSeparator, path);
  }
}
