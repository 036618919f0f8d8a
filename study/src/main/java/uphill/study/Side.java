package uphill.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import uphill.lab.RunDirectory;
import uphill.lab.config.RunConfig;
import uphill.lab.config.SeedList;
import uphill.lab.evaluation.SeedScore;
import uphill.records.Json;

/// One of two that are compared: runs of several seeds that differ in nothing else.
///
/// @param place that they were read from, as it was named
/// @param environment the name of their world
/// @param seeds in the order of the scores
/// @param scores the mean return of each seed's evaluation
public record Side(String place, String environment, SeedList seeds, double[] scores) {

  /// What results or runs say.
  ///
  /// @param place a file of [RowResults], a run directory, or a folder that holds several
  /// @throws IllegalArgumentException if it is none, a run is not finished, or the runs differ in
  ///   more than their seeds
  public static Side read(Path place) throws IOException {
    if (Files.isRegularFile(place)) {
      RowResults row = RowResults.read(place);
      return of(place, row.environment(), row.seeds());
    }
    List<SeedResult> seeds = new ArrayList<>();
    List<Path> runs = runs(place);
    RunConfig first = RunConfig.read(runs.getFirst());
    for (Path run : runs) {
      Map<String, Object> difference = difference(RunConfig.read(run), first);
      if (!difference.isEmpty()) {
        throw new IllegalArgumentException(
            "%s and %s differ in more than the seed, in %s: expected runs of one experiment. Name one, or a folder that holds only one experiment's."
                .formatted(runs.getFirst(), run, String.join(", ", difference.keySet())));
      }
      seeds.add(SeedResult.of(run));
    }
    return of(place, first.environment(), seeds);
  }

  private static Side of(Path place, String environment, List<SeedResult> seeds) {
    return new Side(
        place.toString(),
        environment,
        new SeedList(seeds.stream().map(SeedResult::seed).toList()),
        seeds.stream().mapToDouble(SeedResult::mean).toArray());
  }

  private static List<Path> runs(Path place) throws IOException {
    if (RunDirectory.isBegun(place)) {
      return List.of(place);
    }
    if (Files.isDirectory(place)) {
      try (Stream<Path> inside = Files.list(place)) {
        List<Path> runs = inside.filter(RunDirectory::isBegun).sorted().toList();
        if (!runs.isEmpty()) {
          return runs;
        }
      }
    }
    throw new IllegalArgumentException(
        "%s: expected a folder with the runs of several seeds (\"uphill train --seeds\"), or a results/ROW.json that \"uphill bench\" wrote, got %s. Name one of them."
            .formatted(
                place, Files.exists(place) ? "a folder without runs" : "nothing of this name"));
  }

  private static Map<String, Object> difference(RunConfig one, RunConfig other) {
    Map<String, Object> first = StudyFolder.parts(one);
    Map<String, Object> second = StudyFolder.parts(other);
    Map<String, Object> difference = new LinkedHashMap<>(first);
    difference.putAll(second);
    difference
        .keySet()
        .removeIf(name -> name.equals("seed") || Objects.equals(first.get(name), second.get(name)));
    return difference;
  }

  /// What the seeds together reach.
  public SeedScore score() {
    return SeedScore.of(scores);
  }

  /// As JSON: `place, environment, seeds, score`.
  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("place", place);
    json.put("environment", environment);
    json.put("seeds", seeds.seeds().stream().map(Json::unsigned).toList());
    json.put("score", score().toJson());
    return json;
  }
}
