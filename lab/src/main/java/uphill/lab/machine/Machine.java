package uphill.lab.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import uphill.env.NativePart;
import uphill.kernel.Kernels;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Shown;
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

  private static final int SHOWN_OF_HASH = 12;

  private Machine() {}

  /// This process's, as JSON.
  ///
  /// @param natives the libraries that the world computes with
  public static Map<String, Object> describe(
      Kernels kernels, int threads, List<NativePart> natives) {
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
    if (!natives.isEmpty()) {
      json.put("natives", natives.stream().map(Machine::toJson).toList());
    }
    return json;
  }

  private static Map<String, Object> toJson(NativePart part) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", part.name());
    json.put("version", part.version());
    json.put("sha256", part.sha256());
    return json;
  }

  /// What a run's world computed with that the world at hand does not, as far as the machine's
  /// libraries go: a clause, or nothing.
  public static String otherNatives(Path run, World world) throws IOException {
    Map<String, Object> then = recorded(run);
    return then.isEmpty() ? "" : otherNatives(then, world.natives());
  }

  private static String otherNatives(Map<String, Object> then, List<NativePart> now) {
    String recorded = String.valueOf(then.getOrDefault("natives", List.of()));
    if (recorded.equals(now.stream().map(Machine::toJson).toList().toString())) {
      return "";
    }
    return ("its world ran on %s, and here on %s: equal bytes are promised with the same library"
            + " alone (docs/resume.md)")
        .formatted(named(then.get("natives")), named(now.stream().map(Machine::toJson).toList()));
  }

  private static String named(@Nullable Object natives) {
    String named =
        natives instanceof List<?> list
            ? list.stream()
                .filter(Map.class::isInstance)
                .map(part -> named((Map<?, ?>) part))
                .collect(Collectors.joining(", "))
            : "";
    return named.isEmpty() ? "no library of the machine" : named;
  }

  private static String named(Map<?, ?> part) {
    String sha256 = String.valueOf(part.get("sha256"));
    return "%s %s (%s…)"
        .formatted(
            Shown.text(String.valueOf(part.get("name"))),
            Shown.text(String.valueOf(part.get("version"))),
            Shown.text(sha256.substring(0, Math.min(SHOWN_OF_HASH, sha256.length()))));
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
    String natives = otherNatives(then, world.natives());
    if (!natives.isEmpty()) {
      return natives;
    }
    Map<String, Object> now = describe(new ScalarKernels(), 1, List.of());
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
