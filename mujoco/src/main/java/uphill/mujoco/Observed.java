package uphill.mujoco;

import uphill.mujoco.engine.Simulation;

/// Writes an observation, part after part.
final class Observed {

  private final float[] observation;
  private int at;

  Observed(float[] observation) {
    this.observation = observation;
  }

  /// The next number.
  Observed add(double value) {
    observation[at++] = (float) value;
    return this;
  }

  /// Numbers of MuJoCo's, from one on.
  Observed add(Simulation.Reals reals, int from) {
    return add(reals, from, reals.count());
  }

  /// Those from `from` to before `to`.
  Observed add(Simulation.Reals reals, int from, int to) {
    for (int i = from; i < to; i++) {
      add(reals.get(i));
    }
    return this;
  }

  /// Numbers from one on, no further from 0 than `bound`.
  Observed clipped(Simulation.Reals reals, int from, double bound) {
    return clipped(reals, from, -bound, bound);
  }

  /// Numbers from one on, between two bounds.
  Observed clipped(Simulation.Reals reals, int from, double low, double high) {
    for (int i = from; i < reals.count(); i++) {
      add(Math.clamp(reals.get(i), low, high));
    }
    return this;
  }
}
