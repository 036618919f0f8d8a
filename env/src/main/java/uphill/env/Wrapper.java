package uphill.env;

import java.util.List;
import java.util.OptionalInt;

/// A world seen through something that changes one thing of it, and passes everything else on: what
/// a class does not override.
///
/// ```java
/// Env world = new FrameStack(new RescaleAction(new Pendulum(), -1, 1), 4);
/// ```
public interface Wrapper extends Env {

  /// What is inside, which belongs to this.
  Env world();

  /// The world inside all wrappers.
  static Env unwrapped(Env env) {
    Env inner = env;
    while (inner instanceof Wrapper wrapper) {
      inner = wrapper.world();
    }
    return inner;
  }

  /// Whether observations and actions mean what they mean inside.
  default boolean keepsMeaning() {
    return true;
  }

  /// How many words of [#state()] are its own; always the same.
  default int ownWords() {
    return 0;
  }

  /// Writes its own state into the first [#ownWords()] of these.
  default void save(long[] words) {
    // has none
  }

  /// Reads its own state from the first [#ownWords()] of these.
  ///
  /// @throws IllegalArgumentException if it is none
  default void load(long[] words) {
    // has none
  }

  @Override
  default Space observationSpace() {
    return world().observationSpace();
  }

  @Override
  default Space actionSpace() {
    return world().actionSpace();
  }

  @Override
  default List<ResetOption> options() {
    return world().options();
  }

  @Override
  default OptionalInt timeLimit() {
    return world().timeLimit();
  }

  @Override
  default boolean masksActions() {
    return world().masksActions();
  }

  @Override
  default void allowed(boolean[] allowed) {
    world().allowed(allowed);
  }

  @Override
  default void reset(Reset how, float[] observation) {
    world().reset(how, observation);
  }

  @Override
  default void step(float[] action, Step step) {
    world().step(action, step);
  }

  @Override
  default boolean savesState() {
    return world().savesState();
  }

  @Override
  default long[] state() {
    long[] inner = world().state();
    long[] state = new long[ownWords() + inner.length];
    save(state);
    System.arraycopy(inner, 0, state, ownWords(), inner.length);
    return state;
  }

  @Override
  default void restore(long[] state) {
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
    world().restore(inner);
  }

  @Override
  default List<NativePart> natives() {
    return world().natives();
  }

  @Override
  default void close() {
    world().close();
  }
}
