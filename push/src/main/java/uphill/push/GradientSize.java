package uphill.push;

import java.util.Arrays;
import uphill.nn.Activation;

/// What rounding errors that a gradient inherits from forward pass, errors and backward pass are
/// measured against: the same sums of products with the absolute value of every summand, and a plus
/// for every minus. Where much cancels, as in 1 − π of a sure policy, this stays as large as what
/// cancelled.
///
/// ```text
/// S = |b| + |W|ᵀX                        of a layer's sums       X = |s| at first
/// X = |h| + (1 − h²)·S                   of tanh; S or 0 of a rectified unit
/// D = what the distribution makes of |δ| at its heads      at the outputs, and at log σ
/// D = (|W|·D)·(1 + h² + 2|h|·(1 − h²)·S) below a tanh
/// ```
final class GradientSize {

  private final ScoreModel model;
  private final LayerRows[] absolute;
  private final ScorePass scores;
  private final Samples samples;

  /// @param scores the samples at θ
  GradientSize(ScoreModel model, double[] theta, Samples samples, ScorePass scores) {
    this.model = model;
    this.samples = samples;
    this.scores = scores;
    absolute = LayerRows.of(model, absolute(theta));
  }

  private static double[] absolute(double[] x) {
    double[] absolute = new double[x.length];
    for (int k = 0; k < x.length; k++) {
      absolute[k] = Math.abs(x[k]);
    }
    return absolute;
  }

  /// Σⱼ of X and D's products over all rows, laid out as θ.
  ///
  /// @param errors Σₖ|δⱼᵏ| at the heads
  /// @param entropy δⱼ of the entropy's term
  double[] of(Errors errors, Errors entropy) {
    double[] size = new double[model.size()];
    LayerRows[] sum = LayerRows.of(model, size);
    int depth = absolute.length;
    double[][][] columns = new double[depth][][];
    for (int l = 1; l < depth; l++) {
      columns[l] = absolute[l].columns();
    }
    for (int i = 0; i < scores.rows(); i++) {
      double[][] x = new double[depth][];
      double[][] s = new double[depth][];
      x[0] = absolute(scores.forward().input(0)[i]);
      for (int l = 0; l < depth; l++) {
        s[l] = absolute[l].bias().clone();
        Vectors.add(x[l], 0, absolute[l].weight(), 0, x[l].length, s[l]);
        if (l + 1 < depth) {
          x[l + 1] = above(scores.forward().input(l + 1)[i], s[l]);
        }
      }
      double[] d = atOutputs(i, errors, entropy, s[depth - 1], size);
      for (int l = depth - 1; l >= 0; l--) {
        for (int k = 0; k < x[l].length; k++) {
          Vectors.add(x[l][k], d, sum[l].weight()[k]);
        }
        Vectors.add(1, d, sum[l].bias());
        if (l > 0) {
          d = below(d, columns[l], scores.forward().input(l)[i], s[l - 1]);
        }
      }
    }
    LayerRows.addTo(size, model, sum);
    return size;
  }

  private double[] above(double[] h, double[] s) {
    double[] x = new double[h.length];
    for (int k = 0; k < x.length; k++) {
      x[k] =
          model.activation() == Activation.TANH
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
          model.activation() == Activation.TANH
              ? 1 + square + 2 * Math.abs(h[k]) * (1 - square) * s[k]
              : h[k] > 0 ? 1 : 0;
    }
    return below;
  }

  /// D of a sample at the outputs; adds that of log σ to its place in θ.
  private double[] atOutputs(int i, Errors errors, Errors entropy, double[] s, double[] size) {
    ScoreHead head = model.head();
    double[] h = scores.head(i);
    double[] delta = errors.row(i, head);
    Vectors.add(1, head.cancelled(h, absolute(entropy.row(i, head))), delta);
    double[] d = head.errorSize(h, samples.action(i), delta, s);
    for (int j = 0; j < model.logStdSize(); j++) {
      size[model.logStdAt() + j] += d[model.outputs() + j];
    }
    return Arrays.copyOf(d, model.outputs());
  }
}
