package uphill.env.wrap;

import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Step;
import uphill.env.Wrapper;
import uphill.kernel.Rng;

/// Takes, with probability p, the action of the step before again instead of the one that it is
/// given: Machado et al. 2018, section 5.2, arXiv:1709.06009.
///
/// The first action of an episode is taken as it is. Draws are of a stream of its own, which begins
/// anew where a reset has a seed.
public final class StickyActions implements Wrapper {

  private final Env world;
  private static final int[] STREAM = {0x571C, 1};

  private final double probability;
  private final float[] last;
  private Rng rng = Rng.seeded(0).child(STREAM);
  private boolean first = true;

  /// @throws IllegalArgumentException if p is not in [0, 1), or the world says which actions it
  ///   allows
  public StickyActions(Env world, double probability) {
    this.world = world;
    if (!(probability >= 0 && probability < 1)) {
      throw new IllegalArgumentException("sticky must be in [0, 1), got " + probability);
    }
    Boxes.requireUnmasked(world, "sticky");
    this.probability = probability;
    last = new float[world.actionSpace().size()];
  }

  @Override
  public void reset(Reset how, float[] observation) {
    world.reset(how, observation);
    if (how.seed().isPresent()) {
      rng = Rng.seeded(how.seed().getAsLong()).child(STREAM);
    }
    first = true;
  }

  @Override
  public void step(float[] action, Step step) {
    if (first || rng.random() >= probability) {
      System.arraycopy(action, 0, last, 0, last.length);
    }
    first = false;
    world.step(last, step);
  }

  @Override
  public int ownWords() {
    return 1 + last.length + rng.state().length;
  }

  @Override
  public void save(long[] words) {
    words[0] = first ? 1 : 0;
    for (int i = 0; i < last.length; i++) {
      words[1 + i] = Float.floatToRawIntBits(last[i]);
    }
    long[] stream = rng.state();
    System.arraycopy(stream, 0, words, 1 + last.length, stream.length);
  }

  @Override
  public void load(long[] words) {
    long[] stream = new long[rng.state().length];
    System.arraycopy(words, 1 + last.length, stream, 0, stream.length);
    rng = Rng.restored(stream);
    first = words[0] != 0;
    for (int i = 0; i < last.length; i++) {
      last[i] = Float.intBitsToFloat((int) words[1 + i]);
    }
  }

  @Override
  public Env world() {
    return world;
  }
}
