package uphill.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import uphill.cli.process.Interrupts;
import uphill.cli.process.UnderWay;
import uphill.lab.RunDirectory;
import uphill.lab.RunInterrupted;

/// Runs side by side on the cores. Where one fails or is interrupted, the others save their state
/// at the end of their update too, and those that wait do not begin.
///
/// After an interrupt nobody waits long for the end of an update: a run that has not come to it
/// within [Interrupts#PATIENCE] is left where it is, as if the process had been killed. Its records
/// are whole then too, and it goes on from its last checkpoint.
final class SideBySide {

  private static final long LOOK_MILLISECONDS = 50;

  private final Interrupts interrupts;
  private final Path folder;
  private final AtomicBoolean over = new AtomicBoolean();
  private final Set<Path> begun = ConcurrentHashMap.newKeySet();
  private final Set<Path> saving = ConcurrentHashMap.newKeySet();

  /// @param folder that holds them: they are named from it on
  SideBySide(Interrupts interrupts, Path folder) {
    this.interrupts = interrupts;
    this.folder = folder;
  }

  /// What a run is to ask after every update.
  BooleanSupplier interruptOf(Path place) {
    return () -> {
      boolean now = interrupts.any() || over.get();
      if (now) {
        saving.add(place);
      }
      return now;
    };
  }

  /// Carries them out, so many at a time.
  ///
  /// @param <R> what comes of one
  /// @param runs by their directories
  /// @param goOn the command that goes on with all of them
  /// @param goOnWith the command that goes on with one
  /// @throws RunInterrupted if they were interrupted; it says what is saved, and how to go on
  /// @throws RunsFailed if one of several failed; it says the same
  <R> List<R> run(
      Map<Path, Callable<R>> runs, int atATime, String goOn, Function<Path, String> goOnWith)
      throws IOException, InterruptedException {
    ExecutorService pool =
        Executors.newFixedThreadPool(
            Math.min(atATime, runs.size()), Thread.ofPlatform().daemon().factory());
    Map<Path, Future<Optional<R>>> running = new LinkedHashMap<>();
    runs.forEach((place, run) -> running.put(place, pool.submit(() -> attempt(place, run))));
    List<R> results = new ArrayList<>();
    List<RunInterrupted> interrupted = new ArrayList<>();
    Map<Path, Throwable> failures = new LinkedHashMap<>();
    for (Map.Entry<Path, Future<Optional<R>>> run : running.entrySet()) {
      try {
        await(run.getValue(), runs.keySet(), goOn).ifPresent(results::add);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RunInterrupted one) {
          interrupted.add(one);
        } else {
          failures.put(run.getKey(), e.getCause());
        }
      }
    }
    pool.close();
    if (!failures.isEmpty()) {
      Throwable failure = failures.values().iterator().next();
      if (runs.size() > 1 && failure instanceof Exception one) {
        throw new RunsFailed(one, failed(runs.keySet(), failures.keySet(), goOn, goOnWith));
      }
      switch (failure) {
        case IOException io -> throw io;
        case RuntimeException runtime -> throw runtime;
        case Error error -> throw error;
        default -> throw new IllegalStateException(failure);
      }
    }
    if (results.size() < runs.size()) {
      throw interrupted(runs.keySet(), interrupted, goOn);
    }
    return results;
  }

  /// Waits for the result of a run; there is none if it did not begin.
  private <R> Optional<R> await(Future<Optional<R>> run, Set<Path> all, String goOn)
      throws IOException, InterruptedException, ExecutionException {
    while (true) {
      try {
        return run.get(LOOK_MILLISECONDS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException _) {
        if (interrupts.isImpatient() && saving.isEmpty()) {
          throw left(all, goOn);
        }
      }
    }
  }

  /// What is said where all runs came to the end of their update.
  private RunInterrupted interrupted(Set<Path> runs, List<RunInterrupted> underWay, String goOn) {
    if (runs.size() == 1) {
      return underWay.isEmpty()
          ? new RunInterrupted("interrupted before training began; nothing was changed.")
          : underWay.getFirst();
    }
    return new RunInterrupted(
        String.format(
            Locale.ROOT,
            "interrupted; everything is saved. Of %d runs %s. Go on with: %s",
            runs.size(),
            states(runs),
            goOn));
  }

  /// What has become of runs, each of which is one of three: an earlier process may have carried it
  /// out, wholly or in part.
  private String states(Collection<Path> runs) {
    long finished = runs.stream().filter(RunDirectory::isFinished).count();
    long underWay =
        runs.stream()
            .filter(run -> !RunDirectory.isFinished(run))
            .filter(run -> begun.contains(run) || UnderWay.hasSaved(run))
            .count();
    long waiting = runs.size() - finished - underWay;
    return String.format(
        Locale.ROOT,
        "%d %s finished, %d %s under way, %d %s not begun",
        finished,
        finished == 1 ? "is" : "are",
        underWay,
        underWay == 1 ? "is" : "are",
        waiting,
        waiting == 1 ? "was" : "were");
  }

  /// What is said where some failed: what would fail again does not keep the others from going on.
  private String failed(
      Set<Path> runs, Set<Path> failed, String goOn, Function<Path, String> goOnWith) {
    // A run that is finished did not fail: something of what is made of it did.
    List<Path> broken = failed.stream().filter(run -> !RunDirectory.isFinished(run)).toList();
    List<Path> others = runs.stream().filter(run -> !broken.contains(run)).toList();
    String which =
        broken.isEmpty()
            ? " none failed in training, but gathering the results did (%s);"
                .formatted(names(gathered(failed)))
            : String.format(Locale.ROOT, " %d failed (%s),", broken.size(), names(broken));
    String became =
        String.format(
            Locale.ROOT,
            "Of %d runs%s %s; %s. Go on with all of them, once the cause is mended, with: %s",
            runs.size(),
            which,
            states(others),
            UnderWay.saved(runs),
            goOn);
    return others.stream()
        .filter(run -> !RunDirectory.isFinished(run))
        .findFirst()
        .map(run -> became + ", or with one that did not fail: " + goOnWith.apply(run))
        .orElse(became);
  }

  /// Where the results of runs are gathered: the rows that they are of, or themselves.
  private List<Path> gathered(Collection<Path> runs) {
    Path all = folder.toAbsolutePath();
    return runs.stream()
        .map(Path::toAbsolutePath)
        .map(run -> all.equals(run.getParent()) || all.equals(run) ? run : run.getParent())
        .distinct()
        .toList();
  }

  /// Names of runs: their directories from the folder on.
  private String names(Collection<Path> runs) {
    Path all = folder.toAbsolutePath();
    return runs.stream()
        .map(run -> all.relativize(run.toAbsolutePath()).toString())
        .collect(Collectors.joining(", "));
  }

  /// What is said where runs are left in the middle of an update.
  private RunInterrupted left(Set<Path> runs, String goOn) throws IOException {
    if (runs.size() == 1) {
      Path run = runs.iterator().next();
      if (!RunDirectory.isBegun(run)) {
        return new RunInterrupted("interrupted before training began; nothing was changed.");
      }
      int saved = RunDirectory.savedUpdates(run);
      return new RunInterrupted(
          String.format(
              Locale.ROOT,
              saved == 0
                  ? "interrupted before its state was saved for the first time. Begin again with:"
                      + " %2$s"
                  : "interrupted in the middle of an update; the state after update %1$d is saved."
                      + " Go on from there with: %2$s",
              saved,
              goOn));
    }
    return new RunInterrupted(
        String.format(
            Locale.ROOT,
            "interrupted in the middle of an update; %s. Of %d runs %s. Go on with: %s",
            UnderWay.saved(runs),
            runs.size(),
            states(runs),
            goOn));
  }

  /// Carries one out; where that fails, no other begins after it.
  private <R> Optional<R> attempt(Path place, Callable<R> run) throws Exception {
    if (over.get() || interrupts.any()) {
      return Optional.empty();
    }
    begun.add(place);
    try {
      return Optional.of(run.call());
    } catch (Throwable e) {
      over.set(true);
      throw e;
    } finally {
      saving.remove(place);
    }
  }
}
