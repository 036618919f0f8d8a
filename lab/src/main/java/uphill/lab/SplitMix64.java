package uphill.lab;

import java.util.random.RandomGenerator;

/// SplitMix64, Steele, Lea and Flood (2014), whose bits this file fixes: a picture of the same runs
/// is the same picture on every JDK. For resampling only; runs draw from the kernel's generator.
final class SplitMix64 implements RandomGenerator {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L; // odd, 2⁶⁴ / golden ratio

  private long state;

  SplitMix64(long seed) {
    this.state = seed;
  }

  @Override
  public long nextLong() {
    state += GOLDEN_GAMMA;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
