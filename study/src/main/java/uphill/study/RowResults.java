package uphill.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import uphill.kernel.Shown;
import uphill.lab.config.EvaluationPlan;
import uphill.lab.config.RunConfig;
import uphill.lab.config.SeedList;
import uphill.lab.evaluation.SeedScore;
import uphill.records.BoundedFiles;
import uphill.records.Json;
import uphill.records.WholeFiles;
import uphill.rl.setting.Settings;

/// What came of a row.
///
/// @param row its name
/// @param train the words that train it
/// @param settings all of them
/// @param goal what a seed reaches with a mean return of at least this
/// @param published what others report, in words
/// @param seeds in the order of the row's
/// @param evaluations of the mode in the course of the training, which the curve is of; without any
///   it is of the training's own returns
/// @param curve where all seeds have what it is of
public record RowResults(
    String row,
    String train,
    String environment,
    String algorithm,
    String preset,
    long steps,
    Map<String, Object> settings,
    OptionalDouble goal,
    String published,
    List<SeedResult> seeds,
    Optional<EvaluationPlan> evaluations,
    Optional<Band> curve) {

  /// What these files are called, in themselves.
  static final String FORMAT = "uphill-bench-1";

  private static final int MOST_BYTES = 16 << 20;

  /// Copies the lists.
  public RowResults {
    settings = new LinkedHashMap<>(settings);
    seeds = List.copyOf(seeds);
    if (seeds.isEmpty()) {
      throw new IllegalArgumentException("the results of a row need at least one seed, got none");
    }
  }

  /// What came of a row whose runs are all finished.
  ///
  /// @param config of one of them
  /// @param runs their directories
  public static RowResults of(Row row, RunConfig config, List<SeedResult> seeds, List<Path> runs)
      throws IOException {
    return new RowResults(
        row.name(),
        row.train().text(),
        config.environment(),
        config.algorithm(),
        config.preset(),
        config.steps(),
        Settings.values(config.settings()),
        row.goal(),
        row.published(),
        seeds,
        row.evaluations(),
        row.evaluations().isPresent()
            ? Band.ofEvaluations(runs, row.evaluations().get())
            : Band.of(runs));
  }

  /// The mean return of each seed.
  public double[] means() {
    return seeds.stream().mapToDouble(SeedResult::mean).toArray();
  }

  /// What all seeds together reach.
  public SeedScore score() {
    return SeedScore.of(means());
  }

  /// The seed with the lowest mean return; of several, the first.
  public SeedResult worst() {
    return seeds.stream().min(Comparator.comparingDouble(SeedResult::mean)).orElseThrow();
  }

  /// How many seeds reach the goal.
  ///
  /// @throws java.util.NoSuchElementException if there is none
  public int atGoal() {
    double least = goal.orElseThrow();
    return (int) seeds.stream().filter(seed -> seed.mean() >= least).count();
  }

  /// Episodes of each evaluation.
  public long episodes() {
    Object episodes = seeds.getFirst().evaluation().get("episodes");
    return episodes instanceof Long count ? count : 0;
  }

  /// The same with the goal of a row, and with what it says that others report.
  RowResults beside(Row row) {
    return new RowResults(
        this.row,
        train,
        environment,
        algorithm,
        preset,
        steps,
        settings,
        row.goal(),
        row.published(),
        seeds,
        evaluations,
        curve);
  }

  /// The seeds that were run.
  public SeedList seedList() {
    return new SeedList(seeds.stream().map(SeedResult::seed).toList());
  }

  /// Seconds of training, of all seeds together.
  public double wallSeconds() {
    double sum = 0;
    for (SeedResult seed : seeds) {
      sum += seed.wallSeconds();
    }
    return sum;
  }

  /// As JSON; the times, which are never the same again, in the last field alone.
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("row", row);
    json.put("train", train);
    json.put("environment", environment);
    json.put("algorithm", algorithm);
    json.put("preset", preset);
    json.put("steps", steps);
    json.put("settings", settings);
    json.put("goal", goal.isPresent() ? goal.getAsDouble() : Json.NULL);
    json.put("published", published);
    json.put("score", score().toJson());
    Map<String, Object> worst = new LinkedHashMap<>();
    worst.put("seed", Json.unsigned(worst().seed()));
    worst.put("mean", worst().mean());
    json.put("worst", worst);
    json.put("seeds_at_goal", goal.isPresent() ? (long) atGoal() : Json.NULL);
    json.put("seeds", seeds.stream().map(SeedResult::toJson).toList());
    json.put("evaluations", evaluations.<Object>map(EvaluationPlan::toJson).orElse(Json.NULL));
    json.put("curve_of", evaluations.isPresent() ? "mode" : "training");
    json.put("curve", curve.<Object>map(Band::toJson).orElse(Json.NULL));
    json.put("wall_seconds", seeds.stream().map(SeedResult::wallSeconds).toList());
    return json;
  }

  /// Writes them to a file, whole or not at all.
  public void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    WholeFiles.write(file, Json.pretty(toJson()));
  }

  /// The results in a file. Of what follows from the seeds nothing is believed: it is computed.
  ///
  /// @throws IllegalArgumentException if it is not one that [#write] wrote
  public static RowResults read(Path file) throws IOException {
    String source = file.toString();
    Map<String, Object> json = Json.parseObject(BoundedFiles.text(file, MOST_BYTES), source);
    String format = Json.field(json, "format", String.class, source);
    if (!format.equals(FORMAT)) {
      throw new IllegalArgumentException(
          "%s: format \"%s\" is not one this version reads (%s): name a file that \"uphill bench\" wrote"
              .formatted(source, Shown.text(format), FORMAT));
    }
    List<?> listed = Json.field(json, "seeds", List.class, source);
    List<?> seconds = Json.field(json, "wall_seconds", List.class, source);
    if (listed.isEmpty() || seconds.size() != listed.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: expected seeds and a time of each in \"wall_seconds\", got %d and %d",
              source,
              listed.size(),
              seconds.size()));
    }
    List<SeedResult> seeds = new ArrayList<>();
    for (int k = 0; k < listed.size(); k++) {
      String place = String.format(Locale.ROOT, "%s: seeds[%d]", source, k);
      if (!(seconds.get(k) instanceof Number time)) {
        throw new IllegalArgumentException(
            "%s: \"wall_seconds\" must be numbers, got %s"
                .formatted(source, Json.shown(seconds.get(k))));
      }
      seeds.add(SeedResult.of(Json.object(listed.get(k), place), time.doubleValue(), place));
    }
    return new RowResults(
        Json.field(json, "row", String.class, source),
        Json.field(json, "train", String.class, source),
        Json.field(json, "environment", String.class, source),
        Json.field(json, "algorithm", String.class, source),
        Json.field(json, "preset", String.class, source),
        Json.field(json, "steps", Long.class, source),
        Json.objectField(json, "settings", source),
        isThere(json, "goal")
            ? OptionalDouble.of(Json.field(json, "goal", Number.class, source).doubleValue())
            : OptionalDouble.empty(),
        Json.field(json, "published", String.class, source),
        seeds,
        isThere(json, "evaluations")
            ? Optional.of(
                EvaluationPlan.fromJson(
                    Json.objectField(json, "evaluations", source), source + ": evaluations"))
            : Optional.empty(),
        isThere(json, "curve")
            ? Optional.of(Band.of(Json.objectField(json, "curve", source), source + ": curve"))
            : Optional.empty());
  }

  private static boolean isThere(Map<String, Object> json, String name) {
    return !Json.NULL.equals(json.getOrDefault(name, Json.NULL));
  }
}
