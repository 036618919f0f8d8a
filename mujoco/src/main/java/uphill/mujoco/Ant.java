package uphill.mujoco;

import uphill.kernel.Rng;
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
final class Ant implements Task {

  private static final int TORSO = 1;

  private final Mechanics body;
  private final Start start;
  private final int observationSize;
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

  private Ant(Given given, Mechanics body, boolean forces) {
    this.body = body;
    this.forces = forces;
    leftOut = given.placeless() ? 2 : 0;
    firstForce = given.v5() ? 6 : 0;
    start = new Start(Start.Noise.NORMAL, given.noise(0.1));
    observationSize =
        given.model().positions()
            + given.model().velocities()
            - leftOut
            + (forces ? 6 * given.model().bodies() - firstForce : 0);
    costs = given.v5() || forces;
    forwardWeight = given.v5() ? given.number("forward_reward_weight", 1) : 1;
    controlWeight = given.number("ctrl_cost_weight", 0.5);
    contactWeight = given.number("contact_cost_weight", 5e-4);
    healthyReward = given.number("healthy_reward", 1);
    endsUnhealthy = given.flag("terminate_when_unhealthy", true);
    heights = given.range("healthy_z_range", 0.2, 1);
    forceRange = given.range("contact_force_range", -1, 1);
    always = !given.v5() && endsUnhealthy;
    places = body.simulation().reals("xpos", 3 * given.model().bodies());
    outside = body.simulation().reals("cfrc_ext", 6 * given.model().bodies());
    clipped = new double[outside.count()];
  }

  static Robot of(Given given) {
    Mechanics body = given.mechanics(5, 1);
    boolean forces =
        given.v5()
            ? given.flag("include_cfrc_ext_in_observation", true)
            : given.flag("use_contact_forces", false);
    return new Robot(body, new Ant(given, body, forces), given.motors());
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
  public void remember(double[] kept) {
    kept[0] = places.get(3 * TORSO);
  }

  @Override
  public boolean readsForces() {
    return forces || costs;
  }

  private boolean healthy() {
    double sum = 0; // finite if all of them are, or nearly the largest
    for (int i = 0; i < body.simulation().positions().count(); i++) {
      sum += 0 * body.position(i);
    }
    for (int i = 0; i < body.simulation().velocities().count(); i++) {
      sum += 0 * body.velocity(i);
    }
    return sum == 0 && heights[0] <= body.position(2) && body.position(2) <= heights[1];
  }

  @Override
  public boolean ends() {
    return endsUnhealthy && !healthy();
  }

  @Override
  public double reward(float[] action, double speed, boolean ends) {
    double forward = forwardWeight * ((places.get(3 * TORSO) - body.memory()[0]) / body.dt());
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
  public void observe(float[] observation) {
    Observed observed =
        new Observed(observation)
            .add(body.simulation().positions(), leftOut)
            .add(body.simulation().velocities(), 0);
    if (forces) {
      observed.clipped(outside, firstForce, forceRange[0], forceRange[1]);
    }
  }

  @Override
  public String describe(float[] observation, int at) {
    int speeds = at + body.model().positions() - leftOut;
    return "%s, %s m high"
        .formatted(Seen.along(observation[speeds]), Seen.number(observation[at + 2 - leftOut]));
  }
}
