package uphill.mujoco;

/// Robots that cannot fall over and end it: HalfCheetah and Swimmer.
///
/// ```text
/// reward       w_forward·vₓ − w_ctrl·Σ aᵢ²
/// observation  qpos without the first (x; Swimmer: x, y), qvel
/// terminated   never
/// ```
final class Runner extends Robot {

  private final double forwardWeight;
  private final double controlWeight;
  private final int leftOut;

  private Runner(Given given, int frameSkip, Noise noise, double controlWeight, int leftOut) {
    super(
        given.id(),
        given.model(),
        frameSkip,
        given.model().positions() + given.model().velocities() - leftOut,
        noise,
        given.noise(0.1),
        0);
    this.leftOut = leftOut;
    forwardWeight = given.number("forward_reward_weight", 1);
    this.controlWeight = given.number("ctrl_cost_weight", controlWeight);
  }

  static Runner halfCheetah(Given given) {
    return new Runner(given, 5, Noise.NORMAL, 0.1, given.placeless() ? 1 : 0);
  }

  static Runner swimmer(Given given) {
    return new Runner(given, 4, Noise.UNIFORM, 1e-4, given.placeless() ? 2 : 0);
  }

  @Override
  double progress() {
    return position(0);
  }

  @Override
  boolean ends() {
    return false;
  }

  @Override
  double reward(float[] action, double speed, boolean ends) {
    return forwardWeight * speed - Numpy.squares(controlWeight, action);
  }

  @Override
  void observe(float[] observation) {
    new Observed(observation)
        .add(simulation().positions(), leftOut)
        .add(simulation().velocities(), 0);
  }
}
