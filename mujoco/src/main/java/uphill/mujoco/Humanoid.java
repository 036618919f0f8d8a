package uphill.mujoco;

import java.util.ArrayList;
import java.util.List;
import uphill.kernel.Rng;
import uphill.mujoco.engine.Simulation.Reals;

/// A body with 17 motors, that walks (Humanoid) or gets up (HumanoidStandup).
///
/// ```text
/// reward       Humanoid   w_forward·vₓ of the centre of mass + w_healthy·[healthy; version 4: always] − w_ctrl·Σ uᵢ²
///                         − w_contact·Σ fⱼ² within contact_cost_range; version 4: without the last
///              Standup    z/timestep·w_up − w_ctrl·Σ uᵢ² − w_impact·Σ fⱼ² within impact_cost_range + 1
/// observation  qpos without x and y, qvel, cinert, cvel, qfrc_actuator, cfrc_ext; version 5: without the world's
///              body, and the six degrees of freedom that no motor moves, and each of the last four only if
///              include_…_in_observation
/// terminated   Humanoid   unless 1 < z < 2        Standup   never
/// ```
///
/// u is ctrl, f is cfrc_ext; both ranges are −∞ to 10. Not as in Gymnasium: version 5 there takes
/// w_up, and leaves it out of the reward.
final class Humanoid implements Task {

  private static final double MOST_COST = 10;

  /// Numbers of MuJoCo's that an observation shows, from one on.
  private record Part(Reals reals, int from) {}

  private final Mechanics body;
  private final Start start;
  private final int observationSize;
  private final boolean standup;
  private final boolean v5;
  private final boolean always;
  private final double forwardWeight;
  private final double controlWeight;
  private final double contactWeight;
  private final double[] contactRange;
  private final double healthyReward;
  private final boolean endsUnhealthy;
  private final double[] heights;
  private final int leftOut;
  private final double[] masses;
  private final double mass;
  private final Reals centres;
  private final Reals outside;
  private final List<Part> parts = new ArrayList<>();
  private final double[] controls;
  private final double[] forces;

  private Humanoid(Given given, Mechanics body, boolean standup) {
    this.body = body;
    this.standup = standup;
    v5 = given.v5();
    leftOut = (standup && !v5) || given.placeless() ? 2 : 0;
    start = new Start(Start.Noise.UNIFORM, given.noise(0.01));
    forwardWeight =
        standup ? given.number("uph_cost_weight", 1) : given.number("forward_reward_weight", 1.25);
    controlWeight = given.number("ctrl_cost_weight", 0.1);
    String cost = standup ? "impact_cost" : "contact_cost";
    boolean costs = v5 || standup;
    contactWeight = costs ? given.number(cost + "_weight", 5e-7) : 0;
    double[] most = {-Double.MAX_VALUE, MOST_COST};
    contactRange = v5 ? given.range(cost + "_range", most[0], most[1]) : most;
    healthyReward = standup ? 0 : given.number("healthy_reward", 5);
    endsUnhealthy = !standup && given.flag("terminate_when_unhealthy", true);
    heights = standup ? new double[2] : given.range("healthy_z_range", 1, 2);
    always = !v5 && endsUnhealthy;
    masses = given.model().masses();
    mass = Numpy.sum(masses);
    centres = body.simulation().reals("xipos", 3 * masses.length);
    outside = body.simulation().reals("cfrc_ext", 6 * masses.length);
    see(given, "cinert", 10);
    see(given, "cvel", 6);
    see(given, "qfrc_actuator", 0);
    see(given, "cfrc_ext", 6);
    observationSize =
        given.model().positions()
            - leftOut
            + given.model().velocities()
            + parts.stream().mapToInt(part -> part.reals().count() - part.from()).sum();
    controls = new double[given.model().actuators()];
    forces = new double[outside.count()];
  }

  /// Lets observations show an array of MuJoCo's, unless it is asked not to.
  ///
  /// @param ofBody how many of its numbers belong to one body; 0 if they belong to degrees of
  ///   freedom
  private void see(Given given, String name, int ofBody) {
    if (v5 && !given.flag("include_%s_in_observation".formatted(name), true)) {
      return;
    }
    int count = ofBody == 0 ? given.model().velocities() : ofBody * masses.length;
    int withoutMotor = ofBody == 0 ? 6 : ofBody;
    parts.add(new Part(body.simulation().reals(name, count), v5 ? withoutMotor : 0));
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
    return Math.clamp(contactWeight * Numpy.squares(forces), contactRange[0], contactRange[1]);
  }

  @Override
  public void observe(float[] observation) {
    Observed observed =
        new Observed(observation)
            .add(body.simulation().positions(), leftOut)
            .add(body.simulation().velocities(), 0);
    for (Part part : parts) {
      observed.add(part.reals(), part.from());
    }
  }

  @Override
  public String describe(float[] observation, int at) {
    int speeds = at + body.model().positions() - leftOut;
    return "%s, %s m high"
        .formatted(Seen.along(observation[speeds]), Seen.number(observation[at + 2 - leftOut]));
  }
}
