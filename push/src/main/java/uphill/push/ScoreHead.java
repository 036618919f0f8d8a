package uphill.push;

import java.util.Arrays;
import java.util.Locale;
import uphill.push.ScoreModel.Family;

/// The distributions on top of a network's outputs y: log π of the actions taken, and what it sends
/// back.
///
/// ```text
/// categorical   log π(a|s) = yₐ − log Σ_b e^(y_b)                  ∂/∂y = eₐ − π
/// gaussian      log π(a|s) = Σⱼ −½zⱼ² − log σⱼ − ½log 2π            ∂/∂y = z/σ      ∂/∂log σ = z² − 1
///               z = (a − y)/σ
/// ```
final class ScoreHead {

  private final ScoreModel model;
  private final double[] theta;
  private final double[] logProb;
  private final double[] all; // log π of every action, or μ: [rows, outputs]
  private final double[][] logStdError;

  ScoreHead(ScoreModel model, double[] theta, int rows) {
    this.model = model;
    this.theta = theta;
    logProb = new double[rows];
    all = new double[rows * model.outputs()];
    logStdError = new double[model.family() == Family.GAUSSIAN ? rows : 0][model.outputs()];
  }

  /// Takes the outputs for a sample; gives ∂log π(a|s)/∂y.
  double[] look(int i, double[] y, double[] action) {
    return model.family() == Family.CATEGORICAL
        ? categorical(i, y, action[i])
        : gaussian(i, y, action);
  }

  private double[] categorical(int i, double[] y, double action) {
    int n = y.length;
    int a = (int) action;
    if (a != action || a < 0 || a >= n) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "sample %d: there are the actions 0 to %d, got %s", i, n - 1, action));
    }
    double max = Double.NEGATIVE_INFINITY;
    for (double logit : y) {
      max = Math.max(max, logit);
    }
    double sum = 0;
    for (double logit : y) {
      sum += StrictMath.exp(logit - max);
    }
    double logSum = max + StrictMath.log(sum);
    double[] errors = new double[n];
    for (int b = 0; b < n; b++) {
      all[i * n + b] = y[b] - logSum;
      errors[b] = (a == b ? 1 : 0) - StrictMath.exp(all[i * n + b]);
    }
    logProb[i] = all[i * n + a];
    return errors;
  }

  private double[] gaussian(int i, double[] y, double[] action) {
    int n = y.length;
    double[] errors = new double[n];
    for (int j = 0; j < n; j++) {
      double logStd = theta[model.logStdAt() + j];
      double std = StrictMath.exp(logStd);
      double z = (action[i * n + j] - y[j]) / std;
      logProb[i] += -0.5 * z * z - logStd - 0.5 * StrictMath.log(2 * Math.PI);
      all[i * n + j] = y[j];
      errors[j] = z / std;
      logStdError[i][j] = z * z - 1;
    }
    return errors;
  }

  /// Errors of a sample at y, given those of all samples at the heads: log softmax y, whose errors
  /// δ are δ − π·Σδ at y, or y itself.
  ///
  /// @param heads [rows, outputs]
  double[] atOutputs(int i, double[] heads) {
    int n = model.outputs();
    double[] errors = Arrays.copyOfRange(heads, i * n, (i + 1) * n);
    if (model.family() == Family.CATEGORICAL) {
      double total = 0;
      for (double error : errors) {
        total += error;
      }
      for (int b = 0; b < n; b++) {
        errors[b] -= StrictMath.exp(all[i * n + b]) * total;
      }
    }
    return errors;
  }

  /// H[π(·|sᵢ)]: −Σ π·log π, or Σⱼ log σⱼ + ½·log 2πe.
  double entropy(int i) {
    int n = model.outputs();
    double entropy = 0;
    for (int b = 0; b < n; b++) {
      entropy +=
          model.family() == Family.CATEGORICAL
              ? -StrictMath.exp(all[i * n + b]) * all[i * n + b]
              : theta[model.logStdAt() + b] + 0.5 * (1 + StrictMath.log(2 * Math.PI));
    }
    return entropy;
  }

  /// ∂H/∂y of a categorical's entropy: −π_b·(log π_b + H).
  double[] entropyError(int i) {
    int n = model.outputs();
    double entropy = entropy(i);
    double[] errors = new double[n];
    for (int b = 0; b < n; b++) {
      errors[b] = -StrictMath.exp(all[i * n + b]) * (all[i * n + b] + entropy);
    }
    return errors;
  }

  /// KL(π_θ(·|sᵢ) ‖ π_θ′(·|sᵢ)).
  ///
  /// ```text
  /// categorical   Σ_a π·(log π − log π′)
  /// gaussian      Σⱼ log σ′ − log σ + (σ² + (μ − μ′)²)/(2σ′²) − ½
  /// ```
  double kl(int i, ScoreHead after) {
    int n = model.outputs();
    double sum = 0;
    for (int j = 0; j < n; j++) {
      double now = all[i * n + j];
      double then = after.all[i * n + j];
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

  double logProb(int i) {
    return logProb[i];
  }

  /// log π of every action, or μ. Shape: [rows, outputs].
  double[] all() {
    return all;
  }

  /// ∂log π/∂log σ, a row for each sample; empty where there is none.
  double[][] logStdError() {
    return logStdError;
  }
}
