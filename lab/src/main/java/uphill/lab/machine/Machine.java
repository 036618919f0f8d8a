package uphill.lab.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import uphill.kernel.Kernels;
import uphill.kernel.ScalarKernels;
import uphill.lab.world.World;
import uphill.records.BoundedFiles;
import uphill.records.Json;

/// Where a run takes place: what its speed depends on, and what a reader needs to repeat it.
public final class Machine {

  /// The file of a run directory that holds it.
  public static final String FILE = "machine.json";

  /// What worlds compute sine, cosine and their like with. Runs that do not say so were made with
  /// Math, whose last bits are the machine's.
  private static final String ARITHMETIC = "StrictMath";

  private Machine() {}

  /// This process's, as JSON.
  public static Map<String, Object> describe(Kernels kernels, int threads) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("uphill", Version.CURRENT);
    json.put("arithmetic", ARITHMETIC);
    json.put("java", System.getProperty("java.vm.version", "unknown"));
    json.put("jvm", System.getProperty("java.vm.name", "unknown"));
    json.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    json.put("architecture", System.getProperty("os.arch", "unknown"));
    json.put("processors", Runtime.getRuntime().availableProcessors());
    json.put("kernels", kernels.description());
    json.put("threads", threads);
    return json;
  }

  /// Whether a run is of before the worlds computed as they do now.
  public static boolean isEarlier(Path run) throws IOException {
    Map<String, Object> then = recorded(run);
    return !then.isEmpty() && !ARITHMETIC.equals(then.get("arithmetic"));
  }

  /// What a run says of its machine; nothing where it does not.
  private static Map<String, Object> recorded(Path run) throws IOException {
    Path file = run.resolve(FILE);
    return Files.isRegularFile(file)
        ? Json.parseObject(BoundedFiles.text(file, BoundedFiles.MOST_CONFIG), file.toString())
        : Map.of();
  }

  /// What of a run was another way when it was made, as far as its bytes may depend on it: a
  /// clause, or nothing.
  public static String unlike(Path run, World world) throws IOException {
    Map<String, Object> then = recorded(run);
    if (then.isEmpty()) {
      return "";
    }
    if (isEarlier(run)) {
      return ("the worlds' arithmetic has changed since this run was made: sine and cosine have the"
              + " same bits on every machine now, and may have had others then; it can still be"
              + " evaluated, plotted and gone on with, by steps as they are now, and"
              + " \"%s\" makes it anew")
          .formatted(world.command("train", "--config", run));
    }
    Map<String, Object> now = describe(new ScalarKernels(), 1);
    String differences =
        Stream.of("uphill", "java", "architecture")
            .filter(name -> !String.valueOf(then.get(name)).equals(String.valueOf(now.get(name))))
            .map(name -> "%s %s, here %s".formatted(name, then.get(name), now.get(name)))
            .collect(Collectors.joining("; "));
    return differences.isEmpty()
        ? ""
        : ("this run was made elsewhere (%s), and another version, or an environment of one's own,"
                + " may have computed something else there")
            .formatted(differences);
  }
}
