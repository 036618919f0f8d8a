package uphill.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.UnaryOperator;
import uphill.autodiff.Parameter;
import uphill.autodiff.Parameters;
import uphill.autodiff.Program;
import uphill.autodiff.Scalar;
import uphill.autodiff.Tensor;
import uphill.kernel.Kernels;
import uphill.kernel.Workers;

/// Gradients against central differences.
final class Slopes {

  private static final float H = 0x1p-6f;

  private Slopes() {}

  /// Checks ∂ Σ f / ∂θ at this θ, a row that all rows share.
  ///
  /// @param inputs name, column, name, column …
  static void agree(UnaryOperator<Tensor> f, float[] theta, int rows, Object... inputs) {
    var set = new Parameters();
    Parameter row = set.add("θ", 1, theta.length);
    Scalar sum = f.apply(Tensor.repeat(row)).sum();
    Program program = Program.with(Kernels.best()).loss(sum, set).metric("sum", sum).build();
    for (int i = 0; i < inputs.length; i += 2) {
      program.feed((String) inputs[i], (float[]) inputs[i + 1]);
    }
    set.assign(theta);
    float[] gradient = program.gradients(rows, Workers.one()).values().clone();
    for (int k = 0; k < theta.length; k++) {
      double[] side = new double[2];
      for (int s = 0; s < 2; s++) {
        float[] moved = theta.clone();
        moved[k] += s == 0 ? -H : H;
        set.assign(moved);
        program.evaluate(rows, Workers.one());
        side[s] = program.metric("sum");
      }
      double slope = (side[1] - side[0]) / (2 * H);
      assertThat((double) gradient[k])
          .as("∂/∂θ%s", k)
          .isCloseTo(slope, within(2e-3 * (1 + Math.abs(slope))));
    }
  }
}
