package uphill.env.classic;

import java.util.List;
import uphill.env.Describes;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Physical;
import uphill.env.Require;
import uphill.env.Reset;
import uphill.env.ResetOption;
import uphill.env.Saved;
import uphill.env.Space;
import uphill.env.Step;
import uphill.env.Words;
import uphill.env.scene.Pictured;
import uphill.env.scene.Scene;
import uphill.kernel.Angle;
import uphill.kernel.Rng;

/// Keep a pole upright on a cart by pushing the cart left or right. Dynamics of Barto, Sutton and
/// Anderson (1983), [doi:10.1109/TSMC.1983.6313077](https://doi.org/10.1109/TSMC.1983.6313077), in
/// Florian's form (2007), integrated by Euler's explicit method; Gymnasium's `CartPole-v1`.
///
/// ```text
/// state        x [m], ẋ [m/s], θ [rad, 0 is upright], θ̇ [rad/s]
/// action       F = −10 N (0) or +10 N (1)
/// q            = (F + mₚ·l·θ̇²·sin θ) / M                      M = m_c + mₚ
/// θ̈            = (g·sin θ − cos θ·q) / (l·(4/3 − mₚ·cos²θ / M))
/// ẍ            = q − mₚ·l·θ̈·cos θ / M
/// (x, ẋ, θ, θ̇) ← (x + τ·ẋ, ẋ + τ·ẍ, θ + τ·θ̇, θ̇ + τ·θ̈)          τ = 0.02 s
/// reset        all four uniform in [low, high) = [−0.05, 0.05)
/// terminated   |x| > 2.4 or |θ| > 12°
/// reward       1 per step, the last one included; 0 for steps after it
///              (Sutton and Barto's: 0 per step, −1 for the last one and after it)
/// ```
///
/// The observation is the state in float32.
public final class CartPole implements Env, Physical, Describes, Pictured {

  private static final String NAME = "CartPole";
  private static final double GRAVITY = 9.8; // m/s²
  private static final double POLE_MASS = 0.1; // kg
  private static final double TOTAL_MASS = POLE_MASS + 1.0; // kg, with the cart
  private static final double POLE_HALF_LENGTH = 0.5; // m
  private static final double POLE_MOMENT = POLE_MASS * POLE_HALF_LENGTH; // kg·m
  private static final double FORCE = 10.0; // N
  private static final double TIME_STEP = 0.02; // s
  private static final double X_LIMIT = 2.4; // m
  private static final double THETA_LIMIT = 12 * 2 * Math.PI / 360; // rad

  private static final ResetOption LOW =
      new ResetOption("low", -0.05, "lower bound of every component of the initial state");
  private static final ResetOption HIGH =
      new ResetOption("high", 0.05, "upper bound of every component of the initial state");
  private static final List<ResetOption> OPTIONS = List.of(LOW, HIGH);

  private static final Space.Discrete ACTIONS = new Space.Discrete(2);
  private static final Space OBSERVATIONS =
      Space.Box.symmetric(
          X_LIMIT * 2, Double.POSITIVE_INFINITY, THETA_LIMIT * 2, Double.POSITIVE_INFINITY);

  private final boolean suttonBartoReward;
  private Rng rng = Rng.seeded(0);
  private boolean begun;
  private boolean fallen;
  private double x;
  private double xDot;
  private double theta;
  private double thetaDot;

  /// The world with Gymnasium's standard reward.
  public CartPole() {
    this(false);
  }

  /// The world with Sutton and Barto's reward, if so wished: `sutton_barto_reward` in Gymnasium.
  public CartPole(boolean suttonBartoReward) {
    this.suttonBartoReward = suttonBartoReward;
  }

  @Override
  public Space observationSpace() {
    return OBSERVATIONS;
  }

  @Override
  public Space actionSpace() {
    return ACTIONS;
  }

  @Override
  public List<ResetOption> options() {
    return OPTIONS;
  }

  @Override
  public void reset(Reset how, float[] observation) {
    how.check(NAME, OPTIONS);
    double low = how.option(LOW);
    double high = how.option(HIGH);
    Require.ordered(low, high, NAME);
    rng = how.generator(rng);
    x = rng.uniform(low, high);
    xDot = rng.uniform(low, high);
    theta = rng.uniform(low, high);
    thetaDot = rng.uniform(low, high);
    begun = true;
    fallen = false;
    observe(observation);
  }

  @Override
  public void step(float[] action, Step step) {
    Require.begun(begun, NAME);
    double force = ACTIONS.index(action[0]) == 1 ? FORCE : -FORCE;

    double sin = Angle.sin(theta);
    double cos = Angle.cos(theta);
    double push = (force + POLE_MOMENT * (thetaDot * thetaDot) * sin) / TOTAL_MASS;
    double thetaAcceleration =
        (GRAVITY * sin - cos * push)
            / (POLE_HALF_LENGTH * (4.0 / 3.0 - POLE_MASS * (cos * cos) / TOTAL_MASS));
    double xAcceleration = push - POLE_MOMENT * thetaAcceleration * cos / TOTAL_MASS;

    x = x + TIME_STEP * xDot;
    xDot = xDot + TIME_STEP * xAcceleration;
    theta = theta + TIME_STEP * thetaDot;
    thetaDot = thetaDot + TIME_STEP * thetaAcceleration;

    boolean falls = x < -X_LIMIT || x > X_LIMIT || theta < -THETA_LIMIT || theta > THETA_LIMIT;
    step.set(reward(falls), falls ? Ending.TERMINATED : Ending.NONE);
    fallen |= falls;
    observe(step.observation);
  }

  private double reward(boolean falls) {
    if (suttonBartoReward) {
      return falls ? -1 : 0;
    }
    return falls && fallen ? 0 : 1;
  }

  private void observe(float[] observation) {
    observation[0] = (float) x;
    observation[1] = (float) xDot;
    observation[2] = (float) theta;
    observation[3] = (float) thetaDot;
  }

  @Override
  public double[] physics() {
    Require.begun(begun, NAME);
    return new double[] {x, xDot, theta, thetaDot};
  }

  @Override
  public void setPhysics(double... state) {
    Require.begun(begun, NAME);
    Require.physics(state, 4, NAME);
    place(state);
  }

  private void place(double[] state) {
    x = state[0];
    xDot = state[1];
    theta = state[2];
    thetaDot = state[3];
  }

  @Override
  public Scene scene() {
    Require.begun(begun, NAME);
    return CartPoleScene.of(x, theta);
  }

  @Override
  public String describeObservation(float[] observation, int at) {
    return "cart %s, %s, pole %s"
        .formatted(
            Words.side(observation[at], 0.1, "the centre"),
            Words.moving(observation[at + 1], 0.05),
            pole(observation[at + 2], observation[at + 3]));
  }

  /// A pole that turns away from upright falls, one that turns back rises.
  private static String pole(double theta, double thetaDot) {
    boolean turns = Math.abs(thetaDot) > 0.05;
    if (Math.abs(theta) <= 0.01) {
      return turns ? "upright, falling " + way(thetaDot) : "upright";
    }
    boolean falls = Math.signum(theta) == Math.signum(thetaDot);
    return turns && falls
        ? "falling " + way(theta)
        : "leaning " + way(theta) + (turns ? ", rising" : "");
  }

  private static String way(double direction) {
    return direction < 0 ? "left" : "right";
  }

  @Override
  public String describeAction(float[] action, int at) {
    return ACTIONS.index(action[at]) == 1 ? "push right" : "push left";
  }

  @Override
  public boolean savesState() {
    return true;
  }

  @Override
  public long[] state() {
    return Saved.of(rng, x, xDot, theta, thetaDot, begun ? 1 : 0, fallen ? 1 : 0);
  }

  @Override
  public void restore(long[] state) {
    double[] values = Saved.values(state, 6, NAME);
    rng = Saved.rng(state, 6);
    place(values);
    begun = values[4] != 0;
    fallen = values[5] != 0;
  }
}
