package uphill.mujoco;

import uphill.kernel.Rng;

/// Robots that cannot fall over and end it: HalfCheetah and Swimmer.
///
/// ```text
/// reward       w_forward·vₓ − w_ctrl·Σ aᵢ²
/// observation  qpos without the first (x; Swimmer: x, y), qvel
/// terminated   never
/// ```
final class Runner implements Task {

  private final Mechanics body;
  private final Start start;
  private final int observationSize;
  private final double forwardWeight;
  private final double controlWeight;
  private final int leftOut;

  private Runner(
      Given given, Mechanics body, Start.Noise noise, double controlWeight, int leftOut) {
    this.body = body;
    start = new Start(noise, given.noise(0.1));
    observationSize = given.model().positions() + given.model().velocities() - leftOut;
    this.leftOut = leftOut;
    forwardWeight = given.number("forward_reward_weight", 1);
    this.controlWeight = given.number("ctrl_cost_weight", controlWeight);
  }

  static Robot halfCheetah(Given given) {
    Mechanics body = given.mechanics(5, 0);
    int leftOut = given.placeless() ? 1 : 0;
    return new Robot(
        body, new Runner(given, body, Start.Noise.NORMAL, 0.1, leftOut), given.motors());
  }

  static Robot swimmer(Given given) {
    Mechanics body = given.mechanics(4, 0);
    int leftOut = given.placeless() ? 2 : 0;
    return new Robot(
        body, new Runner(given, body, Start.Noise.UNIFORM, 1e-4, leftOut), given.motors());
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

  @Override
  public boolean ends() {
    return false;
  }

  @Override
  public double reward(float[] action, double speed, boolean ends) {
    return forwardWeight * speed - Numpy.squares(controlWeight, action);
  }

  @Override
  public void observe(float[] observation) {
    new Observed(observation)
        .add(body.simulation().positions(), leftOut)
        .add(body.simulation().velocities(), 0);
  }

  @Override
  public String describe(float[] observation, int at) {
    int speeds = at + body.model().positions() - leftOut;
    int angle = at + 2 - leftOut;
    return "%s, body at %s rad"
        .formatted(Seen.along(observation[speeds]), Seen.number(observation[angle]));
  }
}
