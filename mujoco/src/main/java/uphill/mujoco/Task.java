package uphill.mujoco;

import uphill.kernel.Rng;

/// What a robot is to do: what it sees, what it earns, when it ends.
interface Task {

  /// Numbers of an observation.
  int observationSize();

  /// Places it where an episode begins: given the model's initial state.
  void place(Rng random, double[] qpos, double[] qvel);

  /// Where along its way it is, in metres; what its speed is made of.
  default double progress() {
    return 0;
  }

  /// Whether `cfrc_ext` is read.
  default boolean readsForces() {
    return false;
  }

  /// Whether the state, after a step, ends the world.
  boolean ends();

  /// r of a step that was taken.
  ///
  /// @param speed of [#progress()], in m/s
  double reward(float[] action, double speed, boolean ends);

  /// Keeps what the next step needs of this state.
  default void remember(double[] kept) {
    // nothing
  }

  /// Fills an observation.
  void observe(float[] observation);

  /// What the observation that begins at `observation[at]` shows, as a clause.
  String describe(float[] observation, int at);
}
