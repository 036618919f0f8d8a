package uphill.lab.record;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import uphill.env.vector.VectorEnv;
import uphill.records.BoundedLines;

/// The lines of a run's `episodes.csv`, read beside a replay of its actions: whether the episodes
/// end as they did.
public final class RecordedEpisodes implements AutoCloseable {

  private static final int MOST_IN_LINE = 1000; // bytes
  private static final int UPDATE = 2;

  private final BoundedLines lines;
  private long episodes;

  /// @throws IllegalArgumentException if the run has no such file
  public RecordedEpisodes(Path file) {
    lines = BoundedLines.of(file, MOST_IN_LINE);
    lines.next(); // the header
  }

  /// The first episode of those that ended in the last step that is another than the run's next, as
  /// a clause; nothing if none is.
  ///
  /// @param steps taken until then
  public Optional<String> difference(VectorEnv envs, long steps) {
    for (int n = 0; n < envs.size(); n++) {
      if (!envs.ending[n].ended()) {
        continue;
      }
      episodes++;
      String line = lines.next().orElse("");
      String[] then = line.split(",", -1);
      String update = then.length > UPDATE ? then[UPDATE] : "";
      String now =
          String.format(Locale.ROOT, "%d,%d,%s,", episodes, steps, update)
              + EpisodesFile.columns(envs.episodeReturn[n], envs.episodeLength[n], envs.ending[n]);
      if (!line.equals(now)) {
        return Optional.of(
            String.format(
                Locale.ROOT,
                "episode %d (%s) came out as \"%s\", and %s has \"%s\"",
                episodes,
                EpisodesFile.HEADER,
                now,
                EpisodesFile.NAME,
                line));
      }
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    lines.close();
  }
}
