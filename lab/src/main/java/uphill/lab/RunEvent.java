package uphill.lab;

import java.nio.file.Path;
import java.util.Map;

/// What a run tells those who watch it.
public sealed interface RunEvent {

  /// The run that tells it.
  RunConfig config();

  /// Training begins.
  ///
  /// @param directory where its records lie
  record Started(RunConfig config, Path directory) implements RunEvent {}

  /// Something that the reader should know, and that stops nothing.
  record Warned(RunConfig config, String sentence) implements RunEvent {}

  /// An update was made and recorded.
  ///
  /// @param updates made so far
  /// @param steps taken so far
  /// @param seconds since training began
  /// @param metrics by name; what was not measured is NaN
  record Updated(
      RunConfig config, int updates, long steps, double seconds, Map<String, Double> metrics)
      implements RunEvent {}

  /// The run is over and evaluated.
  record Finished(RunConfig config, RunResult result) implements RunEvent {}
}
