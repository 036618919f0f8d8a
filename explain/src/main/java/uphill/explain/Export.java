package uphill.explain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import uphill.lab.RunFiles;
import uphill.lab.training.UpdateStatistics;
import uphill.push.Explained;
import uphill.push.Ledger;
import uphill.push.Ledger.Part;
import uphill.push.NormalizedInput;
import uphill.push.PushStatistics;
import uphill.push.ScoreModel;
import uphill.records.Json;
import uphill.records.Place;
import uphill.records.Safetensors;
import uphill.records.WholeFiles;
import uphill.rl.data.Rollout;
import uphill.rl.data.Weighing;
import uphill.rl.setting.Settings;

/// An explained update as plain files, so that anyone can check it: `docs/export.md`.
public final class Export {

  private final Explanation explanation;
  private final Ledger ledger;
  private final Explained explained;
  private final ScoreModel model;

  /// The export of an explanation.
  public Export(Explanation explanation) {
    this.explanation = explanation;
    ledger = explanation.ledger();
    explained = ledger.explained();
    model = explanation.model();
  }

  /// Writes the files.
  ///
  /// @param directory a new or empty one
  /// @throws IllegalArgumentException if it is neither
  public void write(Path directory) throws IOException {
    RunFiles.requireFree(directory);
    if (Files.exists(directory) && !Files.isDirectory(directory)) {
      throw new IllegalArgumentException(
          "%s is a file, not a directory. Choose another with --export.".formatted(directory));
    }
    Place.require(directory, "");
    if (Files.exists(directory)) {
      try (Stream<Path> inside = Files.list(directory)) {
        if (inside.findAny().isPresent()) {
          throw new IllegalArgumentException(
              "%s is not empty. Choose another directory with --export.".formatted(directory));
        }
      }
    }
    Files.createDirectories(directory);
    Tensors tensors = new Tensors(model);
    write(directory, "before", tensors.parameters(ledger.parametersBefore()));
    write(directory, "after", tensors.parameters(ledger.parametersAfter()));
    write(directory, "optimizer", tensors.memory(ledger.steps().getFirst().optimizer()));
    new ExportedSteps(explanation, tensors).write(directory);
    Optional<NormalizedInput> normalized = model.normalized();
    if (normalized.isPresent()) {
      write(directory, "normalizer", normalizer(normalized.get()));
    }
    WholeFiles.write(directory.resolve("batch.safetensors"), Safetensors.bytes(batch()));
    WholeFiles.write(directory.resolve("push.jsonl"), pushes().getBytes(StandardCharsets.UTF_8));
    WholeFiles.write(
        directory.resolve("export.json"), Json.pretty(new ExportJson(explanation).description()));
  }

  static void write(Path directory, String name, Map<String, Safetensors.Matrix> matrices)
      throws IOException {
    WholeFiles.write(directory.resolve(name + ".safetensors"), Safetensors.bytes(matrices));
  }

  private static Map<String, Safetensors.Matrix> normalizer(NormalizedInput normalized) {
    Map<String, Safetensors.Matrix> rows = new LinkedHashMap<>();
    List<Integer> shape = List.of(1, normalized.mean().length);
    rows.put("mean", new Safetensors.Matrix(shape, normalized.mean()));
    rows.put("scale", new Safetensors.Matrix(shape, normalized.scale()));
    return rows;
  }

  private Map<String, Safetensors.Matrix> batch() {
    Rollout rollout = explanation.rollout();
    int rows = rollout.rows();
    double[] ended = new double[rows];
    double[] episode = new double[rows];
    double[] logProb = new double[rows];
    for (int i = 0; i < rows; i++) {
      ended[i] = rollout.ended[i].code();
      episode[i] = explained.trajectory()[i];
      logProb[i] = ledger.before().logProb(i);
    }
    Map<String, Safetensors.Matrix> columns = new LinkedHashMap<>();
    columns.put(
        "observation", Tensors.matrix(explained.samples().observation(), 0, rows, model.inputs()));
    columns.put(
        "action", Tensors.matrix(explained.samples().action(), 0, rows, model.actionSize()));
    if (rollout.choices() > 0) {
      columns.put("allowed", allowed(rollout));
    }
    columns.put("log_prob", Tensors.matrix(logProb, 0, rows, 1));
    columns.put("weight", Tensors.matrix(ledger.weight(), 0, rows, 1));
    explanation.weighing().ifPresent(psi -> put(psi, rollout, columns));
    columns.put("reward", column(rollout.reward, rows));
    columns.put("value", column(rollout.value, rows));
    columns.put("next_value", column(rollout.nextValue, rows));
    columns.put("ended", Tensors.matrix(ended, 0, rows, 1));
    columns.put("episode", Tensors.matrix(episode, 0, rows, 1));
    return columns;
  }

  /// 1 where a choice was allowed, else 0.
  private static Safetensors.Matrix allowed(Rollout rollout) {
    float[] allowed = new float[rollout.rows() * rollout.choices()];
    for (int k = 0; k < allowed.length; k++) {
      allowed[k] = rollout.mask[k] == 0 ? 1 : 0;
    }
    return new Safetensors.Matrix(List.of(rollout.rows(), rollout.choices()), allowed);
  }

  private static void put(
      Weighing weighing, Rollout rollout, Map<String, Safetensors.Matrix> columns) {
    PushStatistics.Choices choices =
        UpdateStatistics.choices(rollout, weighing, IntStream.range(0, rollout.rows()).toArray());
    put("return", choices.whole(), columns);
    put("reward_to_go", choices.rewardToGo(), columns);
    put("baseline", choices.baseline(), columns);
    put("gae", choices.gae(), columns);
  }

  /// Weights that the batch could have had, where it could.
  private static void put(String name, double[] weight, Map<String, Safetensors.Matrix> columns) {
    if (weight.length > 0) {
      columns.put("weight." + name, Tensors.matrix(weight, 0, weight.length, 1));
    }
  }

  private static Safetensors.Matrix column(float[] values, int rows) {
    return new Safetensors.Matrix(List.of(rows, 1), Arrays.copyOf(values, rows));
  }

  private String pushes() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < explained.rows(); i++) {
      Map<String, Object> push = new LinkedHashMap<>();
      push.put("row", (long) i);
      push.put("predicted", ledger.predicted()[i]);
      push.put("actual", ledger.actual()[i]);
      push.put("residual", ledger.actual()[i] - ledger.predicted()[i]);
      for (Part part : Part.values()) {
        push.put(Settings.word(part), ledger.part(part)[i]);
      }
      lines.append(Json.line(push)).append('\n');
    }
    return lines.toString();
  }
}
