package uphill.env.scene;

import java.util.Optional;
import uphill.env.Env;
import uphill.env.Wrapper;

/// A world that can be seen.
///
/// A scene shows the state, and perhaps the last action; looking changes nothing. What is not part
/// of [Env#state()], such as the last action, is not shown after [Env#restore(long[])].
public interface Pictured {

  /// Whether [#scene()] works; always the same.
  default boolean hasPictures() {
    return true;
  }

  /// What the world looks like now.
  ///
  /// @throws IllegalStateException before the first reset
  /// @throws UnsupportedOperationException where [#hasPictures()] is false
  Scene scene();

  /// The world inside all wrappers, if it can be seen.
  static Optional<Pictured> of(Env env) {
    return Wrapper.unwrapped(env) instanceof Pictured pictured && pictured.hasPictures()
        ? Optional.of(pictured)
        : Optional.empty();
  }
}
