package uphill.lab.training;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import uphill.lab.record.EpisodesFile;
import uphill.lab.record.LogFiles;
import uphill.lab.record.UpdateFiles;
import uphill.records.Json;
import uphill.rl.data.Metrics;

/// What one update leaves behind: its numbers, and what they add to each file of the run.
///
/// @param numbers the line of `metrics.jsonl`, by name, in a fixed order
/// @param added the bytes that go to the end of each file
public record UpdateRecord(Map<String, Object> numbers, Map<String, byte[]> added) {

  /// Of the update that the training made last.
  public static UpdateRecord of(Training training, Training.Learned learned) {
    Map<String, Object> numbers = numbers(training, learned);
    Map<String, byte[]> added = new LinkedHashMap<>();
    added.put(UpdateFiles.METRICS, bytes(Json.line(numbers) + "\n"));
    String header = training.updates() == 1 ? String.join(",", numbers.keySet()) + "\n" : "";
    added.put(UpdateFiles.TABLE, bytes(header + row(numbers)));
    added.put(EpisodesFile.NAME, bytes(episodes(training)));
    if (!training.savesState()) {
      added.put(UpdateFiles.ACTIONS, training.actions().bytes());
    }
    training
        .learner()
        .setup()
        .logs()
        .forEach(
            (name, log) ->
                added.putAll(LogFiles.added(name, log, training.logged().getOrDefault(name, 0L))));
    return new UpdateRecord(numbers, added);
  }

  /// The same, with what else adds to a file.
  public UpdateRecord with(Map<String, byte[]> more) {
    Map<String, byte[]> all = new LinkedHashMap<>(added);
    all.putAll(more);
    return new UpdateRecord(numbers, all);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Counters, episodes of the batch, and what the algorithm measured.
  private static Map<String, Object> numbers(Training training, Training.Learned learned) {
    Metrics metrics = learned.metrics();
    EpisodesOfUpdate ended = training.ended();
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("update", training.updates());
    line.put("steps", training.steps());
    line.put("episodes", training.episodes());
    double sum = 0;
    double lengths = 0;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < ended.count(); k++) {
      sum += ended.returned(k);
      lengths += ended.length(k);
      min = Math.min(min, ended.returned(k));
      max = Math.max(max, ended.returned(k));
    }
    line.put("return_mean", sum / ended.count());
    line.put("return_min", min);
    line.put("return_max", max);
    line.put("length_mean", lengths / ended.count());
    line.put("terminated", ended.terminated());
    line.put("truncated", ended.truncated());
    line.put("cut", ended.cut());
    for (String name : metrics.names()) {
      line.put(name, metrics.get(name));
    }
    line.putAll(learned.pushes().values());
    return line;
  }

  private static String row(Map<String, Object> numbers) {
    return numbers.values().stream()
        .map(x -> x instanceof Double d && !Double.isFinite(d) ? "" : x.toString())
        .collect(Collectors.joining(",", "", "\n"));
  }

  private static String episodes(Training training) {
    EpisodesOfUpdate ended = training.ended();
    long before = training.episodes() - ended.count();
    StringBuilder lines = new StringBuilder();
    for (int k = 0; k < ended.count(); k++) {
      lines
          .append(before + k + 1)
          .append(',')
          .append(ended.step(k))
          .append(',')
          .append(training.updates())
          .append(',')
          .append(EpisodesFile.columns(ended.returned(k), ended.length(k), ended.ending(k)))
          .append('\n');
    }
    return lines.toString();
  }
}
