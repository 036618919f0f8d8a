package uphill.lab.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import uphill.env.Ending;
import uphill.kernel.Shown;
import uphill.records.BoundedLines;

/// The episodes of one run, as its directory keeps them in `episodes.csv`, one line each.
///
/// ```text
/// episode,step,update,return,length,ending
/// 1,23,1,23.0,23,terminated
/// ```
///
/// Step is the number of environment steps the run had taken when the episode ended; it never
/// falls, and episodes of environments that step together may share it. Ending is `terminated` or
/// `truncated`.
public record EpisodesFile(Path directory, long[] step, double[] episodeReturn) {

  public static final String NAME = "episodes.csv";

  private static final String CONFIG = "config.json";
  public static final String HEADER = "episode,step,update,return,length,ending";
  private static final int COLUMNS = 6;
  private static final int MOST_IN_LINE = 1000; // bytes
  private static final double MOST_RETURN = 1e200;
  private static final int FIRST_ROOM = 1024; // episodes
  private static final Pattern WHOLE = Pattern.compile("\\d{1,18}");
  private static final Pattern DECIMAL = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");

  public EpisodesFile {
    if (step.length != episodeReturn.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %d steps and %d returns do not fit",
              directory,
              step.length,
              episodeReturn.length));
    }
  }

  /// The last three columns of an episode's line.
  public static String columns(double episodeReturn, int length, Ending ending) {
    return episodeReturn + "," + length + "," + ending.name().toLowerCase(Locale.ROOT);
  }

  /// The name of the run's folder.
  public String label() {
    return nameOf(directory);
  }

  public int episodes() {
    return step.length;
  }

  /// Whether a folder is a run: it holds a `config.json` and an `episodes.csv`.
  public static boolean isRun(Path folder) {
    return Files.isRegularFile(folder.resolve(CONFIG)) && Files.isRegularFile(folder.resolve(NAME));
  }

  /// The run of a run directory, or the runs of a folder that holds run directories, by name.
  public static List<EpisodesFile> readAll(Path folder) throws IOException {
    if (isRun(folder)) {
      return List.of(read(folder));
    }
    if (!Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "%s is not a folder. Give a run directory, or a folder that holds run directories."
              .formatted(folder));
    }
    List<Path> inside;
    try (Stream<Path> entries = Files.list(folder)) {
      inside = entries.filter(Files::isDirectory).sorted().toList();
    }
    List<Path> runs = inside.stream().filter(EpisodesFile::isRun).toList();
    if (runs.isEmpty()) {
      throw new IllegalArgumentException(noRun(folder, inside));
    }
    List<EpisodesFile> files = new ArrayList<>();
    for (Path run : runs) {
      files.add(read(run));
    }
    return List.copyOf(files);
  }

  /// The run of a run directory.
  ///
  /// A last line without its line break is one that is being written, or was when the run was
  /// killed: it counts where it is whole and is left out where it is not.
  public static EpisodesFile read(Path directory) throws IOException {
    if (!isRun(directory)) {
      throw new IllegalArgumentException(noRun(directory, List.of()));
    }
    Path file = directory.resolve(NAME);
    long[] step = new long[FIRST_ROOM];
    double[] episodeReturn = new double[FIRST_ROOM];
    int rows = 0;
    try (BoundedLines lines = BoundedLines.of(file, MOST_IN_LINE)) {
      String header = lines.next().orElse("");
      if (!header.equals(HEADER)) {
        throw wrong(lines, "the header " + HEADER, header);
      }
      for (var next = lines.next(); next.isPresent(); next = lines.next()) {
        String line = next.get();
        String complaint = complaint(line);
        if (!complaint.isEmpty() && !lines.broken()) {
          break;
        } else if (!complaint.isEmpty()) {
          throw wrong(lines, complaint, line);
        }
        if (rows == step.length) {
          step = Arrays.copyOf(step, 2 * rows);
          episodeReturn = Arrays.copyOf(episodeReturn, 2 * rows);
        }
        String[] column = line.split(",", -1);
        step[rows] = Long.parseLong(column[1]);
        episodeReturn[rows] = Double.parseDouble(column[3]);
        if (rows > 0 && step[rows] < step[rows - 1]) {
          throw wrong(lines, "a step of at least " + step[rows - 1], column[1]);
        }
        rows++;
      }
    }
    return new EpisodesFile(
        directory, Arrays.copyOf(step, rows), Arrays.copyOf(episodeReturn, rows));
  }

  /// What was expected of the first column that is wrong, or nothing.
  private static String complaint(String line) {
    String[] column = line.split(",", -1);
    if (column.length != COLUMNS) {
      return String.format(
          Locale.ROOT, "%d columns (%s), found %d", COLUMNS, HEADER, column.length);
    }
    for (int j : new int[] {0, 1, 2, 4}) {
      if (!WHOLE.matcher(column[j]).matches()) {
        return "a whole number as " + HEADER.split(",", -1)[j];
      }
    }
    if (!DECIMAL.matcher(column[3]).matches() || !Double.isFinite(Double.parseDouble(column[3]))) {
      return "a finite decimal number as return";
    }
    if (Math.abs(Double.parseDouble(column[3])) > MOST_RETURN) {
      return "a return from -1e200 to 1e200";
    }
    if (!column[5].equals("terminated") && !column[5].equals("truncated")) {
      return "terminated or truncated as ending";
    }
    return "";
  }

  private static IllegalArgumentException wrong(
      BoundedLines lines, String expected, String actual) {
    return new IllegalArgumentException(
        "%s: expected %s, got \"%s\"".formatted(lines.place(), expected, Shown.text(actual)));
  }

  /// Why a folder is no run, and where one may be.
  private static String noRun(Path folder, List<Path> inside) {
    String found =
        "%s is not a run, which holds %s and %s%s."
            .formatted(
                folder, CONFIG, NAME, inside.isEmpty() ? "" : ", and no folder in it is one");
    return inside.stream()
        .filter(EpisodesFile::holdsRuns)
        .findFirst()
        .map(next -> found + " There are runs one folder further down: try " + next + ".")
        .orElse(found + " Give the folder that a training run wrote, or the one above it.");
  }

  private static boolean holdsRuns(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.anyMatch(EpisodesFile::isRun);
    } catch (IOException e) {
      return false; // it cannot be read, so it is no hint
    }
  }

  static String nameOf(Path folder) {
    Path whole = folder.toAbsolutePath().normalize();
    return Objects.requireNonNullElse(whole.getFileName(), whole).toString();
  }
}
