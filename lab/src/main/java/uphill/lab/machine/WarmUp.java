package uphill.lab.machine;

import uphill.kernel.Kernels;
import uphill.kernel.Rehearsal;
import uphill.kernel.ScalarKernels;
import uphill.kernel.VectorKernels;

/// Has the vector kernels compiled on a thread of its own, while training has begun with the scalar
/// ones, and hands over when they are faster. Both compute the same bits, so it does not matter
/// when that is.
///
/// It does not begin at once: in the first second the compiler has enough to do with the training
/// itself, and a short one is over before it would pay. Why, with figures:
/// `docs/decisions/0006-start-up.md`.
public final class WarmUp implements AutoCloseable {

  /// Multiply-adds that training does first.
  private static final double FIRST = 2e9;

  /// Multiply-adds of a training that is over before the compiler is.
  public static final double BRIEF = 4e9;

  /// Multiply-adds that must still lie before a training after those first, for vectors to pay.
  private static final double LEFT = 20e9;

  /// Hands over after so many rehearsals in a row that took at most this share of the scalar ones.
  private static final int TIMES = 20;

  private static final double FASTER = 0.5;

  /// Rehearsals on vectors for one on scalars, as long as they are slower.
  private static final int OFTEN = 10;

  private final Kernels kernels;
  private final double multiplyAdds;
  private boolean started;
  private volatile boolean closed;

  /// @param multiplyAdds of the whole training, roughly
  public WarmUp(Kernels kernels, double multiplyAdds) {
    this.kernels = kernels;
    this.multiplyAdds = multiplyAdds;
  }

  /// Whether a training of so many multiply-adds will be handed over.
  public static boolean pays(double multiplyAdds) {
    return multiplyAdds >= FIRST + LEFT;
  }

  /// Says how much of the training is done, in [0, 1]; begins if it is time.
  public void done(double share) {
    if (!started
        && kernels instanceof VectorKernels waiting
        && !waiting.isReady()
        && share * multiplyAdds >= FIRST
        && (1 - share) * multiplyAdds >= LEFT) {
      started = true;
      Thread.ofPlatform().daemon().name("uphill-warm-up").start(() -> rehearse(waiting));
    }
  }

  private void play(VectorKernels waiting) {
    Rehearsal rehearsal = new Rehearsal();
    Kernels vector = new VectorKernels();
    Kernels scalar = new ScalarKernels();
    int faster = 0;
    for (long round = 0; !closed && faster < TIMES; round++) {
      long start = System.nanoTime();
      rehearsal.play(vector);
      long between = System.nanoTime();
      if (round % OFTEN == 0 || faster > 0) {
        rehearsal.play(scalar);
        long end = System.nanoTime();
        faster = between - start < FASTER * (end - between) ? faster + 1 : 0;
      }
    }
    if (!closed) {
      waiting.ready();
    }
  }

  private void rehearse(VectorKernels waiting) {
    try {
      play(waiting);
    } catch (OutOfMemoryError _) {
      // The training needs all memory: it stays with the kernels that it has.
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
