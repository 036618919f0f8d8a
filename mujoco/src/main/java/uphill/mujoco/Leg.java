package uphill.mujoco;

/// Robots in a plane that must stay upright: Hopper and Walker2d.
///
/// ```text
/// reward       w_forward·vₓ + w_healthy·[healthy; version 4: always] − w_ctrl·Σ aᵢ²
/// observation  qpos without x, qvel clipped to ±10
/// terminated   unless healthy: z and the torso's angle within their bounds, and of Hopper all of the state but
///              x and z within its own
/// ```
final class Leg extends Robot {

  private final boolean always;
  private final double forwardWeight;
  private final double controlWeight;
  private final double healthyReward;
  private final boolean endsUnhealthy;
  private final double[] heights;
  private final double[] angles;
  private final double[] states;
  private final int leftOut;

  private Leg(Given given, double[] heights, double[] angles, double[] states) {
    int leftOut = given.placeless() ? 1 : 0;
    super(
        given.id(),
        given.model(),
        4,
        given.model().positions() + given.model().velocities() - leftOut,
        Noise.UNIFORM,
        given.noise(0.005),
        0);
    this.leftOut = leftOut;
    this.heights = heights;
    this.angles = angles;
    this.states = states;
    forwardWeight = given.number("forward_reward_weight", 1);
    controlWeight = given.number("ctrl_cost_weight", 0.001);
    healthyReward = given.number("healthy_reward", 1);
    endsUnhealthy = given.flag("terminate_when_unhealthy", true);
    always = !given.v5() && endsUnhealthy;
  }

  static Leg hopper(Given given) {
    return new Leg(
        given,
        given.range("healthy_z_range", 0.7, Double.MAX_VALUE),
        given.range("healthy_angle_range", -0.2, 0.2),
        given.range("healthy_state_range", -100, 100));
  }

  static Leg walker(Given given) {
    return new Leg(
        given,
        given.range("healthy_z_range", 0.8, 2),
        given.range("healthy_angle_range", -1, 1),
        new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY});
  }

  @Override
  double progress() {
    return position(0);
  }

  private boolean healthy() {
    boolean within = inside(position(1), heights) && inside(position(2), angles);
    for (int i = 2; within && i < simulation().positions().count(); i++) {
      within = inside(position(i), states);
    }
    for (int i = 0; within && i < simulation().velocities().count(); i++) {
      within = inside(velocity(i), states);
    }
    return within;
  }

  private static boolean inside(double value, double[] bounds) {
    return bounds[0] < value && value < bounds[1];
  }

  @Override
  boolean ends() {
    return endsUnhealthy && !healthy();
  }

  @Override
  double reward(float[] action, double speed, boolean ends) {
    double healthy = always || healthy() ? healthyReward : 0;
    return forwardWeight * speed + healthy - Numpy.squares(controlWeight, action);
  }

  @Override
  void observe(float[] observation) {
    new Observed(observation)
        .add(simulation().positions(), leftOut)
        .clipped(simulation().velocities(), 0, 10);
  }
}
