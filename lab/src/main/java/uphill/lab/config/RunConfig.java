package uphill.lab.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import uphill.kernel.Shown;
import uphill.records.BoundedFiles;
import uphill.records.Json;
import uphill.rl.AgentConfig;
import uphill.rl.setting.Settings;

/// Everything that the bytes of a run depend on.
///
/// @param environment the [uphill.lab.world.World]'s name
/// @param algorithm the [Algorithm]'s name
/// @param preset the name of the preset that the settings began as
/// @param seed what all generators are derived from; unsigned
/// @param steps of training, all environments together; batches are not cut, so a run may take a
///   few more
/// @param settings the hyperparameters
/// @param checkpoints when its state is saved; changes nothing else
/// @param tableSha256 the hash of the world's table, where the world came from a file
/// @param masksActions whether the world's states allow some actions and others not
/// @param from whose parameters it begins with, where they are not drawn:
///   [uphill.lab.training.Beginning]
/// @param evaluations of the mode in its course, where there are any; they change nothing else
/// @param watchEvery how many updates lie between episodes that are drawn, if any are; they change
///   nothing else
public record RunConfig(
    String environment,
    String algorithm,
    String preset,
    long seed,
    long steps,
    AgentConfig settings,
    CheckpointPlan checkpoints,
    Optional<String> tableSha256,
    boolean masksActions,
    Optional<Origin> from,
    Optional<EvaluationPlan> evaluations,
    OptionalInt watchEvery) {

  /// The file of a run directory that holds it.
  public static final String FILE = "config.json";

  /// Characters of an environment's name: it becomes the title of a picture.
  private static final int MOST_OF_NAME = 1000;

  /// A preset is a label, and there may be none of this name any more.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,100}");

  /// Checks that there is something to do.
  public RunConfig {
    long update = settings.sampling().stepsOfUpdate();
    long most =
        update > Long.MAX_VALUE / Integer.MAX_VALUE ? Long.MAX_VALUE : Integer.MAX_VALUE * update;
    if (steps < 1 || steps > most) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "steps must be in [1, %d] with %s to an update, got %d",
              most,
              Shown.count(update, "step"),
              steps));
    }
    evaluations.ifPresent(plan -> requireSome(plan, steps));
    long updates = Math.ceilDiv(steps, update);
    watchEvery.ifPresent(every -> requireSome(every, updates));
  }

  private static void requireSome(int every, long updates) {
    if (every < 1 || every > updates) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "an episode is drawn after every 1 to %d updates in a run of so many, got %d: draw"
                  + " more often (or never, --watch-every 0), or train for more steps",
              updates,
              every));
    }
  }

  /// An evaluation that never comes was asked for by mistake.
  private static void requireSome(EvaluationPlan plan, long steps) {
    if (plan.everySteps() > steps) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "an evaluation every %d steps never comes in a run of %d: evaluate more often (or"
                  + " never, --evaluate-every 0), or train for more steps",
              plan.everySteps(),
              steps));
    }
  }

  /// The updates that make up the run: ⌈steps / steps of an update⌉.
  public int updates() {
    return Math.toIntExact(Math.ceilDiv(steps, settings.sampling().stepsOfUpdate()));
  }

  /// The settings of the preset that it began as; none if there is no such preset any more.
  public Map<String, Object> begunWith() {
    Algorithm.Preset begun = Algorithm.named(algorithm).presets().get(preset);
    return begun == null ? Map.of() : Settings.values(begun.config());
  }

  /// Whether a run of more steps would have begun as this one did.
  public boolean canBeLonger() {
    return settings.dependsOnLength().isEmpty();
  }

  /// The same with another seed.
  public RunConfig withSeed(long seed) {
    return new RunConfig(
        environment,
        algorithm,
        preset,
        seed,
        steps,
        settings,
        checkpoints,
        tableSha256,
        masksActions,
        from,
        evaluations,
        watchEvery);
  }

  /// The same for another number of steps; checkpoints come as often as before.
  public RunConfig withSteps(long steps) {
    return new RunConfig(
        environment,
        algorithm,
        preset,
        seed,
        steps,
        settings,
        checkpoints,
        tableSha256,
        masksActions,
        from,
        evaluations,
        watchEvery);
  }

  /// As JSON: the fields in snake_case, the settings as an object.
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", "uphill-run-1");
    json.put("environment", environment);
    tableSha256.ifPresent(hash -> json.put("table_sha256", hash));
    if (masksActions) {
      json.put("masks_actions", true);
    }
    json.put("algorithm", algorithm);
    json.put("preset", preset);
    from.ifPresent(origin -> json.put("from", origin.toJson()));
    json.put("seed", Json.unsigned(seed));
    json.put("steps", steps);
    json.put("settings", Settings.values(settings));
    json.put("checkpoints", checkpoints.toJson());
    evaluations.ifPresent(plan -> json.put("evaluations", plan.toJson()));
    watchEvery.ifPresent(updates -> json.put("watch_every", (long) updates));
    return json;
  }

  /// The config that [#toJson()] gave.
  ///
  /// @param source the file it is from, for errors
  /// @throws IllegalArgumentException if a field is missing, unknown, or out of its bounds
  public static RunConfig fromJson(Map<String, Object> json, String source) {
    String format = Json.field(json, "format", String.class, source);
    if (!format.equals("uphill-run-1")) {
      throw new IllegalArgumentException(
          "%s: format \"%s\" is not one this version reads (uphill-run-1)"
              .formatted(source, Shown.text(format)));
    }
    String environment = Json.field(json, "environment", String.class, source);
    if (environment.isBlank() || environment.length() > MOST_OF_NAME) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: \"environment\" must be a name of 1 to %d characters, got %d",
              source,
              MOST_OF_NAME,
              environment.length()));
    }
    String algorithm = Json.field(json, "algorithm", String.class, source);
    String preset = Json.field(json, "preset", String.class, source);
    if (!NAME.matcher(preset).matches()) {
      throw new IllegalArgumentException(
          "%s: \"preset\" must be a name of letters, digits, - and _, got \"%s\""
              .formatted(source, Shown.text(preset)));
    }
    Map<String, String> settings = new LinkedHashMap<>();
    Json.objectField(json, "settings", source)
        .forEach((name, value) -> settings.put(name, value.toString()));
    try {
      return new RunConfig(
          environment,
          algorithm,
          preset,
          Json.seed(json, "seed", source),
          Json.field(json, "steps", Long.class, source),
          Settings.recorded(Algorithm.named(algorithm).any(), settings),
          json.containsKey("checkpoints")
              ? CheckpointPlan.fromJson(
                  Json.objectField(json, "checkpoints", source), source + ": checkpoints")
              : CheckpointPlan.DEFAULT,
          json.containsKey("table_sha256")
              ? Optional.of(Json.field(json, "table_sha256", String.class, source))
              : Optional.empty(),
          json.containsKey("masks_actions")
              && Json.field(json, "masks_actions", Boolean.class, source),
          json.containsKey("from")
              ? Optional.of(
                  Origin.fromJson(Json.objectField(json, "from", source), source + ": from"))
              : Optional.empty(),
          json.containsKey("evaluations")
              ? Optional.of(
                  EvaluationPlan.fromJson(
                      Json.objectField(json, "evaluations", source), source + ": evaluations"))
              : Optional.empty(),
          json.containsKey("watch_every")
              ? OptionalInt.of(Math.toIntExact(Json.field(json, "watch_every", Long.class, source)))
              : OptionalInt.empty());
    } catch (IllegalArgumentException | ArithmeticException e) {
      String sentence = Shown.sentence(e);
      String place = sentence.startsWith(source) ? "" : source + ": ";
      throw new IllegalArgumentException(place + sentence, e);
    }
  }

  /// The config of a run directory, or of a config file itself.
  ///
  /// @throws IllegalArgumentException if it is not one
  public static RunConfig read(Path run) throws IOException {
    boolean inFolder = Files.isDirectory(run) || Files.notExists(run, LinkOption.NOFOLLOW_LINKS);
    Path file = inFolder ? run.resolve(FILE) : run;
    if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IllegalArgumentException(
          "%s is not a run: it has no %s. %s".formatted(run, FILE, where(run)));
    }
    String text = BoundedFiles.text(file, BoundedFiles.MOST_CONFIG);
    return fromJson(Json.parseObject(text, file.toString()), file.toString());
  }

  /// Where a run may be instead.
  private static String where(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      try (Stream<Path> inside = Files.list(folder)) {
        Optional<Path> run =
            inside.filter(p -> Files.isRegularFile(p.resolve(FILE))).sorted().findFirst();
        if (run.isPresent()) {
          return "It holds several: name one, such as %s.".formatted(run.get());
        }
      }
    }
    return "\"uphill train\" prints where a run lies.";
  }
}
