package uphill.nn;

import uphill.autodiff.Program;
import uphill.autodiff.Tensor;
import uphill.kernel.Kernels;
import uphill.kernel.Workers;

/// What a tensor of given inputs comes to.
final class Values {

  private Values() {}

  /// @param inputs name, column, name, column …
  static float[] of(Tensor tensor, int rows, Object... inputs) {
    return by(Kernels.best(), tensor, rows, inputs);
  }

  /// The same, computed by these kernels.
  static float[] by(Kernels kernels, Tensor tensor, int rows, Object... inputs) {
    float[] values = new float[rows * tensor.columns()];
    Program program = Program.with(kernels).output("value", tensor).build();
    for (int i = 0; i < inputs.length; i += 2) {
      program.feed((String) inputs[i], (float[]) inputs[i + 1]);
    }
    program.into("value", values).evaluate(rows, Workers.one());
    return values;
  }
}
