package uphill.lab;

import java.io.Serial;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import uphill.kernel.Shown;

/// A run was asked to stop before its end. What it did so far is saved, and it can be resumed.
public final class RunInterrupted extends RuntimeException {

  @Serial private static final long serialVersionUID = 1;

  private RunInterrupted(String message) {
    super(message);
  }

  RunInterrupted(Path directory, int updates, int ofUpdates) {
    this(
        String.format(
            Locale.ROOT,
            "interrupted after update %d of %d; everything is saved. Go on with: %s",
            updates,
            ofUpdates,
            Shown.command("uphill", "resume", directory)));
  }

  /// One that tells of several runs.
  ///
  /// @param notBegun how many more there would have been
  public static RunInterrupted all(List<RunInterrupted> runs, int notBegun) {
    String each = String.join("\n", runs.stream().map(RunInterrupted::getMessage).toList());
    return new RunInterrupted(
        notBegun == 0
            ? each
            : String.format(Locale.ROOT, "%s\n%d runs were not begun", each, notBegun));
  }
}
