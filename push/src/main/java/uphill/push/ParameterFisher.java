package uphill.push;

import java.util.Arrays;

/// On the side of parameters: F + λI = LᵀL itself.
final class ParameterFisher implements DampedFisher.Decomposed {

  private final Cholesky cholesky;

  ParameterFisher(FisherRoots roots, double damping) {
    double[][] fisher = roots.fisher();
    for (int k = 0; k < fisher.length; k++) {
      fisher[k][k] += damping;
    }
    cholesky = new Cholesky(fisher);
  }

  @Override
  public double[] solve(double[] b) {
    double[] x = b.clone();
    cholesky.solve(x);
    return x;
  }

  @Override
  public double[] products(BackwardPass some, int[] i, BackwardPass others, int[] j) {
    double[] products = new double[i.length];
    GradientBlocks.of(
        i.length,
        (from, count) -> {
          double[][] left = some.gradients(Arrays.copyOfRange(i, from, from + count));
          double[][] right = others.gradients(Arrays.copyOfRange(j, from, from + count));
          cholesky.half(left);
          cholesky.half(right);
          for (int n = 0; n < count; n++) {
            products[from + n] = Vectors.dot(left[n], right[n]);
          }
        });
    return products;
  }
}
