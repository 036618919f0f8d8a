package uphill.push;

import uphill.nn.Activation;

/// What rounding errors of gradients are measured against, in a network of dense layers.
///
/// ```text
/// S = |b| + |W|ᵀX                        of a layer's sums       X = |s| at first
/// X = |h| + (1 − h²)·S                   of tanh; S or 0 of a rectified unit
/// D = (|W|·D)·(1 + h² + 2|h|·(1 − h²)·S) below a tanh
/// ```
final class DenseSizes {

  private final DenseForward forward;
  private final DenseNetwork network;
  private final LayerRows[] absolute;

  DenseSizes(DenseForward forward, double[] theta) {
    this.forward = forward;
    network = forward.network();
    absolute = LayerRows.of(network, Vectors.absolute(theta));
  }

  /// Adds Σ of X and D's products over all rows.
  void addTo(ForwardPass.OfOutputs errors, double[] size) {
    LayerRows[] sum = LayerRows.of(network, new double[size.length]);
    int depth = absolute.length;
    double[][][] columns = new double[depth][][];
    for (int l = 1; l < depth; l++) {
      columns[l] = absolute[l].columns();
    }
    for (int i = 0; i < forward.rows(); i++) {
      double[][] x = new double[depth][];
      double[][] s = new double[depth][];
      x[0] = Vectors.absolute(forward.input(0)[i]);
      for (int l = 0; l < depth; l++) {
        s[l] = absolute[l].bias().clone();
        Vectors.add(x[l], 0, absolute[l].weight(), 0, x[l].length, s[l]);
        if (l + 1 < depth) {
          x[l + 1] = above(forward.input(l + 1)[i], s[l]);
        }
      }
      double[] d = errors.of(i, s[depth - 1]);
      for (int l = depth - 1; l >= 0; l--) {
        for (int k = 0; k < x[l].length; k++) {
          Vectors.add(x[l][k], d, sum[l].weight()[k]);
        }
        Vectors.add(1, d, sum[l].bias());
        if (l > 0) {
          d = below(d, columns[l], forward.input(l)[i], s[l - 1]);
        }
      }
    }
    LayerRows.addTo(size, network, sum);
  }

  private double[] above(double[] h, double[] s) {
    double[] x = new double[h.length];
    for (int k = 0; k < x.length; k++) {
      x[k] =
          network.activation() == Activation.TANH
              ? Math.abs(h[k]) + (1 - h[k] * h[k]) * s[k]
              : h[k] > 0 ? s[k] : 0;
    }
    return x;
  }

  private double[] below(double[] d, double[][] columns, double[] h, double[] s) {
    double[] below = new double[h.length];
    Vectors.add(d, 0, columns, 0, columns.length, below);
    for (int k = 0; k < below.length; k++) {
      double square = h[k] * h[k];
      below[k] *=
          network.activation() == Activation.TANH
              ? 1 + square + 2 * Math.abs(h[k]) * (1 - square) * s[k]
              : h[k] > 0 ? 1 : 0;
    }
    return below;
  }
}
