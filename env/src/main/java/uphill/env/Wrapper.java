package uphill.env;

import java.util.List;
import java.util.OptionalInt;

/// A world seen through something that changes one thing of it, and passes everything else on: what
/// a subclass does not override.
///
/// ```java
/// Env world = new FrameStack(new RescaleAction(new Pendulum(), -1, 1), 4);
/// ```
public abstract class Wrapper implements Env {

  private final Env world;

  /// Around a world, which belongs to this from now on.
  protected Wrapper(Env world) {
    this.world = world;
  }

  /// What is inside.
  public final Env world() {
    return world;
  }

  /// The world inside all wrappers.
  public static Env unwrapped(Env env) {
    Env inner = env;
    while (inner instanceof Wrapper wrapper) {
      inner = wrapper.world;
    }
    return inner;
  }

  /// Whether observations and actions mean what they mean inside.
  protected boolean keepsMeaning() {
    return true;
  }

  /// How many words of [#state()] are its own; always the same.
  protected int ownWords() {
    return 0;
  }

  /// Writes its own state into the first [#ownWords()] of these.
  protected void save(long[] words) {
    // has none
  }

  /// Reads its own state from the first [#ownWords()] of these.
  ///
  /// @throws IllegalArgumentException if it is none
  protected void load(long[] words) {
    // has none
  }

  @Override
  public Space observationSpace() {
    return world.observationSpace();
  }

  @Override
  public Space actionSpace() {
    return world.actionSpace();
  }

  @Override
  public List<ResetOption> options() {
    return world.options();
  }

  @Override
  public OptionalInt timeLimit() {
    return world.timeLimit();
  }

  @Override
  public boolean masksActions() {
    return world.masksActions();
  }

  @Override
  public void allowed(boolean[] allowed) {
    world.allowed(allowed);
  }

  @Override
  public void reset(Reset how, float[] observation) {
    world.reset(how, observation);
  }

  @Override
  public void step(float[] action, Step step) {
    world.step(action, step);
  }

  @Override
  public boolean savesState() {
    return world.savesState();
  }

  @Override
  public final long[] state() {
    long[] inner = world.state();
    long[] state = new long[ownWords() + inner.length];
    save(state);
    System.arraycopy(inner, 0, state, ownWords(), inner.length);
    return state;
  }

  @Override
  public final void restore(long[] state) {
    if (state.length < ownWords()) {
      throw new IllegalArgumentException(
          "%s: a state has %s words of its own at least, got %s"
              .formatted(
                  getClass().getSimpleName(),
                  Integer.toString(ownWords()),
                  Integer.toString(state.length)));
    }
    load(state);
    long[] inner = new long[state.length - ownWords()];
    System.arraycopy(state, ownWords(), inner, 0, inner.length);
    world.restore(inner);
  }

  @Override
  public List<NativePart> natives() {
    return world.natives();
  }

  @Override
  public void close() {
    world.close();
  }
}
