package uphill.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import uphill.figure.Figure;
import uphill.kernel.Shown;
import uphill.lab.AlteredFiles;
import uphill.lab.config.EvaluationPlan;
import uphill.lab.config.Origin;
import uphill.lab.config.RunConfig;
import uphill.lab.config.SeedList;
import uphill.lab.record.BegunConfig;
import uphill.lab.record.EpisodesFile;
import uphill.lab.record.EvaluationsFile;
import uphill.rl.setting.Settings;

/// Runs, sorted into the lines of a learning plot: those of one place that differ in nothing but
/// the seed are one line.
///
/// Every run counts once: where its directory is named first, and, of runs with equal seeds in one
/// line, which are equal, the one with the most episodes.
///
/// @param lines in the order of their first runs
/// @param notes a sentence for every run that was left out, or altered
public record RunLines(List<Line> lines, List<String> notes) {

  /// So many lines look different.
  private static final int MOST_LINES = 2 * Figure.Ink.values().length;

  private static final String PRESET = "preset ";
  private static final String STEPS = " steps";

  /// Copies the lists.
  public RunLines {
    lines = List.copyOf(lines);
    notes = List.copyOf(notes);
  }

  /// One line.
  ///
  /// @param group its label and its runs
  /// @param configs of these runs
  public record Line(LearningPlot.Group group, List<RunConfig> configs) {

    /// Copies the list.
    public Line {
      configs = List.copyOf(configs);
    }

    /// The command that gives this curve.
    ///
    /// @param options what a command line must be given besides, to find its world
    public String command(List<String> options) {
      RunConfig first = configs.getFirst();
      List<Object> words = new ArrayList<>(List.of("uphill", "train", first.environment()));
      words.addAll(List.of("--algo", first.algorithm(), "--preset", first.preset()));
      changes(first).forEach((name, value) -> words.addAll(List.of("--set", name + "=" + value)));
      long steps = configs.stream().mapToLong(RunConfig::steps).min().orElseThrow();
      words.addAll(List.of("--steps", steps));
      group.modes().map(Modes::plan).ifPresent(plan -> words.addAll(options(plan)));
      words.addAll(List.of(configs.size() == 1 ? "--seed" : "--seeds", seeds()));
      words.addAll(options);
      return Shown.command(words.toArray());
    }

    private static List<Object> options(EvaluationPlan plan) {
      List<Object> words = new ArrayList<>(List.of("--evaluate-every", plan.everySteps()));
      if (plan.episodes() != EvaluationPlan.EPISODES) {
        words.addAll(List.of("--evaluate-episodes", plan.episodes()));
      }
      return words;
    }

    /// As `--seeds` takes them: `0..4`, or `1,5,7`.
    public String seeds() {
      return new SeedList(configs.stream().map(RunConfig::seed).toList()).text();
    }
  }

  private record Member(EpisodesFile file, EvaluationsFile modes, RunConfig config) {

    /// The names of the files that its curves are of.
    List<String> files() {
      return modes.evaluations() == 0
          ? List.of(EpisodesFile.NAME)
          : List.of(EpisodesFile.NAME, EvaluationsFile.NAME);
    }

    /// Whether it has gone on for longer than another of its seed, or was evaluated more often.
    boolean isMoreThan(Member other) {
      return file.episodes() == other.file.episodes()
          ? modes.evaluations() > other.modes.evaluations()
          : file.episodes() > other.file.episodes();
    }
  }

  /// Sorts the runs of these places, each a run directory or a folder of several.
  ///
  /// @throws IllegalArgumentException if a place is neither, a run cannot be read, or there are
  ///   more lines than a picture can tell apart
  public static RunLines of(List<Path> places) throws IOException {
    List<String> notes = new ArrayList<>();
    Set<Path> seen = new HashSet<>();
    Map<Path, List<List<Member>>> byPlace = new LinkedHashMap<>();
    for (Path place : places) {
      Map<Object, List<Member>> bySetting = new LinkedHashMap<>();
      for (EpisodesFile file : EpisodesFile.readAll(place)) {
        if (!seen.add(file.directory().toRealPath())) {
          notes.add("%s is named twice and counts once.".formatted(file.directory()));
          continue;
        }
        Member run = member(file);
        BegunConfig.require(run.config(), file.directory());
        for (String name : run.files()) {
          AlteredFiles.one(file.directory(), name)
              .ifPresent(what -> notes.add(what + ": its curve is of what is there now."));
        }
        bySetting.computeIfAbsent(setting(run.config()), _ -> new ArrayList<>()).add(run);
      }
      if (!bySetting.isEmpty()) {
        byPlace.put(
            place, bySetting.values().stream().map(runs -> ofEachSeedOne(runs, notes)).toList());
      }
    }
    int count = byPlace.values().stream().mapToInt(List::size).sum();
    if (count > MOST_LINES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "these runs are of %d different worlds or settings, and a picture can tell %d lines"
                  + " apart. Name fewer runs.",
              count,
              MOST_LINES));
    }
    return new RunLines(labelled(byPlace, notes), notes);
  }

  private static Member member(EpisodesFile file) throws IOException {
    RunConfig config = RunConfig.read(file.directory());
    EvaluationsFile modes =
        config.evaluations().isPresent()
            ? EvaluationsFile.read(file.directory())
            : EvaluationsFile.none(file.directory());
    return new Member(file, modes, config);
  }

  /// What equals in all runs of a line. Where the learning rate falls to zero, all of the curve
  /// depends on where that is.
  private static Object setting(RunConfig config) {
    return List.of(
        config.tableSha256().orElse(config.environment()),
        config.algorithm(),
        Settings.values(config.settings()),
        config.from().map(Origin::parametersSha256).orElse(""),
        config.canBeLonger() ? 0 : config.steps());
  }

  private static List<Member> ofEachSeedOne(List<Member> runs, List<String> notes) {
    Map<Long, Member> bySeed = new TreeMap<>();
    for (Member run : runs) {
      Member other = bySeed.get(run.config().seed());
      if (other == null) {
        bySeed.put(run.config().seed(), run);
        continue;
      }
      boolean longer = run.isMoreThan(other);
      bySeed.put(run.config().seed(), longer ? run : other);
      notes.add(
          String.format(
              Locale.ROOT,
              "%s and %s are one run, with seed %s; %s counts.",
              other.file().directory(),
              run.file().directory(),
              Long.toUnsignedString(run.config().seed()),
              (longer ? run : other).file().directory()));
    }
    return List.copyOf(bySeed.values());
  }

  /// A line is called after its place; where that holds several, after what tells them apart.
  private static List<Line> labelled(Map<Path, List<List<Member>>> byPlace, List<String> notes) {
    Function<Path, String> nameOf = names(byPlace.keySet());
    List<Line> lines = new ArrayList<>();
    byPlace.forEach(
        (place, groups) -> {
          String name = nameOf.apply(place);
          List<String> apart = groups.size() == 1 ? List.of(name) : whatTellsApart(groups);
          for (int k = 0; k < groups.size(); k++) {
            String inside = byPlace.size() > 1 && groups.size() > 1 ? name + ": " : "";
            lines.add(line(inside + apart.get(k), groups.get(k), notes));
          }
        });
    return lines;
  }

  private static Line line(String label, List<Member> runs, List<String> notes) {
    List<RunConfig> configs = runs.stream().map(Member::config).toList();
    if (!Modes.areAlike(configs)) {
      notes.add(
          "%s: its runs were not evaluated alike while they were trained, so these evaluations are not drawn."
              .formatted(label));
    }
    List<EvaluationsFile> evaluations = runs.stream().map(Member::modes).toList();
    return new Line(
        new LearningPlot.Group(
            label, runs.stream().map(Member::file).toList(), Modes.of(configs, evaluations)),
        configs);
  }

  /// The last folder of a path, with as many of those above it as tell all of them apart.
  private static Function<Path, String> names(Set<Path> places) {
    List<Path> whole = places.stream().map(RunLines::whole).distinct().toList();
    int depth = 1;
    while (whole.stream().map(tail(depth)).distinct().count() < whole.size()) {
      depth++;
    }
    return tail(depth).compose(RunLines::whole);
  }

  private static Path whole(Path place) {
    return place.toAbsolutePath().normalize();
  }

  private static Function<Path, String> tail(int names) {
    return path -> {
      int count = path.getNameCount();
      return count == 0 ? "/" : path.subpath(Math.max(0, count - names), count).toString();
    };
  }

  /// The words that not all have; the number of steps, and the preset, only where others do not do.
  private static List<String> whatTellsApart(List<List<Member>> groups) {
    List<Set<String>> words = groups.stream().map(runs -> words(runs.getFirst().config())).toList();
    for (String idle : List.of(STEPS, PRESET)) {
      List<Set<String>> fewer = words.stream().map(all -> without(all, idle)).toList();
      if (fewer.stream().distinct().count() == fewer.size()) {
        words = fewer;
      }
    }
    List<String> labels = new ArrayList<>();
    for (int k = 0; k < groups.size(); k++) {
      Set<String> own = new LinkedHashSet<>(words.get(k));
      List<Set<String>> all = words;
      own.removeIf(word -> all.stream().allMatch(others -> others.contains(word)));
      labels.add(
          own.isEmpty()
              ? PRESET + groups.get(k).getFirst().config().preset()
              : String.join(", ", own));
    }
    return labels;
  }

  private static Set<String> without(Set<String> words, String part) {
    return words.stream()
        .filter(word -> !word.contains(part))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /// A config in words: equal sets are equal settings.
  private static Set<String> words(RunConfig config) {
    Set<String> words = new LinkedHashSet<>();
    words.add(config.environment());
    config.tableSha256().ifPresent(hash -> words.add("table " + hash.substring(0, 8)));
    words.add(config.algorithm());
    words.add(PRESET + config.preset());
    config.from().ifPresent(origin -> words.add("from " + origin.text()));
    changes(config).forEach((name, value) -> words.add(name + "=" + value));
    if (!config.canBeLonger()) {
      words.add(config.steps() + STEPS);
    }
    return words;
  }

  /// The settings that are not those of the preset, as `--set` takes them.
  private static Map<String, String> changes(RunConfig config) {
    Map<String, Object> preset = config.begunWith();
    Map<String, String> changes = new LinkedHashMap<>();
    Settings.values(config.settings())
        .forEach(
            (name, value) -> {
              if (!Objects.equals(value, preset.get(name))) {
                changes.put(name, text(value));
              }
            });
    return changes;
  }

  private static String text(Object value) {
    if (value instanceof List<?> numbers) {
      return numbers.isEmpty()
          ? "none"
          : numbers.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
    return value.toString();
  }
}
