package uphill.kernel;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Turns one number into the well-mixed initial states of any number of generators: numpy's
/// `SeedSequence`, after O'Neill's `seed_seq_fe128`.
///
/// ```text
/// pool[0..3]   ← hash of the entropy's 32-bit words, every word mixed into every pool word
/// state words  ← hash of the pool, cycled
/// child k of a sequence = the same entropy, with k appended to the spawn key
/// ```
///
/// Children of one sequence, and their children, are streams of their own; none overlaps in
/// practice. [#child(int...)] names one by its path; [#spawn(int)] counts them, as numpy does, and
/// is the only thing that changes a sequence.
public final class SeedSequence {

  private static final int POOL = 4; // words
  private static final int INIT_A = 0x43b0d7e5;
  private static final int MULT_A = 0x931e8875;
  private static final int INIT_B = 0x8b51f9dd;
  private static final int MULT_B = 0x58f38ded;
  private static final int MIX_L = 0xca01f9dd;
  private static final int MIX_R = 0x4973f715;

  private final int[] entropy; // 32-bit words of the seed, least significant first
  private final int[] spawnKey;
  private final int[] pool;
  private int spawned;

  private SeedSequence(int[] entropy, int[] spawnKey, int spawned) {
    this.entropy = entropy;
    this.spawnKey = spawnKey;
    this.spawned = spawned;
    this.pool = mixed(assembled(entropy, spawnKey));
  }

  /// The sequence of a seed that is read as an unsigned number: −1 is 2⁶⁴ − 1.
  public static SeedSequence of(long seed) {
    // A high word of 0 changes nothing: the pool is padded with zeros.
    return new SeedSequence(new int[] {(int) seed, (int) (seed >>> 32)}, new int[0], 0);
  }

  /// The sequence of a seed of any size.
  ///
  /// @throws IllegalArgumentException for a negative one
  public static SeedSequence of(BigInteger seed) {
    if (seed.signum() < 0) {
      throw new IllegalArgumentException("seed must not be negative, got " + seed);
    }
    int[] words = new int[Math.max(1, (seed.bitLength() + 31) / 32)];
    for (int i = 0; i < words.length; i++) {
      words[i] = seed.shiftRight(32 * i).intValue();
    }
    return new SeedSequence(words, new int[0], 0);
  }

  /// The descendant at this path: `child(2, 5)` is child 5 of child 2. It depends on the seed and
  /// the path alone, and is not counted as spawned.
  public SeedSequence child(int... path) {
    int[] key = Arrays.copyOf(spawnKey, spawnKey.length + path.length);
    System.arraycopy(path, 0, key, spawnKey.length, path.length);
    return new SeedSequence(entropy, key, 0);
  }

  /// The next `n` children: the first call gives children 0 … n−1, the second goes on from there.
  public List<SeedSequence> spawn(int n) {
    if (n < 0) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, "cannot spawn %d children", n));
    }
    List<SeedSequence> children = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      children.add(child(spawned++));
    }
    return children;
  }

  /// How many children [#spawn(int)] has given so far.
  public int spawned() {
    return spawned;
  }

  /// `words` 32-bit words to start a generator with.
  public int[] generateState(int words) {
    int[] state = new int[words];
    int hash = INIT_B;
    for (int i = 0; i < words; i++) {
      int word = pool[i % POOL] ^ hash;
      hash *= MULT_B;
      word *= hash;
      state[i] = word ^ (word >>> 16);
    }
    return state;
  }

  /// `words` 64-bit words to start a generator with: pairs of 32-bit words, low half first.
  public long[] generateLongs(int words) {
    int[] halves = generateState(2 * words);
    long[] state = new long[words];
    for (int i = 0; i < words; i++) {
      state[i] = (halves[2 * i] & 0xffffffffL) | ((long) halves[2 * i + 1] << 32);
    }
    return state;
  }

  /// Everything that it is, as raw bits: counts, then the words of seed and spawn key.
  long[] state() {
    long[] state = new long[2 + entropy.length + spawnKey.length];
    state[0] = spawned;
    state[1] = entropy.length;
    for (int i = 0; i < entropy.length; i++) {
      state[2 + i] = entropy[i];
    }
    for (int i = 0; i < spawnKey.length; i++) {
      state[2 + entropy.length + i] = spawnKey[i];
    }
    return state;
  }

  /// The one whose [#state()] lies in `state` from this index to the end.
  static SeedSequence restored(long[] state, int from) {
    int room = state.length - from - 2;
    long words = room < 1 ? 0 : state[from + 1];
    if (words < 1 || words > room || state[from] != Math.max(0, (int) state[from])) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "not the state of a generator: %d words", state.length));
    }
    int[] all = new int[room];
    for (int i = 0; i < all.length; i++) {
      all[i] = (int) state[from + 2 + i];
    }
    return new SeedSequence(
        Arrays.copyOf(all, (int) words),
        Arrays.copyOfRange(all, (int) words, room),
        (int) state[from]);
  }

  /// The words that are hashed: a spawn key starts behind a whole pool, so that it is never taken
  /// for a longer seed.
  private static int[] assembled(int[] entropy, int[] spawnKey) {
    if (spawnKey.length == 0) {
      return entropy;
    }
    int at = Math.max(POOL, entropy.length);
    int[] words = Arrays.copyOf(entropy, at + spawnKey.length);
    System.arraycopy(spawnKey, 0, words, at, spawnKey.length);
    return words;
  }

  private static int[] mixed(int[] words) {
    int[] pool = new int[POOL];
    int hash = INIT_A;
    for (int i = 0; i < POOL; i++) {
      pool[i] = hashed(i < words.length ? words[i] : 0, hash);
      hash *= MULT_A;
    }
    for (int from = 0; from < POOL; from++) {
      for (int to = 0; to < POOL; to++) {
        if (from != to) {
          pool[to] = mixed(pool[to], hashed(pool[from], hash));
          hash *= MULT_A;
        }
      }
    }
    for (int from = POOL; from < words.length; from++) {
      for (int to = 0; to < POOL; to++) {
        pool[to] = mixed(pool[to], hashed(words[from], hash));
        hash *= MULT_A;
      }
    }
    return pool;
  }

  private static int hashed(int word, int hash) {
    int product = (word ^ hash) * (hash * MULT_A);
    return product ^ (product >>> 16);
  }

  private static int mixed(int a, int b) {
    int sum = MIX_L * a - MIX_R * b;
    return sum ^ (sum >>> 16);
  }
}
