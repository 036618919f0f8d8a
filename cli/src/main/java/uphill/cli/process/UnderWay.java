package uphill.cli.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import uphill.lab.RunDirectory;
import uphill.lab.world.World;

/// The runs that this process carries out, for whoever must say what remains of them: the process
/// may end in the middle of anything.
public final class UnderWay {

  private static volatile UnderWay now = none();

  private final List<Path> runs;
  private final String resume;
  private final String eval;

  private UnderWay(List<Path> runs, String resume, String eval) {
    this.runs = runs;
    this.resume = resume;
    this.eval = eval;
  }

  private static UnderWay none() {
    return new UnderWay(List.of(), "", "");
  }

  /// From now on there are none.
  public static void clear() {
    now = none();
  }

  /// From now on there are these.
  ///
  /// @param directory that holds them, or is the only one
  public static void begin(Set<Path> runs, Path directory, World world) {
    begin(runs, world.command("resume", directory), world.command("eval", directory));
  }

  /// From now on there are these.
  ///
  /// @param resume the command that goes on with them
  /// @param eval the command that evaluates them; empty if no single one does
  public static void begin(Set<Path> runs, String resume, String eval) {
    now = new UnderWay(List.copyOf(runs), resume, eval);
  }

  /// What they hold and how to go on, as a sentence with a space before it; empty if none was
  /// begun.
  public static String left() {
    UnderWay all = now;
    return all.runs.stream().noneMatch(RunDirectory::isBegun)
        ? ""
        : all.runs.stream().anyMatch(UnderWay::hasSaved)
            ? " What was saved is whole; \"%s\" goes on with it.".formatted(all.resume)
            : " No state was saved yet; \"%s\" begins again.".formatted(all.resume);
  }

  /// What they learnt, where going on would end in the same error again; as [#left()].
  public static String learnt() {
    UnderWay all = now;
    return all.runs.stream().noneMatch(UnderWay::hasSaved)
        ? ""
        : all.eval.isEmpty()
            ? " What was saved is whole."
            : " What was saved is whole; \"%s\" evaluates it.".formatted(all.eval);
  }

  /// What runs that are left hold, as a clause.
  public static String saved(Set<Path> runs) {
    return runs.stream().anyMatch(UnderWay::hasSaved)
        ? "what was saved is whole"
        : "no state was saved yet";
  }

  /// Whether a run has saved a state.
  public static boolean hasSaved(Path run) {
    try {
      return RunDirectory.isBegun(run) && RunDirectory.savedUpdates(run) > 0;
    } catch (IOException | UncheckedIOException _) {
      return false;
    }
  }
}
