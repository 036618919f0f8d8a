package uphill.push;

/// Gradients of samples in full, some at a time.
final class GradientBlocks {

  /// How many.
  static final int ROWS = 32;

  private GradientBlocks() {}

  /// Told which some.
  @FunctionalInterface
  interface Block {
    void of(int from, int count);
  }

  /// One block after the other, of so many samples.
  static void of(int samples, Block block) {
    for (int from = 0; from < samples; from += ROWS) {
      block.of(from, Math.min(ROWS, samples - from));
    }
  }

  /// Adds Σ g·gᵀ to a matrix, whose lower triangle is given by rows.
  static void addSquares(double[][] gradients, double[][] sum) {
    double[] a = new double[gradients.length];
    for (int k = 0; k < sum.length; k++) {
      boolean any = false;
      for (int n = 0; n < a.length; n++) {
        a[n] = gradients[n][k];
        any |= a[n] != 0;
      }
      if (any) { // of a table, most are 0
        Vectors.add(a, 0, gradients, 0, a.length, sum[k]);
      }
    }
  }
}
