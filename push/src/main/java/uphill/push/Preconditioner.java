package uphill.push;

/// P of a step Δθ = P·g + …: a symmetric matrix, held fixed.
public sealed interface Preconditioner permits Preconditioner.Diagonal, Natural {

  /// P·factor·v.
  double[] times(double factor, double[] v);

  /// P·v.
  default double[] times(double[] v) {
    return times(1, v);
  }

  /// Whether it takes little to push every sample by every other. Otherwise each takes a linear
  /// system of its own.
  default boolean decomposed() {
    return true;
  }

  /// A number for each parameter.
  ///
  /// @param scale [|θ|]
  record Diagonal(double[] scale) implements Preconditioner {
    @Override
    public double[] times(double factor, double[] v) {
      double[] product = new double[v.length];
      for (int k = 0; k < v.length; k++) {
        product[k] = scale[k] * factor * v[k];
      }
      return product;
    }
  }
}
