package uphill.env;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/// A world that acts back: Gymnasium's contract.
///
/// ```text
/// s₀ = reset        (s′, r, ending) = step(a)        … until ending ≠ NONE, then reset again
/// ```
///
/// Observations and actions are rows of floats, laid out as their [Space] says: a `Discrete` action
/// is one float that holds its index. An environment owns one generator; `reset` with a seed
/// restarts it, and equal seeds and actions give equal episodes, bit for bit. One that was never
/// seeded behaves as if it had been seeded with 0. An environment is used by one thread at a time,
/// and shares nothing that changes with any other: what is `static` is constant.
///
/// Every array belongs to the caller, who lends it for one call. The environment reads the action
/// and writes the observation while the call lasts; afterwards the caller may write anything into
/// them. It copies what it wants to remember, and never writes into an action.
public interface Env extends AutoCloseable {

  /// What `observation` holds.
  Space observationSpace();

  /// What `action` may hold.
  Space actionSpace();

  /// What [Reset#options()] may choose here; nothing unless the world says so.
  default List<ResetOption> options() {
    return List.of();
  }

  /// Steps of an episode, at most, where the environment has such a limit; always the same. Without
  /// it an evaluation ends episodes that it takes to be endless.
  default OptionalInt timeLimit() {
    return OptionalInt.empty();
  }

  /// Whether states allow some actions and others not; always the same. A world that says so acts
  /// in a `Discrete` or a `MultiDiscrete` space, and answers [#allowed(boolean[])].
  default boolean masksActions() {
    return false;
  }

  /// Fills `allowed` with what the present state allows, after a reset or a step that did not end
  /// the episode: an entry for each of the n actions of a `Discrete` space, or for each value of
  /// each component of a `MultiDiscrete` one, component by component, each by itself. Of each
  /// component one at least is allowed. It is asked as often as anyone likes, and changes nothing.
  ///
  /// What is not allowed is never done: a policy gives it probability 0.
  default void allowed(boolean[] allowed) {
    Arrays.fill(allowed, true);
  }

  /// Begins an episode and fills `observation` with s₀.
  ///
  /// @throws IllegalArgumentException for an option that the environment does not have, or a value
  ///   out of its bounds
  void reset(Reset how, float[] observation);

  /// Takes one step and fills `step` with what came of it: everything, in every step.
  ///
  /// @throws IllegalStateException before the first reset
  /// @throws IllegalArgumentException for an action outside a finite action space
  void step(float[] action, Step step);

  /// Whether [#state()] and [#restore(long[])] work. One that cannot is rebuilt from its seed and
  /// replayed where a run is resumed.
  default boolean savesState() {
    return false;
  }

  /// Everything that the future depends on, the generator included, as raw bits.
  ///
  /// @throws UnsupportedOperationException where [#savesState()] is false
  default long[] state() {
    throw new UnsupportedOperationException(getClass().getName() + " cannot save its state");
  }

  /// Goes back to a saved state: what follows is bit for bit what followed then.
  ///
  /// @throws UnsupportedOperationException where [#savesState()] is false
  default void restore(long[] state) {
    throw new UnsupportedOperationException(getClass().getName() + " cannot restore a state");
  }

  /// The libraries of the machine that it computes with; none if all is Java's, which has the same
  /// bytes everywhere.
  default List<NativePart> natives() {
    return List.of();
  }

  /// Releases what the environment holds; may be called twice.
  @Override
  default void close() {}
}
