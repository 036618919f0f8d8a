package uphill.mujoco;

import uphill.kernel.Rng;

/// How a world begins: noise on the model's initial state.
///
/// @param scale of both
record Start(Noise noise, double scale) {

  /// Of which distribution it is.
  enum Noise {
    /// Uniform on positions and velocities.
    UNIFORM,
    /// Uniform on positions, normal on velocities.
    NORMAL
  }

  void place(Rng random, double[] qpos, double[] qvel) {
    for (int i = 0; i < qpos.length; i++) {
      qpos[i] += random.uniform(-scale, scale);
    }
    for (int i = 0; i < qvel.length; i++) {
      qvel[i] +=
          noise == Noise.NORMAL ? scale * random.standardNormal() : random.uniform(-scale, scale);
    }
  }
}
