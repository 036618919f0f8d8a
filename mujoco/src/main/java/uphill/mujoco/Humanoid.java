package uphill.mujoco;

import uphill.kernel.Rng;
import uphill.mujoco.engine.Simulation.Reals;

/// A body with 17 motors, that walks (Humanoid) or gets up (HumanoidStandup).
///
/// ```text
/// reward       Humanoid   w_forward·vₓ of the centre of mass + w_healthy·[healthy; version 4: always] − w_ctrl·Σ uᵢ²
///                         − w_contact·Σ fⱼ², 10 at most; version 4: without the last
///              Standup    z/timestep·w_up − w_ctrl·Σ uᵢ² − w_impact·Σ fⱼ², 10 at most, + 1
/// observation  qpos without x and y, qvel, cinert, cvel, qfrc_actuator, cfrc_ext; version 5: without the world's
///              body, and the six degrees of freedom that no motor moves
/// terminated   Humanoid   unless 1 < z < 2        Standup   never
/// ```
///
/// u is ctrl, f is cfrc_ext.
final class Humanoid implements Task {

  private static final double MOST_COST = 10;

  private final Mechanics body;
  private final Start start;
  private final int observationSize;
  private final boolean standup;
  private final boolean v5;
  private final boolean always;
  private final double forwardWeight;
  private final double controlWeight;
  private final double contactWeight;
  private final double healthyReward;
  private final boolean endsUnhealthy;
  private final double[] heights;
  private final int leftOut;
  private final double[] masses;
  private final double mass;
  private final Reals centres;
  private final Reals inertias;
  private final Reals motions;
  private final Reals motorForces;
  private final Reals outside;
  private final double[] controls;
  private final double[] forces;

  private Humanoid(Given given, Mechanics body, boolean standup) {
    this.body = body;
    this.standup = standup;
    v5 = given.v5();
    leftOut = (standup && !v5) || given.placeless() ? 2 : 0;
    start = new Start(Start.Noise.UNIFORM, given.noise(0.01));
    int bodies = given.model().bodies() - (v5 ? 1 : 0);
    observationSize =
        given.model().positions()
            + 2 * given.model().velocities()
            - (v5 ? 6 : 0)
            - leftOut
            + (10 + 6 + 6) * bodies;
    forwardWeight =
        standup ? given.number("uph_cost_weight", 1) : given.number("forward_reward_weight", 1.25);
    controlWeight = given.number("ctrl_cost_weight", 0.1);
    contactWeight = given.number(standup ? "impact_cost_weight" : "contact_cost_weight", 5e-7);
    healthyReward = standup ? 0 : given.number("healthy_reward", 5);
    endsUnhealthy = !standup && given.flag("terminate_when_unhealthy", true);
    heights = standup ? new double[2] : given.range("healthy_z_range", 1, 2);
    always = !v5 && endsUnhealthy;
    masses = given.model().masses();
    mass = Numpy.sum(masses);
    centres = body.simulation().reals("xipos", 3 * masses.length);
    inertias = body.simulation().reals("cinert", 10 * masses.length);
    motions = body.simulation().reals("cvel", 6 * masses.length);
    motorForces = body.simulation().reals("qfrc_actuator", given.model().velocities());
    outside = body.simulation().reals("cfrc_ext", 6 * masses.length);
    controls = new double[given.model().actuators()];
    forces = new double[outside.count()];
  }

  static Robot walking(Given given) {
    Mechanics body = given.mechanics(5, 1);
    return new Robot(body, new Humanoid(given, body, false), given.motors());
  }

  static Robot gettingUp(Given given) {
    Mechanics body = given.mechanics(5, 1);
    return new Robot(body, new Humanoid(given, body, true), given.motors());
  }

  @Override
  public int observationSize() {
    return observationSize;
  }

  @Override
  public void place(Rng random, double[] qpos, double[] qvel) {
    start.place(random, qpos, qvel);
  }

  /// x of the centre of mass.
  private double centre() {
    double sum = 0;
    for (int body = 0; body < masses.length; body++) {
      sum += masses[body] * centres.get(3 * body);
    }
    return sum / mass;
  }

  @Override
  public void remember(double[] kept) {
    kept[0] = centre();
  }

  @Override
  public boolean readsForces() {
    return true;
  }

  private boolean healthy() {
    return heights[0] < body.position(2) && body.position(2) < heights[1];
  }

  @Override
  public boolean ends() {
    return endsUnhealthy && !healthy();
  }

  @Override
  public double reward(float[] action, double speed, boolean ends) {
    body.simulation().controls().copy(0, controls);
    double control = controlWeight * Numpy.squares(controls);
    if (standup) {
      return forwardWeight * (body.position(2) / body.simulation().model().timeStep())
          - control
          - contactCost()
          + 1;
    }
    double forward = forwardWeight * ((centre() - body.memory()[0]) / body.dt());
    double rewards = forward + (always || healthy() ? healthyReward : 0);
    return v5 ? rewards - (control + contactCost()) : rewards - control;
  }

  private double contactCost() {
    outside.copy(0, forces);
    return Math.min(contactWeight * Numpy.squares(forces), MOST_COST);
  }

  @Override
  public void observe(float[] observation) {
    int world = v5 ? 1 : 0;
    new Observed(observation)
        .add(body.simulation().positions(), leftOut)
        .add(body.simulation().velocities(), 0)
        .add(inertias, 10 * world)
        .add(motions, 6 * world)
        .add(motorForces, 6 * world)
        .add(outside, 6 * world);
  }

  @Override
  public String describe(float[] observation, int at) {
    int speeds = at + body.model().positions() - leftOut;
    return "%s, %s m high"
        .formatted(Seen.along(observation[speeds]), Seen.number(observation[at + 2 - leftOut]));
  }
}
