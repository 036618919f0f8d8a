package uphill.push;

import java.util.Arrays;

/// Errors sent back to every layer of a network of dense layers.
///
/// ```text
/// Jᵢᵀeᵢ = (xᵢδᵢᵀ, δᵢ) for every layer, and eᵢ itself for a log σ that is a parameter
/// ```
///
/// The gradient of a dense layer is the outer product of its input xᵢ and of the error δᵢ that
/// arrives there, so nothing of size n × |θ| is ever stored.
///
/// Errors are sent back when they are first asked for.
final class DenseBackward implements BackwardPass {

  private final ScoreModel model;
  private final DenseForward forward;
  private final DenseNetwork network;
  private final int rows;
  private final double[][][] error; // of each layer's sums, [rows][out]; below the last on demand
  private final double[][] logStd; // [rows][log σ that are parameters]; or none
  private boolean sentBack;

  /// @param outputs the errors at y, [rows, outputs]
  /// @param logStd those at log σ, [rows, n]; empty where that is no parameter
  DenseBackward(DenseForward forward, double[][] outputs, double[][] logStd) {
    this.model = forward.model();
    this.forward = forward;
    network = forward.network();
    this.logStd = logStd;
    rows = forward.rows();
    error = new double[network.layers().size()][rows][];
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
          network.slope(forward.input(l)[i], below);
          error[l - 1][i] = below;
        }
      }
      sentBack = true;
    }
    return error;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int size() {
    return model.size();
  }

  @Override
  public double[] output(int i) {
    return error[error.length - 1][i];
  }

  @Override
  public double[] logStd(int i) {
    return logStd.length == 0 ? new double[0] : logStd[i];
  }

  @Override
  public void along(int[] samples, double[] d, double[] speed) {
    double[][][] errors = errors();
    LayerRows[] direction = LayerRows.of(network, d);
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

  private double[] ofLogStd(double[] d) {
    int at = Math.max(0, model.logStdAt());
    return Arrays.copyOfRange(d, at, at + model.logStdSize());
  }

  @Override
  public void add(int[] samples, double scale, double[] weight, double[] sum) {
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
    LayerRows[] rowsOf = LayerRows.of(network, new double[model.size()]);
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
    LayerRows.addTo(sum, network, rowsOf);
  }

  /// Σ over layers of (δᵢ∘δ′ᵢ)ᵀ·P·(xᵢ∘xᵢ).
  @Override
  public double[] products(BackwardPass of, double[] p) {
    DenseBackward other = dense(of);
    double[][][] errors = errors();
    double[][][] others = other.errors();
    LayerRows[] rowsOf = LayerRows.of(network, p);
    double[] ofLogStd = ofLogStd(p);
    double[] products = new double[rows];
    for (int i = 0; i < rows; i++) {
      for (int l = 0; l < errors.length; l++) {
        double[] x = forward.input(l)[i];
        double[] weighted = rowsOf[l].bias().clone();
        Vectors.add(Vectors.times(x, x), 0, rowsOf[l].weight(), 0, x.length, weighted);
        products[i] += Vectors.dot(Vectors.times(errors[l][i], others[l][i]), weighted);
      }
      products[i] +=
          ofLogStd.length > 0
              ? Vectors.dot(Vectors.times(logStd[i], other.logStd[i]), ofLogStd)
              : 0;
    }
    return products;
  }

  /// Σ over layers of (δᵢ∘δ′ⱼ)ᵀ·P·(xᵢ∘xⱼ).
  @Override
  public double[] products(int[] mine, BackwardPass of, int[] theirs, double[] p) {
    DenseBackward other = dense(of);
    double[][][] errors = errors();
    double[][][] others = other.errors();
    LayerRows[] rowsOf = LayerRows.of(network, p);
    double[] ofLogStd = ofLogStd(p);
    double[] products = new double[mine.length];
    for (int n = 0; n < products.length; n++) {
      int i = mine[n];
      int j = theirs[n];
      for (int l = 0; l < errors.length; l++) {
        double[] x = Vectors.times(forward.input(l)[i], other.forward.input(l)[j]);
        double[] weighted = rowsOf[l].bias().clone();
        Vectors.add(x, 0, rowsOf[l].weight(), 0, x.length, weighted);
        products[n] += Vectors.dot(Vectors.times(errors[l][i], others[l][j]), weighted);
      }
      products[n] +=
          ofLogStd.length > 0
              ? Vectors.dot(Vectors.times(logStd[i], other.logStd[j]), ofLogStd)
              : 0;
    }
    return products;
  }

  private static DenseBackward dense(BackwardPass other) {
    return switch (other) {
      case DenseBackward dense -> dense;
      case TracedBackward _ -> throw new IllegalArgumentException("errors of another network");
    };
  }

  /// Σ over layers of (δᵢ·δⱼ)(xᵢ·xⱼ + 1), and log σ's part.
  @Override
  public double product(int i, BackwardPass of, int j) {
    DenseBackward other = dense(of);
    double sum = 0;
    double[][][] errors = errors();
    double[][][] others = other.errors();
    for (int l = 0; l < errors.length; l++) {
      double[] x = forward.input(l)[i];
      sum +=
          Vectors.dot(errors[l][i], others[l][j]) * (Vectors.dot(x, other.forward.input(l)[j]) + 1);
    }
    return logStd.length == 0 ? sum : sum + Vectors.dot(logStd[i], other.logStd[j]);
  }

  @Override
  public double[][] gradients(int... samples) {
    double[][] gradients = new double[samples.length][model.size()];
    double[] one = new double[rows];
    Arrays.fill(one, 1);
    for (int n = 0; n < samples.length; n++) {
      add(new int[] {samples[n]}, 1, one, gradients[n]);
    }
    return gradients;
  }
}
