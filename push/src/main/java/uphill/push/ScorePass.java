package uphill.push;

import java.util.Arrays;
import java.util.Locale;
import uphill.nn.Activation;
import uphill.push.ScoreModel.Family;

/// The score gᵢ = ∇log π(aᵢ|sᵢ) of every sample at one θ, kept as its factors: the gradient of a
/// dense layer is the outer product of its input xᵢ and of the error δᵢ that log π sends back to
/// it, so nothing of size n × |θ| is ever stored.
///
/// ```text
/// gᵢ = (xᵢδᵢᵀ, δᵢ) for every layer      output errors: eₐ − π, or (a − μ)/σ²
/// log σ: ((a − μ)/σ)² − 1
/// ```
///
/// One thread at a time: errors are sent back when they are first asked for.
public final class ScorePass {

  private final ScoreModel model;
  private final double[] theta;
  private final int rows;
  private final LayerRows[] layers;
  private final double[][][] input; // of each layer, [rows][in]
  private final double[][][] error; // of each layer's sums, [rows][out]; below the last on demand
  private final double[][] logStdError; // [rows][outputs]; none if categorical
  private final ScoreHead head;
  private boolean sentBack;

  ScorePass(ScoreModel model, double[] theta, Samples samples) {
    this.model = model;
    this.theta = theta;
    this.rows = samples.rows();
    check(samples);
    layers = LayerRows.of(model, theta);
    input = new double[layers.length][rows][];
    error = new double[layers.length][rows][];
    head = new ScoreHead(model, theta, rows);
    logStdError = head.logStdError();
    int inputs = model.inputs();
    for (int i = 0; i < rows; i++) {
      double[] x = Arrays.copyOfRange(samples.observation(), i * inputs, (i + 1) * inputs);
      for (int l = 0; l < layers.length; l++) {
        input[l][i] = x;
        x = layers[l].bias().clone();
        Vectors.add(input[l][i], 0, layers[l].weight(), 0, layers[l].weight().length, x);
        if (l + 1 < layers.length) {
          activate(x);
        }
      }
      error[layers.length - 1][i] = head.look(i, x, samples.action());
    }
  }

  private void check(Samples samples) {
    if (theta.length != model.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "the model has %d parameters, got %d", model.size(), theta.length));
    }
    if (samples.observation().length != rows * model.inputs()
        || samples.action().length != rows * model.actionSize()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d samples of %d and %d numbers, got %d and %d",
              rows,
              model.inputs(),
              model.actionSize(),
              samples.observation().length,
              samples.action().length));
    }
  }

  private void activate(double[] y) {
    for (int i = 0; i < y.length; i++) {
      y[i] = model.activation() == Activation.TANH ? StrictMath.tanh(y[i]) : Math.max(y[i], 0);
    }
  }

  /// The errors of all layers.
  private double[][][] errors() {
    if (!sentBack) {
      sendBack(error);
      sentBack = true;
    }
    return error;
  }

  /// Fills the errors of all layers but the last, given those of the last.
  private void sendBack(double[][][] errors) {
    for (int l = layers.length - 1; l > 0; l--) {
      double[][] columns = layers[l].columns();
      for (int i = 0; i < rows; i++) {
        double[] below = new double[layers[l].weight().length];
        Vectors.add(errors[l][i], 0, columns, 0, columns.length, below);
        double[] h = input[l][i];
        for (int k = 0; k < below.length; k++) {
          below[k] *= model.activation() == Activation.TANH ? 1 - h[k] * h[k] : (h[k] > 0 ? 1 : 0);
        }
        errors[l - 1][i] = below;
      }
    }
  }

  /// n.
  public int rows() {
    return rows;
  }

  /// Elements of θ.
  int size() {
    return model.size();
  }

  /// log π(aᵢ|sᵢ).
  public double logProb(int i) {
    return head.logProb(i);
  }

  /// log π of every action, or μ. Shape: [rows, outputs].
  public double[] head() {
    return head.all();
  }

  /// KL(π_θ(·|sᵢ) ‖ π_θ′(·|sᵢ)), exactly: see [ScoreHead].
  ///
  /// @param after the same samples at θ′
  public double kl(int i, ScorePass after) {
    return head.kl(i, after.head);
  }

  /// gᵢ·d of every sample: how fast log π(aᵢ|sᵢ) changes when θ moves along d.
  public double[] along(double[] d) {
    double[] speed = new double[rows];
    along(all(), d, speed);
    return speed;
  }

  /// gᵢ·d of these samples, into their places.
  void along(int[] samples, double[] d, double[] speed) {
    double[][][] error = errors();
    LayerRows[] direction = LayerRows.of(model, d);
    double[] logStd = ofLogStd(d);
    for (int i : samples) {
      double sum = 0;
      for (int l = 0; l < layers.length; l++) {
        double[] moved = direction[l].bias().clone();
        Vectors.add(input[l][i], 0, direction[l].weight(), 0, input[l][i].length, moved);
        sum += Vectors.dot(moved, error[l][i]);
      }
      speed[i] = sum + (logStd.length > 0 ? Vectors.dot(logStd, logStdError[i]) : 0);
    }
  }

  private int[] all() {
    int[] all = new int[rows];
    Arrays.setAll(all, i -> i);
    return all;
  }

  private double[] ofLogStd(double[] d) {
    int at = model.logStdAt();
    return at < 0 ? new double[0] : Arrays.copyOfRange(d, at, at + model.outputs());
  }

  /// Adds Σ scale·wᵢ·gᵢ over all samples to a vector laid out as θ.
  public void add(double scale, double[] weight, double[] sum) {
    add(all(), scale, weight, sum);
  }

  /// Adds Σ scale·wᵢ·gᵢ over these samples.
  void add(int[] samples, double scale, double[] weight, double[] sum) {
    addOuter(samples, scale, weight, errors(), sum);
    for (int i : samples) {
      for (int j = 0; j < model.outputs() && logStdError.length > 0; j++) {
        sum[model.logStdAt() + j] += scale * weight[i] * logStdError[i][j];
      }
    }
  }

  /// Adds Σ scale·wᵢ·(xᵢδᵢᵀ, δᵢ), four samples at a time.
  private void addOuter(
      int[] samples, double scale, double[] weight, double[][][] error, double[] sum) {
    LayerRows[] rowsOf = LayerRows.of(model, new double[model.size()]);
    double[] w = new double[samples.length];
    Arrays.setAll(w, n -> scale * weight[samples[n]]);
    double[] a = new double[samples.length];
    double[][] errors = new double[samples.length][];
    for (int l = 0; l < layers.length; l++) {
      for (int n = 0; n < samples.length; n++) {
        errors[n] = error[l][samples[n]];
      }
      for (int k = 0; k < rowsOf[l].weight().length; k++) {
        for (int n = 0; n < samples.length; n++) {
          a[n] = w[n] * input[l][samples[n]][k];
        }
        Vectors.add(a, 0, errors, 0, samples.length, rowsOf[l].weight()[k]);
      }
      Vectors.add(w, 0, errors, 0, samples.length, rowsOf[l].bias());
    }
    LayerRows.addTo(sum, model, rowsOf);
  }

  /// gᵢᵀ·P·gᵢ of every sample for a diagonal P: Σ over layers of (δᵢ∘δᵢ)ᵀ·P·(xᵢ∘xᵢ).
  public double[] squared(double[] p) {
    double[][][] error = errors();
    LayerRows[] of = LayerRows.of(model, p);
    double[] logStd = ofLogStd(p);
    double[] squared = new double[rows];
    for (int i = 0; i < rows; i++) {
      for (int l = 0; l < layers.length; l++) {
        double[] x = squares(input[l][i]);
        double[] weighted = of[l].bias().clone();
        Vectors.add(x, 0, of[l].weight(), 0, x.length, weighted);
        squared[i] += Vectors.dot(squares(error[l][i]), weighted);
      }
      squared[i] += logStd.length > 0 ? Vectors.dot(squares(logStdError[i]), logStd) : 0;
    }
    return squared;
  }

  private static double[] squares(double[] x) {
    double[] squares = new double[x.length];
    for (int j = 0; j < x.length; j++) {
      squares[j] = x[j] * x[j];
    }
    return squares;
  }

  /// K(i, j) = ⟨gᵢ, gⱼ⟩ = Σ over layers of (δᵢ·δⱼ)(xᵢ·xⱼ + 1), and log σ's part.
  public double kernel(int i, int j) {
    double sum = 0;
    double[][][] error = errors();
    for (int l = 0; l < error.length; l++) {
      sum += Vectors.dot(error[l][i], error[l][j]) * (Vectors.dot(input[l][i], input[l][j]) + 1);
    }
    return logStdError.length == 0 ? sum : sum + Vectors.dot(logStdError[i], logStdError[j]);
  }

  /// Row i of the kernel: K(i, j) for every j.
  public double[] kernelRow(int i) {
    double[] row = new double[rows];
    for (int j = 0; j < rows; j++) {
      row[j] = kernel(i, j);
    }
    return row;
  }

  /// ∇ of the mean entropy of π(·|s) over the samples' states; ∂H/∂log σ = 1.
  public double[] entropyGradient() {
    double[] gradient = new double[model.size()];
    int n = model.outputs();
    if (model.family() == Family.GAUSSIAN) {
      Arrays.fill(gradient, model.logStdAt(), model.logStdAt() + n, 1);
      return gradient;
    }
    double[][][] errors = new double[layers.length][rows][];
    for (int i = 0; i < rows; i++) {
      errors[layers.length - 1][i] = head.entropyError(i);
    }
    sendBack(errors);
    double[] one = new double[rows];
    Arrays.fill(one, 1);
    addOuter(all(), 1.0 / rows, one, errors, gradient);
    return gradient;
  }
}
