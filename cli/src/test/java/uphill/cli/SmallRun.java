package uphill.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// A training of a second that saves its state after each of its updates.
final class SmallRun {

  static final int UPDATES = 20;
  static final int BATCH = 100;

  private static final Map<String, String> OPTIONS =
      Map.of(
          "--steps", String.valueOf(UPDATES * BATCH),
          "--seed", "3",
          "--checkpoint-steps", String.valueOf(BATCH),
          "--checkpoint-seconds", "0",
          "--keep", "0");

  private static final Map<String, String> SETTINGS =
      Map.of(
          "batch_steps", String.valueOf(BATCH), "envs", "4", "hidden", "16,16", "anneal", "false");

  private SmallRun() {}

  /// Carries a command out in this process.
  static Child.Outcome uphill(Object... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] args = Arrays.stream(words).map(Object::toString).toArray(String[]::new);
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    return new Child.Outcome(code, out.toString(), err.toString());
  }

  /// The words that train it.
  ///
  /// @param more options, which count instead of those here
  static String[] train(String world, Path run, String... more) {
    List<String> words = new ArrayList<>(List.of("train", world, "--out", run.toString()));
    words.add("--json");
    SETTINGS.forEach(
        (name, value) -> {
          if (Arrays.stream(more).noneMatch(word -> word.startsWith(name + "="))) {
            words.addAll(List.of("--set", name + "=" + value));
          }
        });
    OPTIONS.forEach(
        (name, value) -> {
          if (Arrays.stream(more).noneMatch(option -> option.startsWith(name))) {
            words.addAll(List.of(name, value));
          }
        });
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  /// The updates that are recorded so far.
  static int updates(Path run) {
    try {
      String lines = Files.readString(run.resolve("metrics.jsonl"), StandardCharsets.UTF_8);
      return (int) lines.chars().filter(c -> c == '\n').count();
    } catch (IOException _) {
      return 0; // it is not there yet
    }
  }

  /// Whether the run can be resumed: its command heeds signals then.
  static boolean isBegun(Path run) {
    return Files.exists(run.resolve("config.json"));
  }
}
