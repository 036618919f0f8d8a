package uphill.lab.record;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import uphill.records.GrowingFile;
import uphill.records.Sha256;
import uphill.records.WholeFiles;

/// The files of a run that its updates add to: metrics, episodes, evaluations, actions, logs; and,
/// apart from them, its times.
public final class UpdateFiles implements Closeable {

  public static final String METRICS = "metrics.jsonl";
  public static final String TABLE = "metrics.csv";
  public static final String ACTIONS = "actions.f32";

  private final Path run;
  private final Map<String, GrowingFile> files = new LinkedHashMap<>();
  private Optional<GrowingFile> times = Optional.empty();

  /// Those of a run, none of which is open.
  public UpdateFiles(Path run) {
    this.run = run;
  }

  /// The files that begin empty and grow with the updates; [EvaluationsFile] where the mode is
  /// evaluated meanwhile, [#ACTIONS] where the world cannot save its state, so that it can be
  /// replayed.
  public static List<String> names(boolean savesState, boolean evaluates) {
    List<String> names = new ArrayList<>(List.of(METRICS, TABLE, EpisodesFile.NAME));
    if (evaluates) {
      names.add(EvaluationsFile.NAME);
    }
    if (!savesState) {
      names.add(ACTIONS);
    }
    return names;
  }

  /// Whether a file is one that grows with the updates of some run.
  static boolean isOne(String file) {
    return names(/* savesState= */ false, /* evaluates= */ true).contains(file)
        || LogFiles.isOne(file);
  }

  /// What a file holds before the first update.
  public static byte[] beginning(String file) {
    String text = file.equals(EpisodesFile.NAME) ? EpisodesFile.HEADER + "\n" : "";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Empties them all.
  public void begin(boolean savesState, boolean evaluates) throws IOException {
    for (String name : names(savesState, evaluates)) {
      GrowingFile file = GrowingFile.at(GrowingFile.Mark.beginning(), run.resolve(name));
      file.append(beginning(name));
      file.flush();
      files.put(name, file);
    }
    openTimes(new byte[0]);
  }

  /// Cuts off what came after a checkpoint, and gives the times until there.
  public Times goBackTo(Checkpoint checkpoint) throws IOException {
    for (Map.Entry<String, GrowingFile.Mark> mark : checkpoint.marks().entrySet()) {
      files.put(mark.getKey(), GrowingFile.at(mark.getValue(), run.resolve(mark.getKey())));
    }
    Times kept = Times.of(run, checkpoint.update());
    openTimes(kept.bytes());
    return kept;
  }

  private void openTimes(byte[] kept) throws IOException {
    Path file = run.resolve(Times.FILE);
    GrowingFile.Mark mark = new GrowingFile.Mark(kept.length, Sha256.of(kept));
    if (!GrowingFile.complaint(file, mark).isEmpty()) {
      WholeFiles.write(file, kept); // a damaged line was left out
    }
    times = Optional.of(GrowingFile.at(mark, file));
  }

  /// Appends what an update adds to each.
  public void append(Map<String, byte[]> added) throws IOException {
    for (Map.Entry<String, byte[]> one : added.entrySet()) {
      GrowingFile file = files.get(one.getKey());
      if (file == null) {
        if (!LogFiles.isOne(one.getKey())) {
          throw new IllegalStateException(one.getKey() + " was not opened");
        }
        Files.createDirectories(run.resolve(LogFiles.FOLDER));
        file = GrowingFile.at(GrowingFile.Mark.beginning(), run.resolve(one.getKey()));
        files.put(one.getKey(), file);
      }
      file.append(one.getValue());
      file.flush();
    }
  }

  /// Appends how long it took.
  public void append(String time) throws IOException {
    GrowingFile file = times.orElseThrow();
    file.append(time.getBytes(StandardCharsets.UTF_8));
    file.flush();
  }

  /// Where they end.
  public Map<String, GrowingFile.Mark> marks() {
    Map<String, GrowingFile.Mark> marks = new LinkedHashMap<>();
    files.forEach((name, file) -> marks.put(name, file.mark()));
    return marks;
  }

  /// The open ones, but the times.
  public List<GrowingFile> open() {
    return List.copyOf(files.values());
  }

  /// The open files of logs that are not among these.
  public Set<String> logsBut(Set<String> needed) {
    return files.keySet().stream()
        .filter(name -> LogFiles.isOne(name) && !needed.contains(name))
        .collect(Collectors.toSet());
  }

  /// Closes files that nothing is added to any more.
  public void close(Set<String> names) throws IOException {
    for (String name : names) {
      GrowingFile file = files.remove(name);
      if (file != null) {
        file.close();
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (GrowingFile file : files.values()) {
      file.close();
    }
    if (times.isPresent()) {
      times.get().close();
    }
  }
}
