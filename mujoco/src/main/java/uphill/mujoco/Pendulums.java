package uphill.mujoco;

import uphill.kernel.Angle;
import uphill.kernel.Rng;
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
final class Pendulums implements Task {

  private final Mechanics body;
  private final Start start;
  private final int observationSize;
  private final boolean two;
  private final boolean v5;
  private final double healthyReward;
  private final Reals tip;
  private final Reals constraints;

  private Pendulums(Given given, Mechanics body, boolean two, int observationSize) {
    this.body = body;
    this.observationSize = observationSize;
    start =
        two
            ? new Start(Start.Noise.NORMAL, given.noise(0.1))
            : new Start(Start.Noise.UNIFORM, given.noise(0.01));
    this.two = two;
    v5 = given.v5();
    healthyReward = two ? given.number("healthy_reward", 10) : 1;
    tip = body.simulation().reals("site_xpos", 3 * given.model().sites());
    constraints = body.simulation().reals("qfrc_constraint", given.model().velocities());
  }

  static Robot one(Given given) {
    Mechanics body = given.mechanics(2, 0);
    return new Robot(body, new Pendulums(given, body, false, 4), given.motors());
  }

  static Robot two(Given given) {
    Mechanics body = given.mechanics(5, 0);
    return new Robot(body, new Pendulums(given, body, true, given.v5() ? 9 : 11), given.motors());
  }

  @Override
  public int observationSize() {
    return observationSize;
  }

  @Override
  public void place(Rng random, double[] qpos, double[] qvel) {
    start.place(random, qpos, qvel);
  }

  @Override
  public boolean ends() {
    if (two) {
      return tip.get(2) <= 1;
    }
    double sum = 0;
    for (int i = 0; i < 2; i++) {
      sum += 0 * body.position(i) + 0 * body.velocity(i);
    }
    return sum != 0 || Math.abs(body.position(1)) > 0.2;
  }

  @Override
  public double reward(float[] action, double speed, boolean ends) {
    double alive = v5 && ends ? 0 : healthyReward;
    if (!two) {
      return alive;
    }
    double x = tip.get(0);
    double y = tip.get(2);
    double distance = 0.01 * (x * x) + (y - 2) * (y - 2);
    double turning =
        0.001 * (body.velocity(1) * body.velocity(1))
            + 0.005 * (body.velocity(2) * body.velocity(2));
    return alive - distance - turning;
  }

  @Override
  public void observe(float[] observation) {
    Observed observed = new Observed(observation);
    if (!two) {
      observed.add(body.simulation().positions(), 0).add(body.simulation().velocities(), 0);
      return;
    }
    observed
        .add(body.position(0))
        .add(Angle.sin(body.position(1)))
        .add(Angle.sin(body.position(2)))
        .add(Angle.cos(body.position(1)))
        .add(Angle.cos(body.position(2)))
        .clipped(body.simulation().velocities(), 0, 10);
    for (int i = 0; i < (v5 ? 1 : constraints.count()); i++) {
      observed.add(Math.clamp(constraints.get(i), -10, 10));
    }
  }

  @Override
  public String describe(float[] observation, int at) {
    double cart = observation[at];
    if (!two) {
      return "cart at %s m, pole at %s rad"
          .formatted(Seen.number(cart), Seen.number(observation[at + 1]));
    }
    return "cart at %s m, sines of the poles' angles %s and %s"
        .formatted(
            Seen.number(cart), Seen.number(observation[at + 1]), Seen.number(observation[at + 2]));
  }
}
