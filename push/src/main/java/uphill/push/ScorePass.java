package uphill.push;

import java.util.List;
import uphill.nn.Activation;
import uphill.push.ScoreModel.Family;
import uphill.push.ScoreModel.Layer;

/// The score gᵢ = ∇log π(aᵢ|sᵢ) of every sample at one θ, kept as its factors: the gradient of a
/// dense layer is the outer product of its input xᵢ and of the error δᵢ that log π sends back to
/// it, so nothing of size n × |θ| is ever stored.
///
/// ```text
/// gᵢ = (xᵢδᵢᵀ, δᵢ) for every layer      output errors: eₐ − π, or (a − μ)/σ²
/// log σ: ((a − μ)/σ)² − 1
/// ```
public final class ScorePass {

  private final ScoreModel model;
  private final double[] theta;
  private final int rows;
  private final double[][] input; // of each layer, [rows, in]
  private final double[][] error; // of each layer's sums, [rows, out]; but the last, when asked for
  private boolean sentBack;
  private final double[] outputs; // [rows, outputs]
  private final double[] logStdError; // [rows, outputs]; empty if categorical
  private final double[] logProb;
  private final double[] head; // log π of every action, or μ: [rows, outputs]

  ScorePass(ScoreModel model, double[] theta, Samples samples) {
    this.model = model;
    this.theta = theta;
    this.rows = samples.rows();
    check(samples);
    List<Layer> layers = model.layers();
    input = new double[layers.size()][];
    error = new double[layers.size()][];
    input[0] = samples.observation();
    double[] sums = {};
    for (int l = 0; l < layers.size(); l++) {
      sums = sums(layers.get(l), input[l]);
      if (l + 1 < layers.size()) {
        activate(sums);
        input[l + 1] = sums;
      }
    }
    outputs = sums;
    logProb = new double[rows];
    head = outputs.clone();
    logStdError = new double[model.family() == Family.GAUSSIAN ? outputs.length : 0];
    error[layers.size() - 1] = outputErrors(samples.action());
  }

  private void check(Samples samples) {
    if (theta.length != model.size()) {
      throw new IllegalArgumentException(
          "the model has %d parameters, got %d".formatted(model.size(), theta.length));
    }
    if (samples.observation().length != rows * model.inputs()
        || samples.action().length != rows * model.actionSize()) {
      throw new IllegalArgumentException(
          "%d samples of %d and %d numbers, got %d and %d"
              .formatted(
                  rows,
                  model.inputs(),
                  model.actionSize(),
                  samples.observation().length,
                  samples.action().length));
    }
  }

  private double[] sums(Layer layer, double[] x) {
    int in = layer.in();
    int out = layer.out();
    double[] y = new double[rows * out];
    for (int i = 0; i < rows; i++) {
      System.arraycopy(theta, layer.biasAt(), y, i * out, out);
      for (int k = 0; k < in; k++) {
        addScaled(out, x[i * in + k], theta, layer.weightAt() + k * out, y, i * out);
      }
    }
    return y;
  }

  /// y += a·x.
  static void addScaled(int n, double a, double[] x, int xAt, double[] y, int yAt) {
    for (int j = 0; j < n; j++) {
      y[yAt + j] += a * x[xAt + j];
    }
  }

  /// x·y, as four sums that do not wait for each other.
  static double dot(int n, double[] x, int xAt, double[] y, int yAt) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int j = 0;
    for (; j + 4 <= n; j += 4) {
      a += x[xAt + j] * y[yAt + j];
      b += x[xAt + j + 1] * y[yAt + j + 1];
      c += x[xAt + j + 2] * y[yAt + j + 2];
      d += x[xAt + j + 3] * y[yAt + j + 3];
    }
    for (; j < n; j++) {
      a += x[xAt + j] * y[yAt + j];
    }
    return (a + b) + (c + d);
  }

  private void activate(double[] y) {
    for (int i = 0; i < y.length; i++) {
      y[i] = model.activation() == Activation.TANH ? StrictMath.tanh(y[i]) : Math.max(y[i], 0);
    }
  }

  /// Fills logProb, and log π of every action; gives ∂log π(a|s)/∂y.
  private double[] outputErrors(double[] action) {
    int n = model.outputs();
    double[] errors = new double[rows * n];
    for (int i = 0; i < rows; i++) {
      if (model.family() == Family.CATEGORICAL) {
        categorical(i, n, action[i], errors);
      } else {
        gaussian(i, n, action, errors);
      }
    }
    return errors;
  }

  private void categorical(int i, int n, double action, double[] errors) {
    int a = (int) action;
    if (a != action || a < 0 || a >= n) {
      throw new IllegalArgumentException(
          "sample %d: there are the actions 0 to %d, got %s".formatted(i, n - 1, action));
    }
    double max = Double.NEGATIVE_INFINITY;
    for (int b = 0; b < n; b++) {
      max = Math.max(max, outputs[i * n + b]);
    }
    double sum = 0;
    for (int b = 0; b < n; b++) {
      sum += StrictMath.exp(outputs[i * n + b] - max);
    }
    double logSum = max + StrictMath.log(sum);
    for (int b = 0; b < n; b++) {
      head[i * n + b] = outputs[i * n + b] - logSum;
      errors[i * n + b] = (a == b ? 1 : 0) - StrictMath.exp(head[i * n + b]);
    }
    logProb[i] = head[i * n + a];
  }

  private void gaussian(int i, int n, double[] action, double[] errors) {
    for (int j = 0; j < n; j++) {
      double logStd = theta[model.logStdAt() + j];
      double std = StrictMath.exp(logStd);
      double z = (action[i * n + j] - outputs[i * n + j]) / std;
      logProb[i] += -0.5 * z * z - logStd - 0.5 * StrictMath.log(2 * Math.PI);
      errors[i * n + j] = z / std;
      logStdError[i * n + j] = z * z - 1;
    }
  }

  /// The errors of all layers.
  private double[][] errors() {
    if (!sentBack) {
      sendBack(error);
      sentBack = true;
    }
    return error;
  }

  /// Fills the errors of all layers but the last, given those of the last.
  private void sendBack(double[][] errors) {
    List<Layer> layers = model.layers();
    for (int l = layers.size() - 1; l > 0; l--) {
      Layer layer = layers.get(l);
      int in = layer.in();
      int out = layer.out();
      errors[l - 1] = new double[rows * in];
      for (int i = 0; i < rows; i++) {
        for (int k = 0; k < in; k++) {
          double h = input[l][i * in + k];
          double slope = model.activation() == Activation.TANH ? 1 - h * h : (h > 0 ? 1 : 0);
          errors[l - 1][i * in + k] =
              slope == 0
                  ? 0
                  : slope * dot(out, errors[l], i * out, theta, layer.weightAt() + k * out);
        }
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
    return logProb[i];
  }

  /// log π of every action, or μ. Shape: [rows, outputs].
  public double[] head() {
    return head;
  }

  /// KL(π_θ(·|sᵢ) ‖ π_θ′(·|sᵢ)), exactly.
  ///
  /// ```text
  /// categorical   Σ_a π·(log π − log π′)
  /// gaussian      Σⱼ log σ′ − log σ + (σ² + (μ − μ′)²)/(2σ′²) − ½
  /// ```
  ///
  /// @param after the same samples at θ′
  public double kl(int i, ScorePass after) {
    int n = model.outputs();
    double sum = 0;
    for (int j = 0; j < n; j++) {
      double now = head[i * n + j];
      double then = after.head[i * n + j];
      if (model.family() == Family.CATEGORICAL) {
        sum += StrictMath.exp(now) * (now - then);
      } else {
        double logRatio = after.theta[model.logStdAt() + j] - theta[model.logStdAt() + j];
        double std = StrictMath.exp(after.theta[model.logStdAt() + j]);
        double shift = (now - then) / std;
        sum += logRatio + 0.5 * (StrictMath.exp(-2 * logRatio) + shift * shift - 1);
      }
    }
    return sum;
  }

  /// gᵢ·d: how fast log π(aᵢ|sᵢ) changes when θ moves along d.
  public double along(int i, double[] d) {
    double sum = 0;
    double[][] error = errors();
    for (int l = 0; l < error.length; l++) {
      Layer layer = model.layers().get(l);
      int in = layer.in();
      int out = layer.out();
      double[] moved = new double[out];
      System.arraycopy(d, layer.biasAt(), moved, 0, out);
      for (int k = 0; k < in; k++) {
        addScaled(out, input[l][i * in + k], d, layer.weightAt() + k * out, moved, 0);
      }
      sum += dot(out, moved, 0, error[l], i * out);
    }
    if (logStdError.length > 0) {
      int n = model.outputs();
      sum += dot(n, logStdError, i * n, d, model.logStdAt());
    }
    return sum;
  }

  /// Adds w·gᵢ to a vector laid out as θ.
  public void add(int i, double w, double[] sum) {
    double[][] error = errors();
    for (int l = 0; l < error.length; l++) {
      addOuter(i, w, l, error[l], sum);
    }
    if (logStdError.length > 0) {
      int n = model.outputs();
      addScaled(n, w, logStdError, i * n, sum, model.logStdAt());
    }
  }

  private void addOuter(int i, double w, int l, double[] errors, double[] sum) {
    Layer layer = model.layers().get(l);
    int in = layer.in();
    int out = layer.out();
    for (int k = 0; k < in; k++) {
      addScaled(out, w * input[l][i * in + k], errors, i * out, sum, layer.weightAt() + k * out);
    }
    addScaled(out, w, errors, i * out, sum, layer.biasAt());
  }

  /// gᵢᵀ·P·gᵢ for a diagonal P: Σ over layers of (δᵢ∘δᵢ)ᵀ·P·(xᵢ∘xᵢ).
  public double squared(int i, double[] p) {
    double sum = 0;
    double[][] error = errors();
    for (int l = 0; l < error.length; l++) {
      Layer layer = model.layers().get(l);
      int in = layer.in();
      int out = layer.out();
      double[] weighted = new double[out];
      System.arraycopy(p, layer.biasAt(), weighted, 0, out);
      for (int k = 0; k < in; k++) {
        double x = input[l][i * in + k];
        addScaled(out, x * x, p, layer.weightAt() + k * out, weighted, 0);
      }
      for (int j = 0; j < out; j++) {
        double delta = error[l][i * out + j];
        sum += delta * delta * weighted[j];
      }
    }
    int n = logStdError.length / Math.max(1, rows);
    for (int j = 0; j < n; j++) {
      double delta = logStdError[i * n + j];
      sum += delta * delta * p[model.logStdAt() + j];
    }
    return sum;
  }

  /// K(i, j) = ⟨gᵢ, gⱼ⟩ = Σ over layers of (δᵢ·δⱼ)(xᵢ·xⱼ + 1), and log σ's part.
  public double kernel(int i, int j) {
    double sum = 0;
    double[][] error = errors();
    for (int l = 0; l < error.length; l++) {
      int in = model.layers().get(l).in();
      int out = model.layers().get(l).out();
      sum +=
          dot(out, error[l], i * out, error[l], j * out)
              * (dot(in, input[l], i * in, input[l], j * in) + 1);
    }
    int n = logStdError.length / Math.max(1, rows);
    return sum + dot(n, logStdError, i * n, logStdError, j * n);
  }

  /// Row i of the kernel: K(i, j) for every j.
  public double[] kernelRow(int i) {
    double[] row = new double[rows];
    for (int j = 0; j < rows; j++) {
      row[j] = kernel(i, j);
    }
    return row;
  }

  /// ∇ of the mean entropy of π(·|s) over the samples' states.
  ///
  /// ```text
  /// categorical   ∂H/∂y_b = −π_b·(log π_b + H)      gaussian   ∂H/∂log σ = 1
  /// ```
  public double[] entropyGradient() {
    double[] gradient = new double[model.size()];
    int n = model.outputs();
    if (model.family() == Family.GAUSSIAN) {
      for (int j = 0; j < n; j++) {
        gradient[model.logStdAt() + j] = 1;
      }
      return gradient;
    }
    double[][] errors = new double[error.length][];
    double[] last = new double[rows * n];
    for (int i = 0; i < rows; i++) {
      double entropy = 0;
      for (int b = 0; b < n; b++) {
        entropy -= StrictMath.exp(head[i * n + b]) * head[i * n + b];
      }
      for (int b = 0; b < n; b++) {
        last[i * n + b] = -StrictMath.exp(head[i * n + b]) * (head[i * n + b] + entropy);
      }
    }
    errors[error.length - 1] = last;
    sendBack(errors);
    for (int i = 0; i < rows; i++) {
      for (int l = 0; l < errors.length; l++) {
        addOuter(i, 1.0 / rows, l, errors[l], gradient);
      }
    }
    return gradient;
  }
}
