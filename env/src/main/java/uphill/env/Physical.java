package uphill.env;

/// A world whose physical state can be read and set: for drawing it, and for comparing it step by
/// step with another implementation.
///
/// The state is what the equations of motion act on, in float64, in the units that the world's page
/// gives; generator and time limit are not in it (they are in [Env#state()]).
public interface Physical {

  /// A copy of the state.
  ///
  /// @throws IllegalStateException before the first reset
  double[] physics();

  /// Puts the world in this state, in the middle of the episode that it is in.
  ///
  /// @throws IllegalStateException before the first reset
  /// @throws IllegalArgumentException for a wrong number of values, or one that is not finite
  void setPhysics(double... state);
}
