package uphill.lab.record;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import uphill.kernel.Shown;
import uphill.lab.config.RunConfig;
import uphill.records.BoundedFiles;
import uphill.records.Json;
import uphill.rl.setting.Settings;

/// The config that a run began with, as its checkpoints have it, beside the one that its directory
/// holds.
public final class BegunConfig {

  private BegunConfig() {}

  /// What must be the same in the run that goes on: all of its config but how long it is, and when
  /// it saves. Settings that are younger than some runs are named where they change something, so
  /// that those runs' checkpoints are made again to the byte.
  static Map<String, Object> essence(RunConfig config) {
    Map<String, Object> json = new LinkedHashMap<>(config.toJson());
    json.put("settings", Settings.lasting(config.settings()));
    List.of("format", "preset", "steps", "checkpoints").forEach(json::remove);
    return json;
  }

  /// Refuses a config that is another than the one that the run began with, as the last of its
  /// checkpoints that can be read has it.
  ///
  /// @throws IllegalArgumentException if it is
  public static void require(RunConfig config, Path run) throws IOException {
    for (int update : Checkpoint.of(run)) {
      Path state = Checkpoint.folder(run, update).resolve(Checkpoint.STATE);
      Map<String, Object> then;
      try {
        then =
            Json.parseObject(BoundedFiles.text(state, BoundedFiles.MOST_STATE), Checkpoint.STATE);
        then = Json.objectField(then, "config", Checkpoint.STATE);
      } catch (IllegalArgumentException _) {
        continue; // it is missing or damaged: an earlier one says it too
      }
      requireSame(then, config, run);
      return;
    }
  }

  /// Refuses a config that is another than the one of a checkpoint.
  static void requireSame(Map<String, Object> then, RunConfig config, Path run) {
    Optional<String> difference =
        difference(then, Json.parseObject(Json.line(config.toJson()), RunConfig.FILE))
            .or(() -> younger(then, config));
    if (difference.isPresent()) {
      throw new IllegalArgumentException(
          "%s: %s. Give the run its own config again, or train anew with \"%s\"."
              .formatted(
                  run.resolve(RunConfig.FILE),
                  difference.get(),
                  Shown.command("uphill", "train", "--config", run)));
    }
  }

  /// A setting that changes something, or another part of the config, that the run did not begin
  /// with.
  private static Optional<String> younger(Map<String, Object> then, RunConfig config) {
    Map<String, Object> begun = Json.objectField(then, "settings", Checkpoint.STATE);
    return without(begun, Settings.lasting(config.settings()))
        .or(() -> without(then, essence(config)));
  }

  private static Optional<String> without(Map<String, Object> then, Map<String, Object> now) {
    return now.entrySet().stream()
        .filter(part -> !then.containsKey(part.getKey()))
        .map(part -> "%s is %s, the run began without it".formatted(part.getKey(), part.getValue()))
        .findFirst();
  }

  private static Optional<String> difference(Map<String, Object> then, Map<String, Object> now) {
    for (Map.Entry<String, Object> entry : then.entrySet()) {
      Object value = now.get(entry.getKey());
      if (entry.getValue() instanceof Map<?, ?> && value instanceof Map<?, ?>) {
        Optional<String> inner =
            difference(
                Json.object(entry.getValue(), entry.getKey()), Json.object(value, entry.getKey()));
        if (inner.isPresent()) {
          return inner;
        }
      } else if (!entry.getValue().equals(value)) {
        return Optional.of(
            "%s is %s, the run began with %s (%s)"
                .formatted(
                    Shown.text(entry.getKey()),
                    value,
                    Shown.text(entry.getValue().toString()),
                    Checkpoint.STATE));
      }
    }
    return Optional.empty();
  }
}
