package uphill.rl;

/// What is added to the actions of a policy that draws none.
public interface Noise {

  /// Acts as another does, with noise.
  ///
  /// @param first the environment of its first row
  Actor over(Actor actor, int first);

  /// Names what lasts.
  default void state(State state) {}
}
