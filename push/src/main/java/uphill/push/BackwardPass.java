package uphill.push;

import java.util.Arrays;
import uphill.nn.Activation;

/// Errors at a network's outputs y, and at log σ where that is a parameter, a row for each sample,
/// sent back to every layer.
///
/// ```text
/// Jᵢᵀeᵢ = (xᵢδᵢᵀ, δᵢ) for every layer, and eᵢ itself for such a log σ
/// ```
///
/// The gradient of a dense layer is the outer product of its input xᵢ and of the error δᵢ that
/// arrives there, so nothing of size n × |θ| is ever stored. With ∂log π/∂y for eᵢ it is the score.
///
/// One thread at a time: errors are sent back when they are first asked for.
final class BackwardPass {

  private final ScoreModel model;
  private final ForwardPass forward;
  private final int rows;
  private final double[][][] error; // of each layer's sums, [rows][out]; below the last on demand
  private final double[][] logStd; // [rows][log σ that are parameters]; or none
  private boolean sentBack;

  /// @param outputs the errors at y, [rows, outputs]
  /// @param logStd those at log σ, [rows, n]; empty where that is no parameter
  BackwardPass(ForwardPass forward, double[][] outputs, double[][] logStd) {
    this.model = forward.model();
    this.forward = forward;
    this.logStd = logStd;
    rows = forward.rows();
    error = new double[model.layers().size()][rows][];
    error[error.length - 1] = outputs;
  }

  /// The errors of all layers.
  private double[][][] errors() {
    if (!sentBack) {
      for (int l = error.length - 1; l > 0; l--) {
        double[][] columns = forward.layers()[l].columns();
        for (int i = 0; i < rows; i++) {
          double[] below = new double[forward.layers()[l].weight().length];
          Vectors.add(error[l][i], 0, columns, 0, columns.length, below);
          double[] h = forward.input(l)[i];
          for (int k = 0; k < below.length; k++) {
            below[k] *=
                model.activation() == Activation.TANH ? 1 - h[k] * h[k] : (h[k] > 0 ? 1 : 0);
          }
          error[l - 1][i] = below;
        }
      }
      sentBack = true;
    }
    return error;
  }

  /// The error at y of a sample.
  double[] output(int i) {
    return error[error.length - 1][i];
  }

  /// The error at log σ of a sample; empty where that is no parameter.
  double[] logStd(int i) {
    return logStd.length == 0 ? new double[0] : logStd[i];
  }

  /// ⟨eᵢ, e′ᵢ⟩ of a sample, with other errors of the same samples.
  double atHeads(BackwardPass other, int i) {
    return Vectors.dot(output(i), other.output(i)) + Vectors.dot(logStd(i), other.logStd(i));
  }

  /// (Jᵢᵀeᵢ)·d of every sample.
  double[] along(double[] d) {
    double[] speed = new double[rows];
    along(all(), d, speed);
    return speed;
  }

  /// (Jᵢᵀeᵢ)·d of these samples, into their places.
  void along(int[] samples, double[] d, double[] speed) {
    double[][][] errors = errors();
    LayerRows[] direction = LayerRows.of(model, d);
    double[] ofLogStd = ofLogStd(d);
    for (int i : samples) {
      double sum = 0;
      for (int l = 0; l < errors.length; l++) {
        double[] x = forward.input(l)[i];
        double[] moved = direction[l].bias().clone();
        Vectors.add(x, 0, direction[l].weight(), 0, x.length, moved);
        sum += Vectors.dot(moved, errors[l][i]);
      }
      speed[i] = sum + (ofLogStd.length > 0 ? Vectors.dot(ofLogStd, logStd[i]) : 0);
    }
  }

  private int[] all() {
    int[] all = new int[rows];
    Arrays.setAll(all, i -> i);
    return all;
  }

  private double[] ofLogStd(double[] d) {
    int at = Math.max(0, model.logStdAt());
    return Arrays.copyOfRange(d, at, at + model.logStdSize());
  }

  /// Adds Σ Jᵢᵀeᵢ over all samples to a vector laid out as θ.
  void add(double[] sum) {
    add(all(), sum);
  }

  /// Adds Σ Jᵢᵀeᵢ over these samples.
  void add(int[] samples, double[] sum) {
    double[] one = new double[rows];
    Arrays.fill(one, 1);
    add(samples, 1, one, sum);
  }

  /// Adds Σ scale·wᵢ·Jᵢᵀeᵢ over all samples.
  void add(double scale, double[] weight, double[] sum) {
    add(all(), scale, weight, sum);
  }

  /// Adds Σ scale·wᵢ·Jᵢᵀeᵢ over these samples.
  void add(int[] samples, double scale, double[] weight, double[] sum) {
    addOuter(samples, scale, weight, sum);
    for (int i : samples) {
      for (int j = 0; j < model.logStdSize(); j++) {
        sum[model.logStdAt() + j] += scale * weight[i] * logStd[i][j];
      }
    }
  }

  /// Adds Σ scale·wᵢ·(xᵢδᵢᵀ, δᵢ), four samples at a time.
  private void addOuter(int[] samples, double scale, double[] weight, double[] sum) {
    double[][][] all = errors();
    LayerRows[] rowsOf = LayerRows.of(model, new double[model.size()]);
    double[] w = new double[samples.length];
    Arrays.setAll(w, n -> scale * weight[samples[n]]);
    double[] a = new double[samples.length];
    double[][] errors = new double[samples.length][];
    for (int l = 0; l < all.length; l++) {
      double[][] input = forward.input(l);
      for (int n = 0; n < samples.length; n++) {
        errors[n] = all[l][samples[n]];
      }
      for (int k = 0; k < rowsOf[l].weight().length; k++) {
        for (int n = 0; n < samples.length; n++) {
          a[n] = w[n] * input[samples[n]][k];
        }
        Vectors.add(a, 0, errors, 0, samples.length, rowsOf[l].weight()[k]);
      }
      Vectors.add(w, 0, errors, 0, samples.length, rowsOf[l].bias());
    }
    LayerRows.addTo(sum, model, rowsOf);
  }

  /// (Jᵢᵀeᵢ)ᵀ·P·(Jᵢᵀe′ᵢ) of every sample for a diagonal P and other errors of the same samples: Σ
  /// over layers of (δᵢ∘δ′ᵢ)ᵀ·P·(xᵢ∘xᵢ).
  double[] products(BackwardPass other, double[] p) {
    double[][][] errors = errors();
    double[][][] others = other.errors();
    LayerRows[] of = LayerRows.of(model, p);
    double[] ofLogStd = ofLogStd(p);
    double[] products = new double[rows];
    for (int i = 0; i < rows; i++) {
      for (int l = 0; l < errors.length; l++) {
        double[] x = forward.input(l)[i];
        double[] weighted = of[l].bias().clone();
        Vectors.add(Vectors.times(x, x), 0, of[l].weight(), 0, x.length, weighted);
        products[i] += Vectors.dot(Vectors.times(errors[l][i], others[l][i]), weighted);
      }
      products[i] +=
          ofLogStd.length > 0
              ? Vectors.dot(Vectors.times(logStd[i], other.logStd[i]), ofLogStd)
              : 0;
    }
    return products;
  }

  /// (Jᵢᵀeᵢ)ᵀ·P·(Jⱼᵀe′ⱼ) of pairs of a sample i of these and a sample j of others: Σ over layers of
  /// (δᵢ∘δ′ⱼ)ᵀ·P·(xᵢ∘xⱼ).
  double[] products(int[] mine, BackwardPass other, int[] theirs, double[] p) {
    double[][][] errors = errors();
    double[][][] others = other.errors();
    LayerRows[] of = LayerRows.of(model, p);
    double[] ofLogStd = ofLogStd(p);
    double[] products = new double[mine.length];
    for (int n = 0; n < products.length; n++) {
      int i = mine[n];
      int j = theirs[n];
      for (int l = 0; l < errors.length; l++) {
        double[] x = Vectors.times(forward.input(l)[i], other.forward.input(l)[j]);
        double[] weighted = of[l].bias().clone();
        Vectors.add(x, 0, of[l].weight(), 0, x.length, weighted);
        products[n] += Vectors.dot(Vectors.times(errors[l][i], others[l][j]), weighted);
      }
      products[n] +=
          ofLogStd.length > 0
              ? Vectors.dot(Vectors.times(logStd[i], other.logStd[j]), ofLogStd)
              : 0;
    }
    return products;
  }

  /// ⟨Jᵢᵀeᵢ, Jⱼᵀeⱼ⟩ = Σ over layers of (δᵢ·δⱼ)(xᵢ·xⱼ + 1), and log σ's part.
  double product(int i, int j) {
    double sum = 0;
    double[][][] errors = errors();
    for (int l = 0; l < errors.length; l++) {
      double[][] input = forward.input(l);
      sum += Vectors.dot(errors[l][i], errors[l][j]) * (Vectors.dot(input[i], input[j]) + 1);
    }
    return logStd.length == 0 ? sum : sum + Vectors.dot(logStd[i], logStd[j]);
  }
}
