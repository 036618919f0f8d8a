package uphill.explain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import uphill.lab.RunFiles;
import uphill.lab.UpdateStatistics;
import uphill.push.Ledger;
import uphill.push.Ledger.Part;
import uphill.push.OptimizerStep;
import uphill.push.PolicyStep;
import uphill.push.PushStatistics;
import uphill.push.ScoreModel;
import uphill.push.ScoreModel.Layer;
import uphill.push.Step;
import uphill.records.Json;
import uphill.records.Place;
import uphill.records.Safetensors;
import uphill.records.WholeFiles;
import uphill.rl.Rollout;
import uphill.rl.Settings;
import uphill.rl.Weighing;

/// An explained update as plain files, so that anyone can check it: `docs/export.md`.
public final class Export {

  private final Explanation explanation;
  private final Ledger ledger;
  private final PolicyStep step;
  private final ScoreModel model;

  /// The export of an explanation.
  public Export(Explanation explanation) {
    this.explanation = explanation;
    ledger = explanation.ledger();
    step = ledger.step();
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
    Files.createDirectories(directory.resolve("steps"));
    byte[] after = Safetensors.bytes(parameters(step.after()));
    WholeFiles.write(
        directory.resolve("before.safetensors"), Safetensors.bytes(parameters(step.before())));
    WholeFiles.write(directory.resolve("after.safetensors"), after);
    WholeFiles.write(directory.resolve("steps/0000.safetensors"), after);
    WholeFiles.write(directory.resolve("optimizer.safetensors"), Safetensors.bytes(optimizer()));
    WholeFiles.write(directory.resolve("batch.safetensors"), Safetensors.bytes(batch()));
    WholeFiles.write(directory.resolve("push.jsonl"), pushes().getBytes(StandardCharsets.UTF_8));
    WholeFiles.write(directory.resolve("export.json"), Json.pretty(description()));
  }

  private Map<String, Safetensors.Matrix> parameters(double[] theta) {
    Map<String, Safetensors.Matrix> matrices = new LinkedHashMap<>();
    for (Layer layer : model.layers()) {
      matrices.put(
          layer.name() + ".weight", matrix(theta, layer.weightAt(), layer.in(), layer.out()));
      matrices.put(layer.name() + ".bias", matrix(theta, layer.biasAt(), 1, layer.out()));
    }
    if (model.family() == ScoreModel.Family.GAUSSIAN) {
      matrices.put("log_std", matrix(theta, model.logStdAt(), 1, model.outputs()));
    }
    return matrices;
  }

  private Map<String, Safetensors.Matrix> optimizer() {
    Map<String, Safetensors.Matrix> matrices = new LinkedHashMap<>();
    if (step.optimizer() instanceof OptimizerStep.Adam adam) {
      parameters(adam.m()).forEach((name, m) -> matrices.put("m." + name, m));
      parameters(adam.v()).forEach((name, v) -> matrices.put("v." + name, v));
    }
    if (step.optimizer() instanceof OptimizerStep.RmsProp rmsProp) {
      parameters(rmsProp.v()).forEach((name, v) -> matrices.put("v." + name, v));
    }
    return matrices;
  }

  private static Safetensors.Matrix matrix(double[] values, int at, int rows, int columns) {
    float[] elements = new float[rows * columns];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (float) values[at + i];
    }
    return new Safetensors.Matrix(List.of(rows, columns), elements);
  }

  private Map<String, Safetensors.Matrix> batch() {
    Rollout rollout = explanation.rollout();
    int rows = rollout.rows();
    double[] ended = new double[rows];
    double[] episode = new double[rows];
    double[] logProb = new double[rows];
    for (int i = 0; i < rows; i++) {
      ended[i] = rollout.ended[i].code();
      episode[i] = step.trajectory()[i];
      logProb[i] = ledger.before().logProb(i);
    }
    Map<String, Safetensors.Matrix> columns = new LinkedHashMap<>();
    columns.put("observation", matrix(step.samples().observation(), 0, rows, model.inputs()));
    columns.put("action", matrix(step.samples().action(), 0, rows, model.actionSize()));
    if (rollout.choices() > 0) {
      columns.put("allowed", allowed(rollout));
    }
    columns.put("log_prob", matrix(logProb, 0, rows, 1));
    columns.put("weight", matrix(ledger.weight(), 0, rows, 1));
    explanation.weighing().ifPresent(psi -> put(psi, rollout, columns));
    columns.put("reward", column(rollout.reward, rows));
    columns.put("value", column(rollout.value, rows));
    columns.put("next_value", column(rollout.nextValue, rows));
    columns.put("ended", matrix(ended, 0, rows, 1));
    columns.put("episode", matrix(episode, 0, rows, 1));
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
      columns.put("weight." + name, matrix(weight, 0, weight.length, 1));
    }
  }

  private static Safetensors.Matrix column(float[] values, int rows) {
    return new Safetensors.Matrix(List.of(rows, 1), Arrays.copyOf(values, rows));
  }

  private String pushes() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < step.samples().rows(); i++) {
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

  private Map<String, Object> description() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", "uphill-export-1");
    json.put("environment", explanation.config().environment());
    json.put("algorithm", explanation.config().algorithm());
    json.put("update", (long) explanation.update());
    json.put("weights", explanation.weights().replace('-', '_'));
    explanation
        .weighing()
        .ifPresent(
            psi -> {
              json.put("gamma", psi.gamma());
              json.put("lambda", psi.lambda());
              json.put("standardize", psi.standardized());
            });
    json.put("learning_rate", explanation.learningRate());
    json.put("scale", ledger.weights().scale());
    json.put("max_gradient_norm", step.maxGradientNorm());
    json.put("gradient_clipping", List.of(ledger.clipping()));
    if (explanation.weighing().isPresent()) {
      json.put("entropy_weight", entropyWeight());
      json.put("value_weight", 0.0);
    }
    json.put("samples", (long) step.samples().rows());
    json.put("trajectories", IntStream.of(step.trajectory()).distinct().count());
    json.put("statistics", explanation.statistics().values());
    json.put("layers", layers());
    Map<String, Object> distribution = new LinkedHashMap<>();
    distribution.put("family", model.family().name().toLowerCase(Locale.ROOT));
    if (model.family() == ScoreModel.Family.GAUSSIAN) {
      distribution.put("log_std", "log_std");
    }
    json.put("distribution", distribution);
    json.put("optimizer", optimizerDescription());
    json.put(
        "minibatches",
        List.of(IntStream.of(explanation.seen().row()).mapToObj(i -> (long) i).toList()));
    return json;
  }

  /// c_h, of L = −c_h·mean H: from ∂H/∂log σ = 1, or from H where nothing is added to it.
  private double entropyWeight() {
    if (model.family() == ScoreModel.Family.GAUSSIAN) {
      return step.entropy()[model.logStdAt()];
    }
    double value = explanation.seen().values().getOrDefault(Step.ENTROPY, 0.0);
    return value == 0 ? 0 : -value / ledger.before().entropy();
  }

  private Map<String, Object> optimizerDescription() {
    Map<String, Object> optimizer = new LinkedHashMap<>();
    switch (step.optimizer()) {
      case OptimizerStep.Adam adam -> {
        optimizer.put("name", "adam");
        optimizer.put("beta1", adam.beta1());
        optimizer.put("beta2", adam.beta2());
        optimizer.put("epsilon", adam.epsilon());
        optimizer.put("steps_before", adam.steps());
      }
      case OptimizerStep.RmsProp rmsProp -> {
        optimizer.put("name", "rmsprop");
        optimizer.put("decay", rmsProp.decay());
        optimizer.put("epsilon_under_root", rmsProp.underRoot());
        optimizer.put("epsilon_after_root", rmsProp.afterRoot());
      }
      case OptimizerStep.Sgd _ -> optimizer.put("name", "sgd");
    }
    return optimizer;
  }

  private List<Object> layers() {
    List<Object> layers = new ArrayList<>();
    for (Layer layer : model.layers()) {
      boolean last = layers.size() + 1 == model.layers().size();
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("inputs", (long) layer.in());
      json.put("outputs", (long) layer.out());
      json.put("weight", layer.name() + ".weight");
      json.put("bias", layer.name() + ".bias");
      json.put("activation", last ? "identity" : Settings.word(model.activation()));
      layers.add(json);
    }
    return layers;
  }
}
