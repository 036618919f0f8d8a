package uphill.push;

import java.util.Arrays;

/// Errors at a network's outputs y, and at log σ where that is a parameter, a row for each sample,
/// sent back to θ: Jᵢᵀeᵢ. With ∂log π/∂y for eᵢ it is the score.
///
/// One thread at a time. Several of them that are asked of each other are of one model at one θ.
sealed interface BackwardPass permits DenseBackward, TracedBackward {

  /// n.
  int rows();

  /// Elements of θ.
  int size();

  /// The error at y of a sample.
  double[] output(int i);

  /// The error at log σ of a sample; empty where that is no parameter.
  double[] logStd(int i);

  /// (Jᵢᵀeᵢ)·d of these samples, into their places.
  void along(int[] samples, double[] d, double[] speed);

  /// Adds Σ scale·wᵢ·Jᵢᵀeᵢ over these samples to a vector laid out as θ.
  void add(int[] samples, double scale, double[] weight, double[] sum);

  /// (Jᵢᵀeᵢ)ᵀ·P·(Jᵢᵀe′ᵢ) of every sample for a diagonal P and other errors of the same samples.
  double[] products(BackwardPass other, double[] p);

  /// (Jᵢᵀeᵢ)ᵀ·P·(Jⱼᵀe′ⱼ) of pairs of a sample i of these and a sample j of others.
  double[] products(int[] mine, BackwardPass other, int[] theirs, double[] p);

  /// ⟨Jᵢᵀeᵢ, Jⱼᵀe′ⱼ⟩ with others.
  double product(int i, BackwardPass other, int j);

  /// Jᵢᵀeᵢ of these samples, in full.
  double[][] gradients(int... samples);

  /// ⟨Jᵢᵀeᵢ, Jⱼᵀeⱼ⟩.
  default double product(int i, int j) {
    return product(i, this, j);
  }

  /// ⟨eᵢ, e′ᵢ⟩ of a sample, with other errors of the same samples.
  default double atHeads(BackwardPass other, int i) {
    return Vectors.dot(output(i), other.output(i)) + Vectors.dot(logStd(i), other.logStd(i));
  }

  /// (Jᵢᵀeᵢ)·d of every sample.
  default double[] along(double[] d) {
    double[] speed = new double[rows()];
    along(all(), d, speed);
    return speed;
  }

  /// Adds Σ Jᵢᵀeᵢ over all samples.
  default void add(double[] sum) {
    add(all(), sum);
  }

  /// Adds Σ Jᵢᵀeᵢ over these samples.
  default void add(int[] samples, double[] sum) {
    double[] one = new double[rows()];
    Arrays.fill(one, 1);
    add(samples, 1, one, sum);
  }

  /// Adds Σ scale·wᵢ·Jᵢᵀeᵢ over all samples.
  default void add(double scale, double[] weight, double[] sum) {
    add(all(), scale, weight, sum);
  }

  /// ⟨Jᵢᵀeᵢ, Jⱼᵀeⱼ⟩ for every j.
  default double[] products(int i) {
    double[] products = new double[rows()];
    for (int j = 0; j < products.length; j++) {
      products[j] = product(i, j);
    }
    return products;
  }

  private int[] all() {
    int[] all = new int[rows()];
    Arrays.setAll(all, i -> i);
    return all;
  }
}
