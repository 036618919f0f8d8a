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

/// Swing a pendulum up and hold it there, with too little torque to lift it directly; Gymnasium's
/// `Pendulum-v1`.
///
/// ```text
/// state        θ [rad, 0 is upright], θ̇ [rad/s]
/// action       u ∈ [−2, 2] N·m, clipped
/// reward       −( norm(θ)² + 0.1·θ̇² + 0.001·u² )       of the state before the step
/// θ̇            ← clip( θ̇ + (3g/2l · sin θ + 3/ml² · u)·dt,  ±8 )        dt = 0.05 s
/// θ            ← θ + θ̇·dt                               m = 1 kg, l = 1 m, g = 10 m/s²
/// observation  cos θ, sin θ, θ̇
/// reset        θ uniform in ±x_init = ±π,  θ̇ uniform in ±y_init = ±1
/// terminated   never
/// ```
///
/// norm(θ) lies in [−π, π). Under numpy 2 the two terms of u are computed in float32.
public final class Pendulum implements Env, Physical, Describes, Pictured {

  private static final String NAME = "Pendulum";
  private static final double MAX_SPEED = 8; // rad/s
  static final float MAX_TORQUE = 2; // N·m
  private static final double TIME_STEP = 0.05; // s
  private static final double MASS = 1; // kg
  private static final double LENGTH = 1; // m

  private static final ResetOption X_INIT =
      new ResetOption("x_init", Math.PI, "bound of the initial angle, in rad");
  private static final ResetOption Y_INIT =
      new ResetOption("y_init", 1, "bound of the initial angular velocity, in rad/s");
  private static final List<ResetOption> OPTIONS = List.of(X_INIT, Y_INIT);

  private static final Space ACTIONS = Space.Box.of(-MAX_TORQUE, MAX_TORQUE, 1);
  private static final Space OBSERVATIONS = Space.Box.symmetric(1, 1, MAX_SPEED);

  private final double gravity;
  private Rng rng = Rng.seeded(0);
  private boolean begun;
  private double theta;
  private double thetaDot;
  private double lastTorque; // N·m, for pictures only

  /// The world with Gymnasium's gravity, 10 m/s².
  public Pendulum() {
    this(10);
  }

  /// The world with this gravity, in m/s²: `g` in Gymnasium.
  public Pendulum(double gravity) {
    this.gravity = gravity;
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
    double angle = bound(how, X_INIT);
    double speed = bound(how, Y_INIT);
    rng = how.generator(rng);
    theta = rng.uniform(-angle, angle);
    thetaDot = rng.uniform(-speed, speed);
    lastTorque = 0;
    begun = true;
    observe(observation);
  }

  private static double bound(Reset how, ResetOption option) {
    double bound = how.option(option);
    if (bound < 0) {
      throw new IllegalArgumentException(
          "%s: reset option \"%s\" must not be negative, got %s"
              .formatted(NAME, option.name(), bound));
    }
    return bound;
  }

  @Override
  public void step(float[] action, Step step) {
    Require.begun(begun, NAME);
    float torque = Math.clamp(action[0], -MAX_TORQUE, MAX_TORQUE);
    lastTorque = torque;

    double angle = normalized(theta);
    double cost = angle * angle + 0.1 * (thetaDot * thetaDot) + 0.001f * (torque * torque);
    double acceleration =
        3 * gravity / (2 * LENGTH) * Angle.sin(theta)
            + (float) (3.0 / (MASS * (LENGTH * LENGTH))) * torque;
    thetaDot = Math.clamp(thetaDot + acceleration * TIME_STEP, -MAX_SPEED, MAX_SPEED);
    theta = theta + thetaDot * TIME_STEP;

    step.set(-cost, Ending.NONE);
    observe(step.observation);
  }

  /// The same angle in [−π, π), by a remainder with the sign of its divisor.
  private static double normalized(double angle) {
    double remainder = (angle + Math.PI) % (2 * Math.PI);
    if (remainder < 0) {
      remainder += 2 * Math.PI;
    }
    return remainder - Math.PI;
  }

  private void observe(float[] observation) {
    observation[0] = (float) Angle.cos(theta);
    observation[1] = (float) Angle.sin(theta);
    observation[2] = (float) thetaDot;
  }

  @Override
  public double[] physics() {
    Require.begun(begun, NAME);
    return new double[] {theta, thetaDot};
  }

  @Override
  public void setPhysics(double... state) {
    Require.begun(begun, NAME);
    Require.physics(state, 2, NAME);
    theta = state[0];
    thetaDot = state[1];
  }

  /// The rod, and the torque of the last step, if there was one since the reset.
  @Override
  public Scene scene() {
    Require.begun(begun, NAME);
    return PendulumScene.of(theta, lastTorque);
  }

  @Override
  public String describeObservation(float[] observation, int at) {
    double up = observation[at];
    double left = observation[at + 1];
    String place =
        up > 0.95
            ? "upright"
            : up < -0.95 ? "hanging" : up > 0 ? "above the pivot" : "below the pivot";
    String side = Math.abs(up) > 0.95 ? "" : left > 0 ? ", on the left" : ", on the right";
    return "pendulum %s%s, %s".formatted(place, side, Words.turning(observation[at + 2], 0.1));
  }

  @Override
  public String describeAction(float[] action, int at) {
    double torque = Math.clamp(action[at], -MAX_TORQUE, MAX_TORQUE);
    return torque == 0
        ? "no torque"
        : "torque %s N·m %s"
            .formatted(
                Words.number(Math.abs(torque)), torque < 0 ? "clockwise" : "counterclockwise");
  }

  @Override
  public boolean savesState() {
    return true;
  }

  @Override
  public long[] state() {
    return Saved.of(rng, theta, thetaDot, begun ? 1 : 0);
  }

  @Override
  public void restore(long[] state) {
    double[] values = Saved.values(state, 3, NAME);
    rng = Saved.rng(state, 3);
    theta = values[0];
    thetaDot = values[1];
    begun = values[2] != 0;
    lastTorque = 0;
  }
}
