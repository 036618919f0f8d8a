package uphill.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import uphill.lab.record.LostFile;
import uphill.records.BoundedFiles;
import uphill.records.Checksums;
import uphill.records.RunLock;
import uphill.records.Sha256;

/// Which of a finished run's own files are not what they were when it was finished.
public final class AlteredFiles {

  private AlteredFiles() {}

  /// Those that were altered, are missing, or were added, a sentence each.
  ///
  /// This needs no re-execution, and finds a single flipped bit in any file.
  public static List<String> of(Path run) throws IOException {
    Path sums = run.resolve(Checksums.FILE);
    Map<String, String> expected;
    try {
      expected = Checksums.parse(BoundedFiles.text(sums, BoundedFiles.MOST_STATE), sums.toString());
    } catch (IllegalArgumentException e) {
      return List.of(String.valueOf(e.getMessage()));
    }
    Map<String, String> found = RunFiles.hashes(run, RunFiles.NOT_HASHED);
    List<String> altered = new ArrayList<>();
    expected.keySet().removeIf(name -> !RunFiles.isOwn(name)); // as finished runs once had
    expected.forEach(
        (name, hash) -> {
          String now = found.getOrDefault(name, "");
          if (now.isEmpty()) {
            altered.add(run.resolve(name) + " is missing");
          } else if (!now.equals(hash)) {
            altered.add(run.resolve(name) + " was altered");
          }
        });
    found.keySet().stream()
        .filter(name -> !expected.containsKey(name))
        .forEach(name -> altered.add(run.resolve(name) + " was added"));
    Path lock = run.resolve(RunLock.FILE);
    if (Files.exists(lock) && Files.size(lock) > 0) {
      altered.add(lock + " was altered");
    }
    return altered;
  }

  /// That one file of a finished run was altered since, as a clause; nothing of a run that is not
  /// finished, whose files still grow.
  ///
  /// @throws IllegalArgumentException if a finished run has lost it
  public static Optional<String> one(Path run, String name) throws IOException {
    Path sums = run.resolve(Checksums.FILE);
    if (!RunDirectory.isFinished(run)) {
      return Optional.empty();
    }
    LostFile.refuse(run, name);
    String text = BoundedFiles.text(sums, BoundedFiles.MOST_STATE);
    String then = Checksums.parse(text, sums.toString()).getOrDefault(name, "");
    return then.equals(Sha256.of(run.resolve(name)))
        ? Optional.empty()
        : Optional.of(run.resolve(name) + " was altered since the run was finished");
  }
}
