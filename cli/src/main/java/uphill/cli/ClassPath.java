package uphill.cli;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/// `--class-path`: where environments of one's own are found.
final class ClassPath {

  @Option(
      names = "--class-path",
      paramLabel = "PATH",
      description =
          "Jars and class folders with environments of your own. Name such an environment by its"
              + " class, or by its id if the jar brings an EnvProvider.")
  private String path = "";

  /// A class loader that finds Uphill's classes and those on the path.
  @SuppressWarnings("BanClassLoader") // the user's own environments are to be run
  ClassLoader loader() {
    ClassLoader own = Main.class.getClassLoader();
    if (path.isEmpty()) {
      return own;
    }
    List<URL> urls = new ArrayList<>();
    for (String part : path.split(File.pathSeparator, -1)) {
      Path file = Path.of(part);
      if (!Files.exists(file)) {
        throw new IllegalArgumentException("--class-path: %s does not exist".formatted(file));
      }
      try {
        urls.add(file.toUri().toURL());
      } catch (MalformedURLException e) {
        throw new IllegalArgumentException("--class-path: %s is no file".formatted(file), e);
      }
    }
    return new URLClassLoader(urls.toArray(URL[]::new), own);
  }
}
