package uphill.push;

import uphill.rl.Normalizer;

/// What a policy's network read of observations that a [Normalizer] normalized, at some time.
///
/// ```text
/// x = clip((s − μ)·(1/σ), ±c)
/// ```
///
/// In double precision from μ and 1/σ as stored; clipped where single precision clips, for that is
/// what the network read.
///
/// @param mean μ
/// @param scale 1/σ
/// @param limit c; infinite if nothing is clipped
public record NormalizedInput(float[] mean, float[] scale, float limit) {

  /// Of a policy's normalizer, as it is now: it moves with every round that is learnt from.
  static NormalizedInput of(Normalizer normalizer) {
    return new NormalizedInput(normalizer.mean(), normalizer.scale(), (float) normalizer.limit());
  }

  /// Normalizes an observation.
  void apply(double[] x) {
    apply(x, new float[x.length]);
  }

  /// The same, and what training has of it.
  void apply(double[] x, float[] read) {
    for (int j = 0; j < x.length; j++) {
      float taken = ((float) x[j] - mean[j]) * scale[j];
      double exact = (x[j] - mean[j]) * scale[j];
      x[j] = taken < -limit ? -limit : taken > limit ? limit : exact;
      read[j] = taken < -limit ? -limit : taken > limit ? limit : taken;
    }
  }
}
