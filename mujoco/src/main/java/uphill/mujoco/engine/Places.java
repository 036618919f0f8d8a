package uphill.mujoco.engine;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Where libmujoco may lie, in the order in which it is looked for:
///
/// ```text
/// 1  UPHILL_MUJOCO                       a library, or a folder that has it (or has it in lib or bin)
/// 2  MUJOCO_PATH, VIRTUAL_ENV, CONDA_PREFIX    an unpacked release; pip's package; conda's
/// 3  the system's folders                Debian's libmujoco, and what is installed by hand
/// 4  ~/.mujoco, /opt, pip's folders of the user and of the system
/// ```
///
/// In one folder the latest release comes first.
final class Places {

  /// The variable that names the library.
  static final String VARIABLE = "UPHILL_MUJOCO";

  private final Map<String, String> environment;
  private final Path home;
  private final Path root;
  private final Set<Path> found = new LinkedHashSet<>();

  /// @param root of the file system
  Places(Map<String, String> environment, Path home, Path root) {
    this.environment = environment;
    this.home = home;
    this.root = root;
  }

  /// The libraries, the one to be taken first; if [#VARIABLE] is set, no other.
  ///
  /// @throws UnusableLibrary if it is set, and there is no library there
  List<Path> libraries() {
    String chosen = environment.getOrDefault(VARIABLE, "");
    if (!chosen.isEmpty()) {
      chosen(chosen);
      return List.copyOf(found);
    }
    variable("MUJOCO_PATH").ifPresent(this::release);
    for (String name : List.of("VIRTUAL_ENV", "CONDA_PREFIX")) {
      variable(name).ifPresent(this::python);
      variable(name).ifPresent(this::release);
    }
    for (String folder : List.of("usr/local/lib", "usr/lib", "lib", "opt/homebrew/lib")) {
      folder(root.resolve(folder));
      each(root.resolve(folder), "*-linux-*", this::folder);
    }
    for (Path folder : List.of(home.resolve(".mujoco"), root.resolve("opt"))) {
      each(folder, "mujoco*", this::release);
    }
    for (Path prefix :
        List.of(home.resolve(".local"), root.resolve("usr/local"), root.resolve("usr"))) {
      python(prefix);
    }
    return List.copyOf(found);
  }

  private void chosen(String chosen) {
    try {
      Path path = Path.of(chosen);
      if (Files.isRegularFile(path)) {
        found.add(path.toAbsolutePath().normalize());
      } else {
        release(path);
        python(path);
      }
    } catch (InvalidPathException _) {
      // is no path: nothing is there
    }
    if (found.isEmpty()) {
      throw new UnusableLibrary(
          "%s=%s is no file, and no folder that has libmujoco".formatted(VARIABLE, chosen));
    }
  }

  private java.util.Optional<Path> variable(String name) {
    String value = environment.getOrDefault(name, "");
    try {
      return value.isEmpty() ? java.util.Optional.empty() : java.util.Optional.of(Path.of(value));
    } catch (InvalidPathException _) {
      return java.util.Optional.empty();
    }
  }

  /// An unpacked release, or a folder of libraries.
  private void release(Path folder) {
    folder(folder);
    folder(folder.resolve("lib"));
    folder(folder.resolve("bin"));
  }

  /// pip's packages below a prefix: `mujoco`, and from release 4 on `mujoco-core`.
  private void python(Path prefix) {
    each(
        prefix.resolve("lib"),
        "python3*",
        version -> {
          for (String packages : List.of("site-packages", "dist-packages")) {
            for (String name : List.of("mujoco", "mujoco_core")) {
              folder(version.resolve(packages).resolve(name));
            }
          }
        });
  }

  private void folder(Path folder) {
    each(folder, "{libmujoco*.so*,libmujoco*.dylib,mujoco.dll}", this::library);
  }

  private void library(Path file) {
    try {
      Path real = file.toRealPath();
      if (Files.isRegularFile(real)) {
        found.add(real);
      }
    } catch (IOException _) {
      // a link to nowhere
    }
  }

  private static void each(Path folder, String pattern, java.util.function.Consumer<Path> action) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, pattern)) {
      stream.forEach(entries::add);
    } catch (IOException | DirectoryIteratorException _) {
      return; // may not be read
    }
    entries.sort(Comparator.comparing(Places::natural).reversed());
    entries.forEach(action);
  }

  /// A name in which numbers have three digits, so that 3.10 comes after 3.9.
  private static String natural(Path path) {
    StringBuilder natural = new StringBuilder();
    for (String part :
        String.valueOf(path.getFileName()).split("(?<=\\D)(?=\\d)|(?<=\\d)(?=\\D)", -1)) {
      boolean number = !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
      natural.append(number && part.length() < 4 ? "%3s".formatted(part).replace(' ', '0') : part);
    }
    return natural.toString().toLowerCase(Locale.ROOT);
  }
}
