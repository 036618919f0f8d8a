package uphill.kernel;

/// One buffer per thread, for what a kernel packs. It only grows, so a warm kernel allocates
/// nothing; a kernel that uses it calls no other that does.
final class Scratch {

  private static final int INITIAL = 1 << 14;

  private static final ThreadLocal<Scratch> OF_THREAD = ThreadLocal.withInitial(Scratch::new);

  private float[] buffer = new float[INITIAL];

  private Scratch() {}

  /// A buffer of at least `length` floats; what it holds is arbitrary.
  static float[] atLeast(int length) {
    Scratch scratch = OF_THREAD.get();
    if (scratch.buffer.length < length) {
      scratch.buffer = new float[Math.max(length, 2 * scratch.buffer.length)];
    }
    return scratch.buffer;
  }
}
