package uphill.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import uphill.kernel.Nearest;
import uphill.kernel.Shown;
import uphill.lab.config.EvaluationPlan;
import uphill.lab.config.SeedList;
import uphill.lab.evaluation.Evaluation;
import uphill.records.BoundedLines;
import uphill.rl.setting.Counts;

/// A table of experiments, as people write it:
///
/// ```text
/// # Strength on CartPole, by algorithm.
/// cartpole-ppo
///   train      CartPole-v1 --algo ppo --steps 50k --set epochs=10|20
///   seeds      0..9
///   episodes   100
///   evaluate   5k
///   goal       475
///   published  500 ± 0 at 100k
/// ```
///
/// A row is a name at the beginning of a line, and indented lines with a word and what it is.
/// `train` must be there, of the others none. A setting with several values makes the row a [Grid].
///
/// @param name the file's name without its ending
/// @param rows in their order
public record StudyTable(String name, List<Row> rows) {

  private static final int MOST_IN_LINE = 10_000;
  private static final int MOST_LINES = 100_000;
  private static final SeedList SEEDS = SeedList.parse("0..9");
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,99}");

  private static final String TRAIN = "train";
  private static final String EXACT = "exact";
  private static final List<String> WORDS =
      List.of(TRAIN, "seeds", "episodes", "evaluate", "goal", "published");

  /// A row as it is read: what its lines say, and where they are.
  private record Lines(
      String name, String place, Map<String, String> text, Map<String, String> at) {
    Lines(String name, String place) {
      this(name, place, new LinkedHashMap<>(), new LinkedHashMap<>());
    }
  }

  /// Copies the list.
  public StudyTable {
    rows = List.copyOf(rows);
  }

  /// The table in a file.
  ///
  /// @throws IllegalArgumentException if it is none; the message has file and line
  public static StudyTable read(Path file) {
    List<Lines> read = new ArrayList<>();
    try (BoundedLines lines = BoundedLines.of(file, MOST_IN_LINE)) {
      int count = 0;
      for (var next = lines.next(); next.isPresent(); next = lines.next()) {
        if (++count > MOST_LINES) {
          throw wrong(
              lines.place(),
              "a table of at most "
                  + MOST_LINES
                  + " lines, got more. Divide it among several files.");
        }
        String line = next.get();
        if (!line.isBlank() && !line.strip().startsWith("#")) {
          take(line, lines.place(), read);
        }
      }
    }
    if (read.isEmpty()) {
      throw wrong(
          file.toString(),
          "a table of experiments, got no row. Begin one with its name at the beginning of a line,"
              + " and below it \"  train CartPole-v1\".");
    }
    List<Row> rows = new ArrayList<>();
    for (Lines lines : read) {
      rows.addAll(rows(lines));
    }
    String name = String.valueOf(file.getFileName()).replaceFirst("(?<=.)\\.[^.]*$", "");
    return new StudyTable(name, rows);
  }

  private static void take(String line, String place, List<Lines> rows) {
    if (!Character.isWhitespace(line.charAt(0))) {
      begin(line.strip(), place, rows);
      return;
    }
    if (rows.isEmpty()) {
      throw wrong(
          place,
          "the name of a row at the beginning of a line, got \"%s\", which is indented. Write a name above it."
              .formatted(Shown.text(line)));
    }
    Lines row = rows.getLast();
    String[] parts = line.strip().split("\\s+", 2);
    if (!WORDS.contains(parts[0])) {
      throw wrong(
          place,
          "%s or %s, got \"%s\".%s"
              .formatted(
                  String.join(", ", WORDS.subList(0, WORDS.size() - 1)),
                  WORDS.getLast(),
                  Shown.text(parts[0]),
                  Nearest.hint(parts[0], WORDS)));
    }
    if (parts.length < 2) {
      throw wrong(place, "what %s is, got nothing. Write it behind.".formatted(parts[0]));
    }
    if (row.text().putIfAbsent(parts[0], parts[1]) != null) {
      throw wrong(
          place,
          "%s once in the row %s, got it again. Keep one of the two lines."
              .formatted(parts[0], row.name()));
    }
    row.at().put(parts[0], place);
  }

  private static void begin(String name, String place, List<Lines> rows) {
    if (!NAME.matcher(name).matches() || name.equals(StudyFolder.RESULTS)) {
      throw wrong(
          place,
          "a row's name of a-z, 0-9 and -, other than \"%s\", got \"%s\". Rename it; what belongs to a row is indented."
              .formatted(StudyFolder.RESULTS, Shown.text(name)));
    }
    rows.stream()
        .filter(row -> row.name().equals(name))
        .findFirst()
        .ifPresent(
            before -> {
              throw wrong(
                  place,
                  "another name than that of the row at %s, got \"%s\" again. Rename one of the two."
                      .formatted(before.place(), name));
            });
    rows.add(new Lines(name, place));
  }

  private static List<Row> rows(Lines lines) {
    String train = lines.text().getOrDefault(TRAIN, "");
    if (train.isEmpty()) {
      throw wrong(
          lines.place(),
          "a line \"train\" in the row %s, got none. Write one below it, such as \"  train CartPole-v1 --algo ppo\"."
              .formatted(lines.name()));
    }
    String place = lines.at().getOrDefault(TRAIN, "");
    SeedList seeds = read(lines, "seeds", SeedList::parse, SEEDS);
    int episodes = read(lines, "episodes", StudyTable::episodes, Evaluation.EPISODES);
    Optional<EvaluationPlan> evaluations =
        read(lines, "evaluate", StudyTable::evaluations, Optional.empty());
    OptionalDouble goal = read(lines, "goal", StudyTable::number, OptionalDouble.empty());
    String published = lines.text().getOrDefault("published", "");
    List<Row> rows = new ArrayList<>();
    Grid grid = read(lines, TRAIN, text -> Grid.of(TrainWords.parse(text)), new Grid(Map.of()));
    grid.experiments()
        .forEach(
            (suffix, words) ->
                rows.add(
                    new Row(
                        lines.name() + suffix,
                        place,
                        words,
                        seeds,
                        episodes,
                        evaluations,
                        goal,
                        published)));
    return rows;
  }

  private interface Reading<T> {
    T of(String text);
  }

  private static <T> T read(Lines lines, String word, Reading<T> reading, T without) {
    String text = lines.text().get(word);
    if (text == null) {
      return without;
    }
    try {
      return reading.of(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s: %s".formatted(lines.at().get(word), Shown.sentence(e)), e);
    }
  }

  private static int episodes(String text) {
    return text.equals(EXACT) ? Row.EXACT : count(text);
  }

  private static int count(String text) {
    long count = Counts.parse(text);
    if (count < 1 || count > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "expected episodes from 1 to %s, got %s".formatted(Integer.MAX_VALUE, Shown.text(text)));
    }
    return (int) count;
  }

  /// Every how many steps, and over how many episodes where that is said.
  private static Optional<EvaluationPlan> evaluations(String text) {
    String[] counts = text.strip().split("\\s+", -1);
    if (counts.length > 2) {
      throw new IllegalArgumentException(
          "expected every how many steps the mode is evaluated, such as 5k, and over how many episodes, such as 5k 50; got \"%s\""
              .formatted(Shown.text(text)));
    }
    return Optional.of(
        new EvaluationPlan(
            Counts.parse(counts[0]),
            counts.length == 2 ? count(counts[1]) : EvaluationPlan.EPISODES));
  }

  private static OptionalDouble number(String text) {
    try {
      double goal = Double.parseDouble(text);
      if (Double.isFinite(goal)) {
        return OptionalDouble.of(goal);
      }
    } catch (NumberFormatException _) {
      // It is said below.
    }
    throw new IllegalArgumentException(
        "expected a mean return that a seed must reach, such as 475 or -110, got \"%s\""
            .formatted(Shown.text(text)));
  }

  private static IllegalArgumentException wrong(String place, String expected) {
    return new IllegalArgumentException("%s: expected %s".formatted(place, expected));
  }

  /// The rows of these names, and of the grids of these names; all rows if there are no names.
  ///
  /// @throws IllegalArgumentException if a name is of none
  public List<Row> only(List<String> names) {
    Set<String> known = new LinkedHashSet<>();
    for (Row row : rows) {
      known.add(row.name().replaceFirst("/.*", ""));
      known.add(row.name());
    }
    for (String name : names) {
      if (rows.stream().noneMatch(row -> row.isOf(name))) {
        throw new IllegalArgumentException(
            "no row of the table is called \"%s\".%s It has: %s."
                .formatted(
                    Shown.text(name),
                    Nearest.hint(name, known),
                    String.join(", ", rows.stream().map(Row::name).toList())));
      }
    }
    return rows.stream()
        .filter(row -> names.isEmpty() || names.stream().anyMatch(row::isOf))
        .toList();
  }
}
