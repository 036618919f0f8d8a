package uphill.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import uphill.kernel.Kernels;
import uphill.kernel.ScalarKernels;

/// Where a run takes place: what its speed depends on, and what a reader needs to repeat it.
public final class Machine {

  /// The file of a run directory that holds it.
  static final String FILE = "machine.json";

  private Machine() {}

  /// This process's, as JSON.
  public static Map<String, Object> describe(Kernels kernels, int threads) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("uphill", Version.CURRENT);
    json.put("java", System.getProperty("java.vm.version", "unknown"));
    json.put("jvm", System.getProperty("java.vm.name", "unknown"));
    json.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    json.put("architecture", System.getProperty("os.arch", "unknown"));
    json.put("processors", Runtime.getRuntime().availableProcessors());
    json.put("kernels", kernels.description());
    json.put("threads", threads);
    return json;
  }

  /// How this machine is unlike the one that a run was made on, as far as the run's bytes may
  /// depend on it; nothing if it is not.
  static String unlike(Path run) throws IOException {
    Path file = run.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return "";
    }
    Map<String, Object> then =
        Json.parseObject(BoundedFiles.text(file, BoundedFiles.MOST_CONFIG), file.toString());
    Map<String, Object> now = describe(new ScalarKernels(), 1);
    return Stream.of("uphill", "java", "architecture")
        .filter(name -> !String.valueOf(then.get(name)).equals(String.valueOf(now.get(name))))
        .map(name -> "%s %s, here %s".formatted(name, then.get(name), now.get(name)))
        .collect(Collectors.joining("; "));
  }
}
