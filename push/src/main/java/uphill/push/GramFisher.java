package uphill.push;

/// On the side of rows, Woodbury's identity:
///
/// ```text
/// (F + λI)⁻¹ = (1/λ)·(I − V·C⁻¹·Vᵀ)      C = n·λI + VᵀV
/// ```
final class GramFisher implements DampedFisher.Decomposed {

  private final FisherRoots roots;
  private final double damping;
  private final Cholesky cholesky;

  GramFisher(FisherRoots roots, double damping) {
    this.roots = roots;
    this.damping = damping;
    double[][] c = roots.gram();
    for (int k = 0; k < c.length; k++) {
      c[k][k] += roots.rows() * damping;
    }
    cholesky = new Cholesky(c);
  }

  @Override
  public double[] solve(double[] b) {
    double[] y = roots.along(b);
    cholesky.solve(y);
    double[] back = roots.times(y);
    double[] x = new double[b.length];
    for (int k = 0; k < x.length; k++) {
      x[k] = (b[k] - back[k]) / damping;
    }
    return x;
  }

  @Override
  public double[] products(BackwardPass some, int[] i, BackwardPass others, int[] j) {
    double[] products = new double[i.length];
    GradientBlocks.of(
        i.length,
        (from, count) -> {
          double[][] left = new double[count][];
          double[][] right = new double[count][];
          for (int n = 0; n < count; n++) {
            left[n] = roots.products(some, i[from + n]);
            right[n] = roots.products(others, j[from + n]);
          }
          cholesky.half(left);
          cholesky.half(right);
          for (int n = 0; n < count; n++) {
            double whole = some.product(i[from + n], others, j[from + n]);
            products[from + n] = (whole - Vectors.dot(left[n], right[n])) / damping;
          }
        });
    return products;
  }
}
