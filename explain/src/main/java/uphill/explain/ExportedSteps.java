package uphill.explain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import uphill.push.Ledger;
import uphill.push.PolicyStep;
import uphill.push.Samples;
import uphill.push.Wanted;
import uphill.records.Json;
import uphill.records.Safetensors;
import uphill.records.WholeFiles;

/// The optimizer steps of an exported update: θ after each; and where rewards, values and settings
/// do not tell it, what the loss wanted of its rows.
final class ExportedSteps {

  private final Explanation explanation;
  private final Ledger ledger;
  private final Tensors tensors;

  ExportedSteps(Explanation explanation, Tensors tensors) {
    this.explanation = explanation;
    ledger = explanation.ledger();
    this.tensors = tensors;
  }

  void write(Path directory) throws IOException {
    Files.createDirectories(directory.resolve("steps"));
    for (int k = 0; k < ledger.steps().size(); k++) {
      String name = String.format(Locale.ROOT, "steps/%04d", k);
      PolicyStep step = ledger.steps().get(k);
      Export.write(directory, name, tensors.parameters(step.after()));
      if (explanation.weighing().isEmpty() || explanation.severalSteps()) {
        String wanted = wanted(k, step, explanation.seen().get(k).weight());
        WholeFiles.write(
            directory.resolve(name + ".wanted.jsonl"), wanted.getBytes(StandardCharsets.UTF_8));
        pulls(directory, name, step);
        Export.write(directory, name + ".optimizer", tensors.memory(step.optimizer()));
      }
    }
  }

  /// e of every row; with what was seen and done where the row is none of the update's.
  private String wanted(int k, PolicyStep step, float[] weight) {
    Wanted wanted = Wanted.of(ledger, k);
    Samples own = step.samples();
    int seen = own.observation().length / own.rows();
    int done = own.action().length / own.rows();
    int choices = own.mask().length / own.rows();
    StringBuilder lines = new StringBuilder();
    for (int j = 0; j < own.rows(); j++) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("row", (long) step.row()[j]);
      if (weight.length > 0) {
        line.put("weight", (double) weight[j]);
      }
      line.put("outputs", list(wanted.outputs()[j], 0, wanted.outputs()[j].length));
      if (wanted.logStd()[j].length > 0) {
        line.put("log_std", list(wanted.logStd()[j], 0, wanted.logStd()[j].length));
      }
      if (step.row()[j] < 0) {
        line.put("observation", list(own.observation(), j * seen, seen));
        line.put("action", list(own.action(), j * done, done));
        if (choices > 0) {
          line.put("allowed", allowed(own.mask(), j * choices, choices));
        }
      }
      lines.append(Json.line(line)).append('\n');
    }
    return lines.toString();
  }

  /// 1 where a choice was allowed, else 0.
  private static List<Double> allowed(double[] mask, int from, int count) {
    return Arrays.stream(mask, from, from + count).mapToObj(m -> m == 0 ? 1.0 : 0.0).toList();
  }

  private static List<Double> list(double[] values, int from, int count) {
    return Arrays.stream(values, from, from + count).boxed().toList();
  }

  /// The gradients of entropy and value, each as the sum of two numbers in single precision.
  private void pulls(Path directory, String name, PolicyStep step) throws IOException {
    Map<String, Safetensors.Matrix> matrices = new LinkedHashMap<>();
    put("entropy", step.entropy(), matrices);
    put("value", step.value(), matrices);
    if (!matrices.isEmpty()) {
      Export.write(directory, name + ".pulls", matrices);
    }
  }

  private void put(String name, double[] pull, Map<String, Safetensors.Matrix> matrices) {
    if (pull.length > 0) {
      double[] rest = pull.clone();
      Arrays.setAll(rest, k -> pull[k] - (float) pull[k]);
      matrices.putAll(tensors.parameters(name + ".", pull));
      matrices.putAll(tensors.parameters(name + "_rest.", rest));
    }
  }
}
