package uphill.explain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import uphill.push.OptimizerStep;
import uphill.push.ScoreModel;
import uphill.records.Safetensors;

/// Vectors laid out as θ as named matrices in single precision.
final class Tensors {

  private final ScoreModel model;

  Tensors(ScoreModel model) {
    this.model = model;
  }

  /// By the names of parameters.
  Map<String, Safetensors.Matrix> parameters(double[] theta) {
    Map<String, Safetensors.Matrix> matrices = new LinkedHashMap<>();
    for (ScoreModel.Entry entry : model.entries()) {
      matrices.put(entry.name(), matrix(theta, entry.at(), entry.rows(), entry.columns()));
    }
    return matrices;
  }

  /// The same, each name after a prefix.
  Map<String, Safetensors.Matrix> parameters(String prefix, double[] theta) {
    Map<String, Safetensors.Matrix> matrices = new LinkedHashMap<>();
    parameters(theta).forEach((name, matrix) -> matrices.put(prefix + name, matrix));
    return matrices;
  }

  /// What an optimizer remembers.
  Map<String, Safetensors.Matrix> memory(OptimizerStep.Before optimizer) {
    Map<String, Safetensors.Matrix> matrices = new LinkedHashMap<>();
    switch (optimizer) {
      case OptimizerStep.Adam adam -> {
        matrices.putAll(parameters("m.", adam.m()));
        matrices.putAll(parameters("v.", adam.v()));
      }
      case OptimizerStep.RmsProp rmsProp -> matrices.putAll(parameters("v.", rmsProp.v()));
      case OptimizerStep.Solved solved -> matrices.putAll(parameters("x.", solved.direction()));
      case OptimizerStep.Sgd _ -> {}
    }
    return matrices;
  }

  /// Elements from `at` on, rounded.
  static Safetensors.Matrix matrix(double[] values, int at, int rows, int columns) {
    float[] elements = new float[rows * columns];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = (float) values[at + i];
    }
    return new Safetensors.Matrix(List.of(rows, columns), elements);
  }
}
