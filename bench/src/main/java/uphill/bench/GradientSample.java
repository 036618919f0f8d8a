package uphill.bench;

import uphill.lab.evaluation.Statistics;

/// N estimates g(τᵢ) of one gradient, each from a trajectory of its own, and how they scatter.
///
/// ```text
/// ḡ = Σᵢ gᵢ / N           Σ = Σᵢ (gᵢ − ḡ)(gᵢ − ḡ)ᵀ / (N − 1)           tr Σ = Σⱼ Var gⱼ
/// ```
///
/// Computed in double precision.
final class GradientSample {

  private final float[][] gradients;
  private final double[] mean;

  /// A sample of at least two estimates. Shape [N, |θ|].
  GradientSample(float[][] gradients) {
    if (gradients.length < 2) {
      throw new IllegalArgumentException("a variance needs two gradients");
    }
    this.gradients = gradients;
    mean = new double[gradients[0].length];
    for (float[] gradient : gradients) {
      for (int j = 0; j < mean.length; j++) {
        mean[j] += gradient[j];
      }
    }
    for (int j = 0; j < mean.length; j++) {
      mean[j] /= gradients.length;
    }
  }

  /// The sample of gᵢ − hᵢ, of the same trajectories.
  GradientSample minus(GradientSample other) {
    float[][] differences = new float[gradients.length][mean.length];
    for (int i = 0; i < differences.length; i++) {
      for (int j = 0; j < mean.length; j++) {
        differences[i][j] = gradients[i][j] - other.gradients[i][j];
      }
    }
    return new GradientSample(differences);
  }

  /// ‖gᵢ − ḡ‖²·N/(N − 1) for each i, whose mean is tr Σ.
  double[] deviations() {
    double[] deviations = new double[gradients.length];
    for (int i = 0; i < deviations.length; i++) {
      double sum = 0;
      for (int j = 0; j < mean.length; j++) {
        double d = gradients[i][j] - mean[j];
        sum += d * d;
      }
      deviations[i] = sum * gradients.length / (gradients.length - 1);
    }
    return deviations;
  }

  /// tr Σ.
  double trace() {
    return Statistics.mean(deviations());
  }

  /// ‖ḡ‖² − tr Σ / N: of ‖E g‖² an estimate without bias, which noise may make negative.
  double signal() {
    return dot(mean, mean) - trace() / gradients.length;
  }

  /// ‖ḡ‖.
  double meanNorm() {
    return Math.sqrt(dot(mean, mean));
  }

  /// The cosine of the angle between two means.
  double cosine(GradientSample other) {
    return dot(mean, other.mean) / (meanNorm() * other.meanNorm());
  }

  /// How unlikely these estimates are if E g = 0, in standard deviations of a normal variable.
  ///
  /// N·‖ḡ‖² is then Σⱼ λⱼ·χ²₁ with the eigenvalues λ of Σ, about a multiple of χ²_ν (Satterthwaite
  /// 1946), whose cube root is about normal (Wilson and Hilferty 1931):
  ///
  /// ```text
  /// x = N·‖ḡ‖² / tr Σ       ν = (tr Σ)² / tr Σ²       z = (∛x − 1 + 2/9ν) / √(2/9ν)
  /// ```
  double meanIsNotZero() {
    double trace = trace();
    double square = squaredTrace();
    if (trace == 0) {
      return meanNorm() == 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    double x = gradients.length * dot(mean, mean) / trace;
    double spread = 2 * square / (9 * trace * trace);
    return (StrictMath.cbrt(x) - 1 + spread) / Math.sqrt(spread);
  }

  /// tr Σ².
  private double squaredTrace() {
    int size = mean.length;
    double[] covariance = new double[size * size];
    double[] d = new double[size];
    for (float[] gradient : gradients) {
      for (int j = 0; j < size; j++) {
        d[j] = gradient[j] - mean[j];
      }
      for (int j = 0; j < size; j++) {
        double dj = d[j];
        for (int k = 0; k < size; k++) {
          covariance[j * size + k] += dj * d[k];
        }
      }
    }
    double n = gradients.length - 1;
    return dot(covariance, covariance) / (n * n);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }
}
