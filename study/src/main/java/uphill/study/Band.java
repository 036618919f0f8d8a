package uphill.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import uphill.compare.LearningCurve;
import uphill.lab.AlteredFiles;
import uphill.lab.config.EvaluationPlan;
import uphill.lab.record.EpisodesFile;
import uphill.lab.record.EvaluationsFile;
import uphill.records.Json;

/// Returns over the steps of training: the interquartile mean over the seeds, and its interval; of
/// training itself, NaN where not every seed has ended an episode, or of the mode, evaluated now
/// and then.
///
/// @param step environment steps, rising
public record Band(double[] step, double[] iqm, double[] low, double[] high) {

  private static final int MOST = 200;

  /// The curve of the mode in these runs, which were all asked for these evaluations; none where
  /// one of them had none.
  static Optional<Band> ofEvaluations(List<Path> runs, EvaluationPlan plan) throws IOException {
    List<EvaluationsFile> files = new ArrayList<>();
    for (Path run : runs) {
      requireUnaltered(run, EvaluationsFile.NAME);
      EvaluationsFile file = EvaluationsFile.read(run);
      if (file.evaluations() == 0) {
        return Optional.empty();
      }
      files.add(file);
    }
    return Optional.of(
        of(LearningCurve.ofEvaluations(files, plan.everySteps(), LearningCurve.Config.standard())));
  }

  private static void requireUnaltered(Path run, String name) throws IOException {
    Optional<String> altered = AlteredFiles.one(run, name);
    if (altered.isPresent()) {
      throw new IllegalArgumentException(
          "%s. Delete %s and train it anew".formatted(altered.get(), run));
    }
  }

  private static Band of(LearningCurve curve) {
    return new Band(curve.step(), curve.iqm(), curve.low(), curve.high());
  }

  /// The curve of the returns of training in these runs; none where one of them is too short for
  /// it.
  static Optional<Band> of(List<Path> runs) throws IOException {
    List<EpisodesFile> files = new ArrayList<>();
    for (Path run : runs) {
      requireUnaltered(run, EpisodesFile.NAME);
      files.add(EpisodesFile.read(run));
    }
    long end = Long.MAX_VALUE;
    for (EpisodesFile file : files) {
      end = Math.min(end, file.episodes() == 0 ? 0 : file.step()[file.episodes() - 1]);
    }
    for (EpisodesFile file : files) {
      if (file.episodes() == 0 || file.step()[0] > end) {
        return Optional.empty();
      }
    }
    return Optional.of(of(LearningCurve.of(files, LearningCurve.Config.standard())));
  }

  /// As JSON: `step, iqm, low, high`, each an array.
  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("step", list(step));
    json.put("iqm", list(iqm));
    json.put("low", list(low));
    json.put("high", list(high));
    return json;
  }

  private static List<Object> list(double[] values) {
    List<Object> list = new ArrayList<>();
    for (double value : values) {
      list.add(value);
    }
    return list;
  }

  /// What [#toJson()] gave.
  static Band of(Map<String, Object> json, String source) {
    double[] step = array(json, "step", source);
    for (int g = 0; g < step.length; g++) {
      if (!(step[g] > (g == 0 ? 0 : step[g - 1]))) {
        throw new IllegalArgumentException(
            "%s: \"step\" must rise from above 0, got %s".formatted(source, step[g]));
      }
    }
    Band band =
        new Band(
            step,
            array(json, "iqm", source),
            array(json, "low", source),
            array(json, "high", source));
    for (double[] column : List.of(band.iqm, band.low, band.high)) {
      if (column.length != step.length) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: expected as many numbers as steps, %d, got %d",
                source,
                step.length,
                column.length));
      }
    }
    return band;
  }

  private static double[] array(Map<String, Object> json, String name, String source) {
    List<?> list = Json.field(json, name, List.class, source);
    if (list.isEmpty() || list.size() > MOST) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: \"%s\" must have 1 to %d numbers, got %d",
              source,
              name,
              MOST,
              list.size()));
    }
    double[] array = new double[list.size()];
    for (int g = 0; g < array.length; g++) {
      Object value = list.get(g);
      if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
        array[g] = number.doubleValue();
      } else if (Json.NULL.equals(value)) {
        array[g] = Double.NaN;
      } else {
        throw new IllegalArgumentException(
            "%s: \"%s\" must be numbers and null, got %s"
                .formatted(source, name, Json.shown(value)));
      }
    }
    return array;
  }
}
