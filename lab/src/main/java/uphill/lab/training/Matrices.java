package uphill.lab.training;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import uphill.autodiff.Parameter;
import uphill.autodiff.Parameters;
import uphill.nn.Descent;
import uphill.nn.Optimizer;
import uphill.records.Safetensors;
import uphill.rl.Setup;

/// The parameters of a training, and what its optimizers remember of them, as matrices by name.
final class Matrices {

  private Matrices() {}

  private interface Values {
    void at(String prefix, Parameters parameters, float[] values);
  }

  /// All parameters: `policy.0.weight` …, `critic.0.weight` ….
  static Map<String, Safetensors.Matrix> parameters(Setup setup) {
    Map<String, Safetensors.Matrix> matrices = new LinkedHashMap<>();
    forEachSet(setup, (prefix, set, values) -> put(prefix, set, values, matrices));
    return matrices;
  }

  /// What the optimizers remember: `policy.m.0.weight`, `policy.v.0.weight` ….
  static Map<String, Safetensors.Matrix> optimizers(Setup setup) {
    Map<String, Safetensors.Matrix> matrices = new LinkedHashMap<>();
    forEachMemory(setup, (prefix, set, values) -> put(prefix, set, values, matrices));
    return matrices;
  }

  /// Puts parameters back.
  ///
  /// @param source of the state, for errors
  /// @throws IllegalArgumentException if these are not the matrices of all parameters
  static void restoreParameters(
      Setup setup, Map<String, Safetensors.Matrix> matrices, String source) {
    Set<String> read = new HashSet<>();
    forEachSet(setup, (prefix, set, values) -> get(matrices, prefix, set, values, source, read));
    TrainingState.requireAll(matrices, read, source);
  }

  /// Puts back what the optimizers remember.
  ///
  /// @throws IllegalArgumentException if these are not the matrices of it all
  static void restoreOptimizers(
      Setup setup, Map<String, Safetensors.Matrix> matrices, String source) {
    Set<String> read = new HashSet<>();
    forEachMemory(setup, (prefix, set, values) -> get(matrices, prefix, set, values, source, read));
    TrainingState.requireAll(matrices, read, source);
  }

  private static void forEachSet(Setup setup, Values each) {
    setup.parameters().forEach((name, set) -> each.at(name + ".", set, set.values()));
  }

  private static void forEachMemory(Setup setup, Values each) {
    for (Descent descent : setup.descents()) {
      Optimizer optimizer = descent.optimizer();
      for (int k = 0; k < optimizer.memory().length; k++) {
        String prefix = descent.name() + "." + optimizer.memoryNames().get(k) + ".";
        each.at(prefix, descent.parameters(), optimizer.memory()[k]);
      }
    }
  }

  private static void put(
      String prefix,
      Parameters parameters,
      float[] values,
      Map<String, Safetensors.Matrix> matrices) {
    for (Parameter parameter : parameters.entries()) {
      float[] elements =
          Arrays.copyOfRange(values, parameter.at(), parameter.at() + parameter.size());
      matrices.put(
          prefix + parameter.name(),
          new Safetensors.Matrix(List.of(parameter.rows(), parameter.columns()), elements));
    }
  }

  private static void get(
      Map<String, Safetensors.Matrix> matrices,
      String prefix,
      Parameters parameters,
      float[] values,
      String source,
      Set<String> read) {
    for (Parameter parameter : parameters.entries()) {
      String name = prefix + parameter.name();
      read.add(name);
      Safetensors.Matrix matrix = matrices.get(name);
      if (matrix == null
          || !matrix.shape().equals(List.of(parameter.rows(), parameter.columns()))) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: beside it, %s should be a matrix of %d × %d, but %s",
                source,
                name,
                parameter.rows(),
                parameter.columns(),
                matrix == null ? "is missing" : "has the shape " + matrix.shape()));
      }
      System.arraycopy(matrix.values(), 0, values, parameter.at(), parameter.size());
    }
  }
}
