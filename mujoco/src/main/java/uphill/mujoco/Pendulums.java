package uphill.mujoco;

import uphill.kernel.Angle;
import uphill.mujoco.engine.Simulation.Reals;

/// One pole, or two upon each other, on a cart.
///
/// ```text
/// one     reward       1; version 5: 0 in the step that ends it
///         observation  qpos, qvel
///         terminated   |angle| > 0.2, or a number that is not finite
/// two     reward       w_healthy·[version 5: y > 1] − 0.01·x² − (y − 2)² − 0.001·ω₁² − 0.005·ω₂²       x, y of the tip
///         observation  x of the cart, sin and cos of both angles, qvel and qfrc_constraint clipped to ±10; version 5:
///                      of the latter the first
///         terminated   y ≤ 1
/// ```
final class Pendulums extends Robot {

  private final boolean two;
  private final boolean v5;
  private final double healthyReward;
  private final Reals tip;
  private final Reals constraints;

  private Pendulums(Given given, boolean two, int size) {
    super(
        given.id(),
        given.model(),
        two ? 5 : 2,
        size,
        two ? Noise.NORMAL : Noise.UNIFORM,
        given.noise(two ? 0.1 : 0.01),
        0);
    this.two = two;
    v5 = given.v5();
    healthyReward = two ? given.number("healthy_reward", 10) : 1;
    tip = simulation().reals("site_xpos", 3 * given.model().sites());
    constraints = simulation().reals("qfrc_constraint", given.model().velocities());
  }

  static Pendulums one(Given given) {
    return new Pendulums(given, false, 4);
  }

  static Pendulums two(Given given) {
    return new Pendulums(given, true, given.v5() ? 9 : 11);
  }

  @Override
  boolean ends() {
    if (two) {
      return tip.get(2) <= 1;
    }
    double sum = 0;
    for (int i = 0; i < 2; i++) {
      sum += 0 * position(i) + 0 * velocity(i);
    }
    return sum != 0 || Math.abs(position(1)) > 0.2;
  }

  @Override
  double reward(float[] action, double speed, boolean ends) {
    double alive = v5 && ends ? 0 : healthyReward;
    if (!two) {
      return alive;
    }
    double x = tip.get(0);
    double y = tip.get(2);
    double distance = 0.01 * (x * x) + (y - 2) * (y - 2);
    double turning = 0.001 * (velocity(1) * velocity(1)) + 0.005 * (velocity(2) * velocity(2));
    return alive - distance - turning;
  }

  @Override
  void observe(float[] observation) {
    Observed observed = new Observed(observation);
    if (!two) {
      observed.add(simulation().positions(), 0).add(simulation().velocities(), 0);
      return;
    }
    observed
        .add(position(0))
        .add(Angle.sin(position(1)))
        .add(Angle.sin(position(2)))
        .add(Angle.cos(position(1)))
        .add(Angle.cos(position(2)))
        .clipped(simulation().velocities(), 0, 10);
    for (int i = 0; i < (v5 ? 1 : constraints.count()); i++) {
      observed.add(Math.clamp(constraints.get(i), -10, 10));
    }
  }
}
