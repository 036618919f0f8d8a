package uphill.autodiff;

import uphill.kernel.Rng;

/// Seeded numbers.
final class Data {

  private Data() {}

  static float[] uniform(int n, double low, double high, long seed) {
    Rng random = Rng.seeded(seed);
    float[] data = new float[n];
    for (int i = 0; i < n; i++) {
      data[i] = (float) random.uniform(low, high);
    }
    return data;
  }

  static float[] integers(int n, int below, long seed) {
    Rng random = Rng.seeded(seed);
    float[] data = new float[n];
    for (int i = 0; i < n; i++) {
      data[i] = random.choice(below);
    }
    return data;
  }
}
