package uphill.mujoco;

import uphill.mujoco.engine.Simulation.Reals;

/// A torso on four legs.
///
/// ```text
/// reward       w_forward·vₓ of the torso + w_healthy·[healthy; version 4: always] − w_ctrl·Σ aᵢ² − w_contact·Σ fⱼ²
/// observation  qpos without x and y, qvel, f of every body but the world's
/// f            the forces from outside on each body, clipped to ±1; version 4: not seen and without cost, unless
///              use_contact_forces=true, and then with the world's
/// terminated   unless the state is finite and 0.2 ≤ z ≤ 1
/// ```
final class Ant extends Robot {

  private static final int TORSO = 1;

  private final boolean always;
  private final boolean forces;
  private final boolean costs;
  private final int firstForce;
  private final double forwardWeight;
  private final double controlWeight;
  private final double contactWeight;
  private final double healthyReward;
  private final boolean endsUnhealthy;
  private final double[] heights;
  private final double[] forceRange;
  private final int leftOut;
  private final Reals places;
  private final Reals outside;
  private final double[] clipped;

  private Ant(Given given, boolean forces) {
    int leftOut = given.placeless() ? 2 : 0;
    int firstForce = given.v5() ? 6 : 0;
    super(
        given.id(),
        given.model(),
        5,
        given.model().positions()
            + given.model().velocities()
            - leftOut
            + (forces ? 6 * given.model().bodies() - firstForce : 0),
        Noise.NORMAL,
        given.noise(0.1),
        1);
    this.leftOut = leftOut;
    this.forces = forces;
    this.firstForce = firstForce;
    costs = given.v5() || forces;
    forwardWeight = given.v5() ? given.number("forward_reward_weight", 1) : 1;
    controlWeight = given.number("ctrl_cost_weight", 0.5);
    contactWeight = given.number("contact_cost_weight", 5e-4);
    healthyReward = given.number("healthy_reward", 1);
    endsUnhealthy = given.flag("terminate_when_unhealthy", true);
    heights = given.range("healthy_z_range", 0.2, 1);
    forceRange = given.range("contact_force_range", -1, 1);
    always = !given.v5() && endsUnhealthy;
    places = simulation().reals("xpos", 3 * given.model().bodies());
    outside = simulation().reals("cfrc_ext", 6 * given.model().bodies());
    clipped = new double[outside.count()];
  }

  static Ant of(Given given) {
    return new Ant(
        given,
        given.v5()
            ? given.flag("include_cfrc_ext_in_observation", true)
            : given.flag("use_contact_forces", false));
  }

  @Override
  void remember(double[] kept) {
    kept[0] = places.get(3 * TORSO);
  }

  @Override
  boolean readsForces() {
    return forces || costs;
  }

  private boolean healthy() {
    double sum = 0; // finite if all of them are, or nearly the largest
    for (int i = 0; i < simulation().positions().count(); i++) {
      sum += 0 * position(i);
    }
    for (int i = 0; i < simulation().velocities().count(); i++) {
      sum += 0 * velocity(i);
    }
    return sum == 0 && heights[0] <= position(2) && position(2) <= heights[1];
  }

  @Override
  boolean ends() {
    return endsUnhealthy && !healthy();
  }

  @Override
  double reward(float[] action, double speed, boolean ends) {
    double forward = forwardWeight * ((places.get(3 * TORSO) - remembered(0)) / dt());
    double rewards = forward + (always || healthy() ? healthyReward : 0);
    float control = Numpy.squares(controlWeight, action);
    if (!costs) {
      return rewards - control;
    }
    for (int i = 0; i < clipped.length; i++) {
      clipped[i] = Math.clamp(outside.get(i), forceRange[0], forceRange[1]);
    }
    return rewards - (control + contactWeight * Numpy.squares(clipped));
  }

  @Override
  void observe(float[] observation) {
    Observed observed =
        new Observed(observation)
            .add(simulation().positions(), leftOut)
            .add(simulation().velocities(), 0);
    if (forces) {
      observed.clipped(outside, firstForce, forceRange[0], forceRange[1]);
    }
  }
}
