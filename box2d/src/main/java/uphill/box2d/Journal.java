package uphill.box2d;

import java.util.Arrays;
import java.util.Locale;
import uphill.kernel.Rng;

/// How an episode came to where it is: the generator as it was when the episode began, and all that
/// was done since. Box2D keeps more than it shows (what contacts pushed with, who sleeps, how its
/// tree has grown), so a world goes back to a state by doing all of it again.
///
/// ```text
/// words   begun · size of the generator · generator · what was done, in order
/// step    0 · action, two floats a word
/// place   1 · physical state, a double a word
/// ```
final class Journal {

  /// Where a journal is played.
  interface Stage {
    /// Begins an episode.
    void begin(Rng rng);

    /// Takes a step.
    void take(float[] action);

    /// Puts everything elsewhere.
    void put(double[] physics);
  }

  private static final int HEAD = 2;
  private static final int STEP = 0;
  private static final int PLACE = 1;

  private final String world;
  private final int actionWords;
  private final int actionSize;
  private final int physicsSize;
  private long[] words = new long[64];
  private int length;

  /// An empty one.
  Journal(String world, int actionSize, int physicsSize) {
    this.world = world;
    this.actionSize = actionSize;
    this.physicsSize = physicsSize;
    actionWords = (actionSize + 1) / 2;
  }

  /// Forgets everything: an episode begins.
  void begin(Rng rng) {
    long[] generator = rng.state();
    length = 0;
    make(HEAD + generator.length);
    words[0] = 1;
    words[1] = generator.length;
    System.arraycopy(generator, 0, words, HEAD, generator.length);
  }

  /// A step is taken.
  void step(float[] action) {
    int at = make(1 + actionWords);
    words[at++] = STEP;
    for (int j = 0; j < actionSize; j += 2) {
      float second = j + 1 < actionSize ? action[j + 1] : 0;
      words[at++] =
          (long) Float.floatToRawIntBits(action[j]) << 32
              | (Float.floatToRawIntBits(second) & 0xffffffffL);
    }
  }

  /// Everything is put elsewhere.
  void place(double[] physics) {
    int at = make(1 + physicsSize);
    words[at++] = PLACE;
    for (double value : physics) {
      words[at++] = Double.doubleToRawLongBits(value);
    }
  }

  /// Makes room for so many words more; gives where they begin.
  private int make(int more) {
    int at = length;
    length = Math.addExact(length, more);
    if (length > words.length) {
      words = Arrays.copyOf(words, Math.max(length, (int) Math.min(2L * words.length, 1 << 30)));
    }
    return at;
  }

  /// All of it, as a state.
  long[] state() {
    return Arrays.copyOf(words, length);
  }

  /// The state of a world in which no episode has begun.
  static long[] unbegun(Rng rng) {
    long[] generator = rng.state();
    long[] state = new long[HEAD + generator.length];
    state[1] = generator.length;
    System.arraycopy(generator, 0, state, HEAD, generator.length);
    return state;
  }

  /// The generator of a state.
  Rng generator(long[] state) {
    if (state.length < HEAD || state[1] < 0 || state[1] > state.length - HEAD) {
      throw notAState(String.format(Locale.ROOT, "%d words", state.length));
    }
    return Rng.restored(Arrays.copyOfRange(state, HEAD, HEAD + (int) state[1]));
  }

  /// Whether an episode had begun.
  boolean begun(long[] state) {
    if (state[0] != 0 && state[0] != 1) {
      throw notAState(String.format(Locale.ROOT, "it begins with %d, expected 0 or 1", state[0]));
    }
    return state[0] == 1;
  }

  /// Plays a state of which the episode had begun; this journal is then as it was.
  void play(long[] state, Stage stage) {
    stage.begin(generator(state));
    float[] action = new float[2 * actionWords];
    double[] physics = new double[physicsSize];
    int at = HEAD + (int) state[1];
    while (at < state.length) {
      long kind = state[at++];
      int size = kind == STEP ? actionWords : physicsSize;
      if ((kind != STEP && kind != PLACE) || size > state.length - at) {
        throw notAState(String.format(Locale.ROOT, "word %d is %d", at - 1, kind));
      }
      if (kind == STEP) {
        for (int k = 0; k < actionWords; k++) {
          action[2 * k] = Float.intBitsToFloat((int) (state[at + k] >>> 32));
          action[2 * k + 1] = Float.intBitsToFloat((int) state[at + k]);
        }
        stage.take(action);
      } else {
        for (int k = 0; k < physicsSize; k++) {
          physics[k] = Double.longBitsToDouble(state[at + k]);
        }
        stage.put(physics);
      }
      at += size;
    }
  }

  private IllegalArgumentException notAState(String why) {
    return new IllegalArgumentException("%s: not a state of it: %s".formatted(world, why));
  }
}
