package uphill.kernel;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/// The random generator of everything: numpy's `Generator(PCG64(SeedSequence(seed)))`, draw for
/// draw and bit for bit, so that `reset(seed)` gives Gymnasium's own initial states.
///
/// PCG64 is O'Neill's permuted congruential generator, XSL RR 128/64,
/// [pcg-random.org](https://www.pcg-random.org/pdf/hmc-cs-2014-0905.pdf):
///
/// ```text
/// s ← s·0x2360ed051fc65da44385df649fccf645 + increment   (mod 2¹²⁸)
/// output = rotate right( high(s) ⊕ low(s), by the top 6 bits of s )
/// ```
///
/// A draw of 32 bits takes the low half of an output and keeps the high half for the next draw of
/// 32 bits; draws of 64 bits leave the kept half alone. All of it, the kept half too, is in
/// [#state()]. Draws allocate nothing. A generator is used by one thread at a time.
///
/// The methods named as numpy names them draw as numpy does. Of those that [RandomGenerator] names,
/// `nextLong`, `nextDouble`, `nextGaussian` and `nextExponential` do too; the others follow the
/// JDK.
public final class Rng implements RandomGenerator {

  private static final long MULTIPLIER_HIGH = 0x2360ed051fc65da4L;
  private static final long MULTIPLIER_LOW = 0x4385df649fccf645L;
  private static final double DOUBLE_UNIT = 0x1p-53;
  private static final float FLOAT_UNIT = 0x1p-24f;
  private static final long WORD = 0xffffffffL;

  /// How far from 1 probabilities may sum: numpy's tolerance.
  private static final double PROBABILITY_TOLERANCE = Math.sqrt(Math.ulp(1.0));

  private SeedSequence seeds;
  private long high;
  private long low;
  private long incrementHigh;
  private long incrementLow;
  private int half;
  private boolean hasHalf;

  private Rng(SeedSequence seeds) {
    this.seeds = seeds;
    long[] start = seeds.generateLongs(4);
    incrementHigh = start[2] << 1 | start[3] >>> 63;
    incrementLow = start[3] << 1 | 1;
    advance();
    add(start[0], start[1]);
    advance();
  }

  /// The generator of a seed that is read as an unsigned number: −1 is 2⁶⁴ − 1.
  public static Rng seeded(long seed) {
    return of(SeedSequence.of(seed));
  }

  /// The generator of a seed of any size.
  ///
  /// @throws IllegalArgumentException for a negative one
  public static Rng seeded(BigInteger seed) {
    return of(SeedSequence.of(seed));
  }

  /// The generator that starts from this sequence, and spawns from it.
  public static Rng of(SeedSequence seeds) {
    return new Rng(seeds);
  }

  /// The generator whose [#state()] this was.
  ///
  /// @throws IllegalArgumentException if it is not the state of a generator
  public static Rng restored(long[] state) {
    Rng rng = seeded(0);
    rng.restore(state);
    return rng;
  }

  /// Generators of the next `n` children of its seed sequence; its own stream does not move.
  public List<Rng> spawn(int n) {
    return seeds.spawn(n).stream().map(Rng::of).toList();
  }

  /// The generator at this path below its seed, whatever was drawn or spawned before: one for every
  /// (purpose, index). Its own stream does not move.
  ///
  /// Paths of one number are those that [#spawn(int)] counts through; use at least two numbers, or
  /// do not spawn.
  public Rng child(int... path) {
    return of(seeds.child(path));
  }

  /// 64 bits.
  @Override
  public long nextLong() {
    advance();
    return Long.rotateRight(high ^ low, (int) (high >>> 58));
  }

  /// 32 bits: half of an output, the other half is kept for the next such draw.
  public int bits32() {
    if (hasHalf) {
      hasHalf = false;
      return half;
    }
    long bits = nextLong();
    half = (int) (bits >>> 32);
    hasHalf = true;
    return (int) bits;
  }

  /// Uniform in [0, 1): 53 bits.
  public double random() {
    return (nextLong() >>> 11) * DOUBLE_UNIT;
  }

  @Override
  public double nextDouble() {
    return random();
  }

  /// Uniform in [0, 1): 24 bits, by a draw of 32.
  public float randomFloat() {
    return (bits32() >>> 8) * FLOAT_UNIT;
  }

  /// Uniform in [low, high): `low + (high − low)·random()`, so rounding may give `high`.
  ///
  /// @throws IllegalArgumentException if `high − low` is negative or not finite
  public double uniform(double low, double high) {
    double range = high - low;
    if (!(range >= 0 && range < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "uniform: need low ≤ high and a finite range, got [%s, %s]".formatted(low, high));
    }
    return low + range * random();
  }

  /// Uniform over low … high−1, by Lemire's multiplication with rejection (2019,
  /// [arXiv:1805.10941](https://arxiv.org/abs/1805.10941)). A range of one number draws nothing,
  /// one of at most 2³² numbers draws 32 bits, a larger one 64.
  ///
  /// @throws IllegalArgumentException unless `low < high`
  public long integers(long low, long high) {
    if (low >= high) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "integers: need low < high, got %d and %d", low, high));
    }
    long last = high - 1 - low; // unsigned
    if (last == 0) {
      return low;
    }
    boolean small = Long.compareUnsigned(last, WORD) <= 0;
    return low + (small ? below32(last + 1) : below64(last + 1));
  }

  /// Normal with mean 0 and standard deviation 1, by the ziggurat of Marsaglia and Tsang (2000).
  public double standardNormal() {
    for (; ; ) {
      long bits = nextLong();
      int layer = (int) (bits & 0xff);
      boolean negative = (bits >>> 8 & 1) != 0;
      long mantissa = bits >>> 9 & 0x000fffffffffffffL;
      double x = mantissa * Ziggurat.NORMAL_WIDTH[layer];
      if (mantissa < Ziggurat.NORMAL_BOUND[layer]) {
        return negative ? -x : x;
      }
      if (layer == 0) {
        return normalTail((mantissa >>> 8 & 1) != 0);
      }
      double above = Ziggurat.NORMAL_HEIGHT[layer - 1];
      double below = Ziggurat.NORMAL_HEIGHT[layer];
      if ((above - below) * random() + below < StrictMath.exp(-0.5 * x * x)) {
        return negative ? -x : x;
      }
    }
  }

  /// Normal with this mean and standard deviation.
  ///
  /// @throws IllegalArgumentException if the standard deviation is negative
  public double normal(double mean, double standardDeviation) {
    if (!(standardDeviation >= 0)) {
      throw new IllegalArgumentException(
          "normal: the standard deviation must not be negative, got " + standardDeviation);
    }
    return mean + standardDeviation * standardNormal();
  }

  @Override
  public double nextGaussian() {
    return standardNormal();
  }

  /// Exponential with mean 1, by a ziggurat.
  public double exponential() {
    for (; ; ) {
      long bits = nextLong() >>> 3;
      int layer = (int) (bits & 0xff);
      long mantissa = bits >>> 8;
      double x = mantissa * Ziggurat.EXPONENTIAL_WIDTH[layer];
      if (mantissa < Ziggurat.EXPONENTIAL_BOUND[layer]) {
        return x;
      }
      if (layer == 0) {
        return Ziggurat.EXPONENTIAL_R - StrictMath.log1p(-random());
      }
      double above = Ziggurat.EXPONENTIAL_HEIGHT[layer - 1];
      double below = Ziggurat.EXPONENTIAL_HEIGHT[layer];
      if ((above - below) * random() + below < StrictMath.exp(-x)) {
        return x;
      }
    }
  }

  @Override
  public double nextExponential() {
    return exponential();
  }

  /// An index of n, all equally likely: `integers(0, n)`.
  public int choice(int n) {
    return (int) integers(0, n);
  }

  /// An index, drawn with these probabilities: the first whose cumulative share exceeds one
  /// [#random()].
  ///
  /// @throws IllegalArgumentException if one is negative or NaN, or if they do not sum to 1
  public int choice(double[] probabilities) {
    double sum = 0;
    for (double probability : probabilities) {
      if (!(probability >= 0)) {
        throw new IllegalArgumentException(
            "choice: probabilities must not be negative, got " + Arrays.toString(probabilities));
      }
      sum += probability;
    }
    if (!(Math.abs(sum - 1) <= PROBABILITY_TOLERANCE)) {
      throw new IllegalArgumentException("choice: probabilities must sum to 1, got " + sum);
    }
    double u = random();
    double cumulative = 0;
    for (int i = 0; i < probabilities.length - 1; i++) {
      cumulative += probabilities[i];
      if (u < cumulative / sum) {
        return i;
      }
    }
    return probabilities.length - 1;
  }

  /// Puts the numbers in a random order, in place, by Fisher and Yates, last place first.
  public void shuffle(int[] values) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = upTo(i);
      int value = values[i];
      values[i] = values[j];
      values[j] = value;
    }
  }

  /// The numbers 0 … n−1 in a random order.
  public int[] permutation(int n) {
    int[] values = new int[n];
    Arrays.setAll(values, i -> i);
    shuffle(values);
    return values;
  }

  /// Everything that its future depends on, as raw bits: position, increment, the kept half, and
  /// the seed sequence that children are spawned from.
  public long[] state() {
    long[] sequence = seeds.state();
    long[] state = new long[5 + sequence.length];
    state[0] = high;
    state[1] = low;
    state[2] = incrementHigh;
    state[3] = incrementLow;
    state[4] = hasHalf ? 1L << 32 | (half & WORD) : 0;
    System.arraycopy(sequence, 0, state, 5, sequence.length);
    return state;
  }

  /// Goes back to a saved [#state()].
  ///
  /// @throws IllegalArgumentException if it is not the state of a generator
  public void restore(long[] state) {
    SeedSequence restored = SeedSequence.restored(state, 5);
    if ((state[3] & 1) == 0) { // some would draw the same number for ever
      throw new IllegalArgumentException(
          "not the state of a generator: its increment is even, expected an odd one");
    }
    seeds = restored;
    high = state[0];
    low = state[1];
    incrementHigh = state[2];
    incrementLow = state[3];
    half = (int) state[4];
    hasHalf = state[4] >>> 32 != 0;
  }

  /// Goes to a position of its sequence, 128 bits; allocates nothing. Equal positions give equal
  /// draws.
  public void moveTo(long high, long low) {
    this.high = high;
    this.low = low;
    hasHalf = false;
  }

  private void advance() {
    long productHigh =
        Math.unsignedMultiplyHigh(low, MULTIPLIER_LOW)
            + high * MULTIPLIER_LOW
            + low * MULTIPLIER_HIGH;
    low *= MULTIPLIER_LOW;
    high = productHigh;
    add(incrementHigh, incrementLow);
  }

  private void add(long addendHigh, long addendLow) {
    low += addendLow;
    high += addendHigh + (Long.compareUnsigned(low, addendLow) < 0 ? 1 : 0);
  }

  /// Uniform over 0 … n−1 for n ≤ 2³².
  private long below32(long n) {
    long product = (bits32() & WORD) * n;
    if ((product & WORD) < n) {
      long threshold = (WORD - (n - 1)) % n; // 2³² mod n
      while ((product & WORD) < threshold) {
        product = (bits32() & WORD) * n;
      }
    }
    return product >>> 32;
  }

  /// Uniform over 0 … n−1 for an unsigned n > 2³².
  private long below64(long n) {
    long bits = nextLong();
    long leftover = bits * n;
    if (Long.compareUnsigned(leftover, n) < 0) {
      long threshold = Long.remainderUnsigned(-n, n); // 2⁶⁴ mod n
      while (Long.compareUnsigned(leftover, threshold) < 0) {
        bits = nextLong();
        leftover = bits * n;
      }
    }
    return Math.unsignedMultiplyHigh(bits, n);
  }

  /// Uniform over 0 … last, by masking bits and rejecting: how numpy shuffles.
  private int upTo(int last) {
    int mask = -1 >>> Integer.numberOfLeadingZeros(last);
    int value = bits32() & mask;
    while (value > last) {
      value = bits32() & mask;
    }
    return value;
  }

  /// The tail beyond R, by Marsaglia's method of 1964.
  private double normalTail(boolean negative) {
    for (; ; ) {
      double x = -StrictMath.log1p(-random()) * (1 / Ziggurat.NORMAL_R);
      double y = -StrictMath.log1p(-random());
      if (y + y > x * x) {
        return negative ? -(Ziggurat.NORMAL_R + x) : Ziggurat.NORMAL_R + x;
      }
    }
  }
}
