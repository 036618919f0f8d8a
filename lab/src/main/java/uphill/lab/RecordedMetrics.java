package uphill.lab;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import uphill.lab.config.RunConfig;
import uphill.lab.machine.Machine;
import uphill.lab.record.UpdateFiles;
import uphill.lab.training.UpdateRecord;
import uphill.lab.world.World;
import uphill.records.BoundedLines;
import uphill.records.Json;

/// The lines of a run's `metrics.jsonl`, read beside a re-execution: whether that is the run that
/// was recorded, or another one.
public final class RecordedMetrics implements AutoCloseable {

  static final int MOST_IN_LINE = 1 << 16; // bytes

  private final World world;
  private final Path run;
  private final RunConfig config;
  private final BoundedLines lines;

  /// @throws IllegalArgumentException if the run has no such file
  public RecordedMetrics(World world, Path run, RunConfig config) {
    this.world = world;
    this.run = run;
    this.config = config;
    lines = BoundedLines.of(run.resolve(UpdateFiles.METRICS), MOST_IN_LINE);
  }

  /// Refuses an update that, carried out again, came out another way than it was recorded. Updates
  /// are asked for in their order.
  ///
  /// @throws IllegalArgumentException if a number differs
  public void requireSame(UpdateRecord again) throws IOException {
    Optional<String> difference = difference(again);
    if (difference.isPresent()) {
      throw new IllegalArgumentException(sentence(difference.get()));
    }
  }

  /// The first number that differs, as a clause; nothing if all are equal, to the last bit, or the
  /// update is not recorded. What only one of both has was not measured by the other's version.
  Optional<String> difference(UpdateRecord again) {
    Map<String, Object> now = Json.parseObject(Json.line(again.numbers()), UpdateFiles.METRICS);
    Object update = now.getOrDefault("update", Json.NULL);
    for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
      if (!lines.broken()) {
        return Optional.empty(); // it is being written
      }
      Map<String, Object> then = Json.parseObject(line.get(), lines.place());
      if (update.equals(then.get("update"))) {
        return now.keySet().stream()
            .filter(name -> then.containsKey(name) && !then.get(name).equals(now.get(name)))
            .findFirst()
            .map(
                name ->
                    "update %s, carried out again, gives %s = %s, where %s has %s"
                        .formatted(
                            update, name, now.get(name), UpdateFiles.METRICS, then.get(name)));
      }
    }
    return Optional.empty();
  }

  /// Why it may be another run, and what to do.
  String sentence(String difference) throws IOException {
    String unlike = Machine.unlike(run, world);
    String why =
        unlike.isEmpty()
            ? "The environment's class, a file that it reads, or %s has changed since, or it depends on more than its seed and the actions (\"%s\" asks it)"
                .formatted(RunConfig.FILE, world.command("envs", "--check", config.environment()))
            : "What can be why: " + unlike;
    String verify =
        RunDirectory.isFinished(run)
            ? "; \"%s\" says where it differs first".formatted(world.command("verify", run))
            : "";
    return "%s: %s. That is not the run that was recorded. %s. Give the run what it was trained with again, or train anew with \"%s\"%s."
        .formatted(run, difference, why, world.command("train", "--config", run), verify);
  }

  @Override
  public void close() {
    lines.close();
  }
}
