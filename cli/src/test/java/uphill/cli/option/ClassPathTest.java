package uphill.cli.option;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What a class on `--class-path` sees.
class ClassPathTest {

  private static final Path LIBRARIES = Path.of("target", "libraries");

  @Test
  void noLibraryOfUphillsIsSeenByIt() throws Exception {
    Set<String> packages = new TreeSet<>();
    try (Stream<Path> jars = Files.list(LIBRARIES)) {
      jars.forEach(jar -> packages.addAll(packages(jar)));
    }

    assertThat(packages)
        .isNotEmpty()
        .allMatch(name -> ClassPath.WithoutLibraries.HIDDEN.stream().anyMatch(name::startsWith));
  }

  private static Set<String> packages(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.endsWith(".class") && name.contains("/"))
          .filter(name -> !name.startsWith("META-INF/"))
          .map(name -> name.substring(0, name.lastIndexOf('/') + 1).replace('/', '.'))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
