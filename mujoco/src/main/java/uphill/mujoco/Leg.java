package uphill.mujoco;

import uphill.kernel.Rng;

/// Robots in a plane that must stay upright: Hopper and Walker2d.
///
/// ```text
/// reward       w_forward·vₓ + w_healthy·[healthy; version 4: always] − w_ctrl·Σ aᵢ²
/// observation  qpos without x, qvel clipped to ±10
/// terminated   unless healthy: z and the torso's angle within their bounds, and of Hopper all of the state but
///              x and z within its own
/// ```
final class Leg implements Task {

  private final Mechanics body;
  private final Start start;
  private final int observationSize;
  private final boolean always;
  private final double forwardWeight;
  private final double controlWeight;
  private final double healthyReward;
  private final boolean endsUnhealthy;
  private final double[] heights;
  private final double[] angles;
  private final double[] states;
  private final int leftOut;

  private Leg(Given given, Mechanics body, double[] heights, double[] angles, double[] states) {
    this.body = body;
    leftOut = given.placeless() ? 1 : 0;
    start = new Start(Start.Noise.UNIFORM, given.noise(0.005));
    observationSize = given.model().positions() + given.model().velocities() - leftOut;
    this.heights = heights;
    this.angles = angles;
    this.states = states;
    forwardWeight = given.number("forward_reward_weight", 1);
    controlWeight = given.number("ctrl_cost_weight", 0.001);
    healthyReward = given.number("healthy_reward", 1);
    endsUnhealthy = given.flag("terminate_when_unhealthy", true);
    always = !given.v5() && endsUnhealthy;
  }

  static Robot hopper(Given given) {
    Mechanics body = given.mechanics(4, 0);
    return new Robot(
        body,
        new Leg(
            given,
            body,
            given.range("healthy_z_range", 0.7, Double.MAX_VALUE),
            given.range("healthy_angle_range", -0.2, 0.2),
            given.range("healthy_state_range", -100, 100)),
        given.motors());
  }

  static Robot walker(Given given) {
    Mechanics body = given.mechanics(4, 0);
    return new Robot(
        body,
        new Leg(
            given,
            body,
            given.range("healthy_z_range", 0.8, 2),
            given.range("healthy_angle_range", -1, 1),
            new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY}),
        given.motors());
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
  public double progress() {
    return body.position(0);
  }

  private boolean healthy() {
    boolean within = inside(body.position(1), heights) && inside(body.position(2), angles);
    for (int i = 2; within && i < body.simulation().positions().count(); i++) {
      within = inside(body.position(i), states);
    }
    for (int i = 0; within && i < body.simulation().velocities().count(); i++) {
      within = inside(body.velocity(i), states);
    }
    return within;
  }

  private static boolean inside(double value, double[] bounds) {
    return bounds[0] < value && value < bounds[1];
  }

  @Override
  public boolean ends() {
    return endsUnhealthy && !healthy();
  }

  @Override
  public double reward(float[] action, double speed, boolean ends) {
    double healthy = always || healthy() ? healthyReward : 0;
    return forwardWeight * speed + healthy - Numpy.squares(controlWeight, action);
  }

  @Override
  public void observe(float[] observation) {
    new Observed(observation)
        .add(body.simulation().positions(), leftOut)
        .clipped(body.simulation().velocities(), 0, 10);
  }

  @Override
  public String describe(float[] observation, int at) {
    int speeds = at + body.model().positions() - leftOut;
    int height = at + 1 - leftOut;
    return "%s, %s m high, leaning %s rad"
        .formatted(
            Seen.along(observation[speeds]),
            Seen.number(observation[height]),
            Seen.number(observation[height + 1]));
  }
}
