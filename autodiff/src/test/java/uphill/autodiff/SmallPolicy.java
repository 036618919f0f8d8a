package uphill.autodiff;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import uphill.kernel.Kernels;
import uphill.kernel.Kernels.Activation;
import uphill.kernel.Workers;

/// A small policy and the terms of its losses on seeded data: as tensors, and once more as plain
/// loops in double precision that share nothing with them, for one row at a time.
///
/// ```text
/// policy    −mean log π·Ψ
/// entropy   −c_h·mean H
/// clip      −mean min(ρ·Ψ, clamp(ρ, 0.8, 1.2)·Ψ)      ρ = π/π_old
/// ```
final class SmallPolicy {

  static final int INPUTS = 4;
  static final int OUTPUTS = 3;
  static final double ENTROPY_WEIGHT = 0.01;
  static final float LOW = 0.8f;
  static final float HIGH = 1.2f;

  private static final double STEP = 4e-4;
  private static final double HALF_LOG_2_PI = (float) (0.5 * Math.log(2 * Math.PI));
  private static final double HALF_LOG_2_PI_E = (float) (0.5 * Math.log(2 * Math.PI) + 0.5);

  /// @param gaussian means, and log σ as a parameter; otherwise logits
  /// @param hidden units of each hidden layer
  /// @param oneHot whether observations are states of a table
  record Shape(boolean gaussian, boolean oneHot, int... hidden) {

    @Override
    public String toString() {
      return (gaussian ? "Gaussian" : "categorical")
          + (oneHot ? ", one-hot" : "")
          + ", hidden "
          + Arrays.toString(hidden);
    }
  }

  final Shape shape;
  final int rows;
  final Parameters learnt = new Parameters();
  final SequencedMap<String, Tensor> heads = new LinkedHashMap<>();
  final SequencedMap<String, Scalar> terms = new LinkedHashMap<>();
  final Tensor ratio;
  final SequencedMap<String, float[]> columns = new LinkedHashMap<>();

  SmallPolicy(Shape shape, int rows) {
    this.shape = shape;
    this.rows = rows;
    Tensor output = Tensor.input("observation", INPUTS);
    for (int l = 0; l <= shape.hidden().length; l++) {
      boolean last = l == shape.hidden().length;
      int units = last ? OUTPUTS : shape.hidden()[l];
      Parameter weight = learnt.add(l + ".weight", output.columns(), units);
      Parameter bias = learnt.add(l + ".bias", 1, units);
      output = output.affine(weight, bias, last ? Activation.IDENTITY : Activation.TANH);
    }
    Tensor logProb;
    Tensor entropy;
    if (shape.gaussian()) {
      Tensor action = Tensor.input("action", OUTPUTS);
      Tensor logStd = Tensor.repeat(learnt.add("logStd", 1, OUTPUTS));
      Tensor z = action.sub(output).mul(logStd.neg().exp());
      logProb = z.square().mul(-0.5).sub(logStd).add(-HALF_LOG_2_PI).sumColumns();
      entropy = logStd.add(HALF_LOG_2_PI_E).sumColumns();
      heads.put("mean", output);
      heads.put("logStd", logStd);
    } else {
      Tensor logProbs = output.logSoftmax();
      logProb = logProbs.pick(Tensor.input("action", 1));
      entropy = logProbs.exp().mul(logProbs).sumColumns().neg();
      heads.put("logits", output);
    }
    Tensor weight = Tensor.input("weight", 1);
    ratio = logProb.sub(Tensor.input("oldLogProb", 1)).exp();
    terms.put("policy", logProb.mul(weight).mean().neg());
    terms.put("entropy", entropy.mean().mul(-ENTROPY_WEIGHT));
    terms.put("clip", ratio.mul(weight).min(ratio.clamp(LOW, HIGH).mul(weight)).mean().neg());
    learnt.assign(Data.uniform(learnt.size(), -0.7, 0.7, 1));
    fill();
  }

  private void fill() {
    float[] observation = Data.uniform(rows * INPUTS, -1, 1, 2);
    if (shape.oneHot()) {
      float[] state = Data.integers(rows, INPUTS, 3);
      for (int i = 0; i < observation.length; i++) {
        observation[i] = i % INPUTS == (int) state[i / INPUTS] ? 1 : 0;
      }
    }
    columns.put("observation", observation);
    columns.put(
        "action",
        shape.gaussian()
            ? Data.uniform(rows * OUTPUTS, -2, 2, 4)
            : Data.integers(rows, OUTPUTS, 4));
    columns.put("weight", Data.uniform(rows, -1, 1, 5));
    // A third of the ratios is 1, a third anything, and a third as near as can be to a bound.
    float[] old = new float[rows];
    float[] any = Data.uniform(rows, 0.5, 1.5, 6);
    for (int i = 0; i < rows; i++) {
      double bound = i % 2 == 0 ? LOW : HIGH;
      double wanted = i % 3 == 0 ? 1 : i % 3 == 1 ? any[i] : bound;
      old[i] = (float) (logProb(i, heads(theta(), i)) - Math.log(wanted));
    }
    columns.put("oldLogProb", old);
  }

  Onlooker onlooker() {
    var onlooker = new Onlooker(terms, heads, learnt, Kernels.best()).at(learnt.values());
    columns.forEach(onlooker::feed);
    return onlooker;
  }

  /// The same loss as training has it.
  Program program() {
    Scalar loss = terms.values().stream().reduce(Scalar::add).orElseThrow();
    Program program =
        Program.with(Kernels.best()).loss(loss, learnt).output("ratio", ratio).build();
    columns.forEach(program::feed);
    return program;
  }

  double[] theta() {
    return doubles(learnt.values());
  }

  /// Logits, or means and then log σ.
  double[] heads(double[] theta, int row) {
    double[] h = new double[INPUTS];
    for (int k = 0; k < INPUTS; k++) {
      h[k] = column("observation")[row * INPUTS + k];
    }
    int at = 0;
    for (int l = 0; l <= shape.hidden().length; l++) {
      int units = l < shape.hidden().length ? shape.hidden()[l] : OUTPUTS;
      double[] y = new double[units];
      for (int j = 0; j < units; j++) {
        y[j] = theta[at + h.length * units + j];
        for (int k = 0; k < h.length; k++) {
          y[j] += h[k] * theta[at + k * units + j];
        }
        y[j] = l < shape.hidden().length ? Math.tanh(y[j]) : y[j];
      }
      at += (h.length + 1) * units;
      h = y;
    }
    double[] all = Arrays.copyOf(h, theta.length - at + OUTPUTS);
    System.arraycopy(theta, at, all, OUTPUTS, theta.length - at);
    return all;
  }

  double[] probs(double[] logits) {
    double sum = Arrays.stream(logits).map(Math::exp).sum();
    return Arrays.stream(logits).map(z -> Math.exp(z) / sum).toArray();
  }

  float[] column(String input) {
    return Names.known("column", input, columns);
  }

  int action(int row) {
    return (int) column("action")[row];
  }

  double logProb(int row, double[] h) {
    if (!shape.gaussian()) {
      return Math.log(probs(h)[action(row)]);
    }
    double sum = 0;
    for (int j = 0; j < OUTPUTS; j++) {
      double z = (column("action")[row * OUTPUTS + j] - h[j]) / Math.exp(h[OUTPUTS + j]);
      sum += -z * z / 2 - h[OUTPUTS + j] - HALF_LOG_2_PI;
    }
    return sum;
  }

  double entropy(double[] h) {
    if (!shape.gaussian()) {
      return -Arrays.stream(probs(h)).map(p -> p * Math.log(p)).sum();
    }
    return h[OUTPUTS] + h[OUTPUTS + 1] + h[OUTPUTS + 2] + OUTPUTS * HALF_LOG_2_PI_E;
  }

  double ratio(int row, double[] h) {
    return Math.exp(logProb(row, h) - column("oldLogProb")[row]);
  }

  /// Whether the gradient of the clipped surrogate flows, where the ratio is this.
  boolean flows(float ratio, int row) {
    float weight = column("weight")[row];
    return ratio * weight <= Math.clamp(ratio, LOW, HIGH) * weight;
  }

  boolean flows(double ratio, int row) {
    double weight = column("weight")[row];
    return ratio * weight <= Math.clamp(ratio, LOW, HIGH) * weight;
  }

  /// What a row adds to a term, times the number of rows.
  ///
  /// @param ratios those that decide between the branches
  double share(String term, int row, double[] h, float[] ratios) {
    double weight = column("weight")[row];
    return switch (term) {
      case "policy" -> -weight * logProb(row, h);
      case "entropy" -> -ENTROPY_WEIGHT * entropy(h);
      default -> {
        float bound = ratios[row] > 1 ? HIGH : LOW;
        yield -weight * (flows(ratios[row], row) ? ratio(row, h) : bound);
      }
    };
  }

  /// The ratios that training computed.
  float[] ratios() {
    float[] ratios = new float[rows];
    program().into("ratio", ratios).evaluate(rows, Workers.one());
    return ratios;
  }

  /// df/dx, by central differences of fourth order: to some twelve digits.
  static double slope(double[] x, int k, ToDoubleFunction<double[]> f) {
    double[] moved = x.clone();
    double sum = 0;
    for (int step : new int[] {-2, -1, 1, 2}) {
      moved[k] = x[k] + step * STEP;
      sum += (Math.abs(step) == 1 ? 8 : -1) * Integer.signum(step) * f.applyAsDouble(moved);
    }
    return sum / (12 * STEP);
  }

  static double[] doubles(float[] x) {
    double[] y = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i];
    }
    return y;
  }
}
