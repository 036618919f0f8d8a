package uphill.explain.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import uphill.lab.world.World;

/// A browser, and a page of each family of policies for it.
record OpenPages(Optional<Browser> started, Path directory) implements AutoCloseable {

  static OpenPages none() {
    return new OpenPages(Optional.empty(), Path.of(""));
  }

  /// Skips the test, and says so, where there is no browser.
  static OpenPages inBrowser() throws IOException {
    Optional<Path> driver = Browser.driver();
    String skipped =
        "SKIPPED: no chromedriver on the path, so no page is seen in a browser; .ci/run installs"
            + " it";
    if (driver.isEmpty()) {
      System.err.println(skipped);
    }
    assumeTrue(driver.isPresent(), skipped);
    Path directory = Files.createTempDirectory("pages");
    for (String name : List.of("CartPole-v1", "Pendulum-v1", "FrozenLake-v1")) {
      World world = Pages.world(name);
      Path run = Files.createDirectory(directory.resolve(name));
      Files.writeString(
          directory.resolve(name + ".html"), Pages.page(world, Pages.explanation(world, run)));
    }
    Path profile = Files.createDirectory(directory.resolve("profile"));
    return new OpenPages(Optional.of(Browser.start(driver.orElseThrow(), profile)), directory);
  }

  Browser browser() {
    return started.orElseThrow();
  }

  Path page(String name) {
    return directory.resolve(name + ".html");
  }

  @Override
  public void close() throws IOException {
    if (started.isPresent()) {
      started.get().close();
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      } catch (IOException | UncheckedIOException _) {
        // The browser was still writing as it ended: its folder is a temporary one.
      }
    }
  }
}
