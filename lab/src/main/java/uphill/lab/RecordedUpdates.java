package uphill.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import uphill.kernel.Digits;
import uphill.kernel.Shown;
import uphill.lab.record.Checkpoint;
import uphill.lab.record.LostFile;
import uphill.lab.record.UpdateFiles;
import uphill.records.BoundedLines;
import uphill.records.Json;

/// The updates that a run has recorded so far, and which of them is worth explaining.
///
/// @param run the run's directory
/// @param steps environment steps taken after each update
/// @param kl how far each moved the policy, the mean KL(π_old ‖ π_new) of its batch; NaN where it
///   was not measured
public record RecordedUpdates(Path run, long[] steps, double[] kl) {

  /// An update that is not asked for by its number is within so many steps of the beginning or of a
  /// checkpoint: to carry it out again takes seconds, however long the run is.
  static final long REACH = 300_000;

  /// An update, and why it is this one.
  ///
  /// @param number from 1
  /// @param why in words; empty where it was asked for by its number
  public record Choice(int number, String why) {}

  /// What a run's directory has recorded: nothing, if it has no metrics yet. A line that is being
  /// written does not count.
  ///
  /// @throws IllegalArgumentException if a line is none of a run's, or the run is finished and the
  ///   file is another than it was then
  public static RecordedUpdates of(Path run) throws IOException {
    Path file = run.resolve(UpdateFiles.METRICS);
    LostFile.refuse(run, UpdateFiles.METRICS);
    if (Files.notExists(file)) {
      return new RecordedUpdates(run, new long[0], new double[0]);
    }
    try {
      return read(run, file);
    } catch (IllegalArgumentException e) {
      if (!RunDirectory.isFinished(run)) {
        throw e;
      }
      throw new IllegalArgumentException(
          "%s. \"%s\" says which files of this finished run were altered"
              .formatted(Shown.sentence(e), Shown.command("uphill", "verify", run)),
          e);
    }
  }

  private static RecordedUpdates read(Path run, Path file) throws IOException {
    long[] steps = new long[64];
    double[] kl = new double[64];
    int count = 0;
    try (BoundedLines lines = BoundedLines.of(file, RecordedMetrics.MOST_IN_LINE)) {
      for (Optional<String> line = lines.next();
          line.isPresent() && lines.broken();
          line = lines.next()) {
        Map<String, Object> numbers = Json.parseObject(line.get(), lines.place());
        if (Json.field(numbers, "update", Long.class, lines.place()) != count + 1) {
          throw new IllegalArgumentException(
              String.format(Locale.ROOT, "%s: expected update %d", lines.place(), count + 1));
        }
        if (count == steps.length) {
          steps = Arrays.copyOf(steps, 2 * count);
          kl = Arrays.copyOf(kl, 2 * count);
        }
        steps[count] = Json.field(numbers, "steps", Long.class, lines.place());
        kl[count++] = numbers.get("kl") instanceof Number moved ? moved.doubleValue() : Double.NaN;
      }
    }
    Optional<String> altered = AlteredFiles.one(run, UpdateFiles.METRICS);
    if (altered.isPresent()) {
      throw new IllegalArgumentException(
          "%s: what it says of the updates is not what happened. Put the file back, or train anew with \"%s\""
              .formatted(altered.get(), Shown.command("uphill", "train", "--config", run)));
    }
    return new RecordedUpdates(run, Arrays.copyOf(steps, count), Arrays.copyOf(kl, count));
  }

  /// How many there are.
  public int made() {
    return steps.length;
  }

  /// The update of this number.
  ///
  /// @throws IllegalArgumentException if it was not made
  public Choice numbered(int update) {
    requireSome();
    if (update < 1 || update > made()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s has made the updates 1 to %d, asked for %d", run, made(), update));
    }
    return new Choice(update, "");
  }

  /// The last one.
  ///
  /// @throws IllegalArgumentException if none was made
  public Choice last() {
    requireSome();
    return new Choice(
        made(), String.format(Locale.ROOT, "The last of the %d recorded so far", made()));
  }

  /// The one with the largest `kl` in its record (of several rounds, the mean of theirs), of those
  /// within [#REACH] steps of the beginning or of a checkpoint; the first of equals, and the last
  /// of all if nothing moved.
  ///
  /// @throws IllegalArgumentException if none was made
  public Choice telling() throws IOException {
    requireSome();
    List<Integer> checkpoints = Checkpoint.of(run);
    int best = -1;
    int near = 0;
    for (int k = 0; k < made(); k++) {
      if (steps[k] - start(checkpoints, k) > REACH) {
        continue;
      }
      near++;
      if (kl[k] > (best < 0 ? 0 : kl[best])) {
        best = k;
      }
    }
    if (best < 0) {
      Choice last = last();
      boolean measured = Arrays.stream(kl).anyMatch(x -> !Double.isNaN(x));
      return new Choice(
          last.number(),
          last.why()
              + (measured
                  ? "; none has a recorded mean KL (kl) above 0"
                  : "; how far each moved the policy (kl) was not recorded"));
    }
    String among =
        near == made()
            ? "recorded so far"
            : String.format(
                Locale.ROOT, "within %,d steps of the beginning or a checkpoint", REACH);
    return new Choice(
        best + 1,
        String.format(
            Locale.ROOT,
            near == 1
                ? "It is the one update %2$s, with a recorded mean KL (kl) of %3$s"
                : "Of the %1$d updates %2$s, this one has the largest recorded mean KL (kl), %3$s",
            near,
            among,
            Digits.three(kl[best])));
  }

  /// Steps at the last checkpoint from which update k+1 can be carried out again.
  private long start(List<Integer> checkpoints, int k) {
    int from = checkpoints.stream().mapToInt(c -> c).filter(c -> c <= k).max().orElse(0);
    return from == 0 ? 0 : steps[from - 1];
  }

  private void requireSome() {
    if (made() == 0) {
      throw new IllegalArgumentException(
          "%s has made no update yet. Let it go on: \"%s\"."
              .formatted(run, Shown.command("uphill", "resume", run)));
    }
  }
}
