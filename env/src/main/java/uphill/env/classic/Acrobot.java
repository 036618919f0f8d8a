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

/// Swing the tip of a double pendulum over a line, with a motor in its middle joint only. Sutton
/// (1996) and Sutton and Barto's book (2018); Gymnasium's `Acrobot-v1`.
///
/// ```text
/// state        θ₁ [rad, 0 hangs down], θ₂ [rad, relative to link 1], θ̇₁, θ̇₂ [rad/s]
/// action       torque a = −1, 0, +1 N·m
/// d₁           = m₁·c₁² + m₂·(l₁² + c₂² + 2·l₁·c₂·cos θ₂) + I₁ + I₂
/// d₂           = m₂·(c₂² + l₁·c₂·cos θ₂) + I₂
/// φ₂           = m₂·c₂·g·cos(θ₁ + θ₂ − π/2)
/// φ₁           = −m₂·l₁·c₂·θ̇₂²·sin θ₂ − 2·m₂·l₁·c₂·θ̇₂·θ̇₁·sin θ₂
///                + (m₁·c₁ + m₂·l₁)·g·cos(θ₁ − π/2) + φ₂
/// θ̈₂           = (a + d₂/d₁·φ₁ − m₂·l₁·c₂·θ̇₁²·sin θ₂ − φ₂) / (m₂·c₂² + I₂ − d₂²/d₁)
/// θ̈₁           = −(d₂·θ̈₂ + φ₁) / d₁
/// ```
///
/// One classical Runge-Kutta step of 0.2 s; then angles are wrapped to [−π, π] and velocities
/// clipped to ±4π and ±9π. Links: 1 m, 1 kg, centre of mass c = 0.5 m, I = 1 kg·m²; g = 9.8 m/s².
///
/// ```text
/// observation  cos θ₁, sin θ₁, cos θ₂, sin θ₂, θ̇₁, θ̇₂
/// reset        all four uniform in [low, high) = [−0.1, 0.1), rounded to float32
/// terminated   −cos θ₁ − cos(θ₂ + θ₁) > 1
/// reward       −1 per step, 0 for the one that reaches the line
/// ```
public final class Acrobot implements Env, Physical, Describes, Pictured {

  private static final String NAME = "Acrobot";
  private static final double GRAVITY = 9.8; // m/s²
  private static final double TIME_STEP = 0.2; // s
  private static final double MAX_SPEED_1 = 4 * Math.PI; // rad/s
  private static final double MAX_SPEED_2 = 9 * Math.PI; // rad/s

  /// Where subtracting one turn after another, as Gymnasium does, stops being sensible.
  private static final double FAR = 1e4; // rad

  private static final ResetOption LOW =
      new ResetOption("low", -0.1, "lower bound of every component of the initial state");
  private static final ResetOption HIGH =
      new ResetOption("high", 0.1, "upper bound of every component of the initial state");
  private static final List<ResetOption> OPTIONS = List.of(LOW, HIGH);

  private static final Space.Discrete ACTIONS = new Space.Discrete(3);
  private static final Space OBSERVATIONS =
      Space.Box.symmetric(1, 1, 1, 1, MAX_SPEED_1, MAX_SPEED_2);

  private final double[] state = new double[4];
  private final double[] slope1 = new double[4];
  private final double[] slope2 = new double[4];
  private final double[] slope3 = new double[4];
  private final double[] slope4 = new double[4];
  private final double[] trial = new double[4];
  private Rng rng = Rng.seeded(0);
  private boolean begun;

  /// The world of Sutton and Barto's book, without noise.
  public Acrobot() {}

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
    for (int k = 0; k < 4; k++) {
      state[k] = (float) rng.uniform(low, high);
    }
    begun = true;
    observe(observation);
  }

  @Override
  public void step(float[] action, Step step) {
    Require.begun(begun, NAME);
    integrate(ACTIONS.index(action[0]) - 1);
    state[0] = wrapped(state[0]);
    state[1] = wrapped(state[1]);
    state[2] = Math.clamp(state[2], -MAX_SPEED_1, MAX_SPEED_1);
    state[3] = Math.clamp(state[3], -MAX_SPEED_2, MAX_SPEED_2);

    boolean over = -Angle.cos(state[0]) - Angle.cos(state[1] + state[0]) > 1.0;
    step.set(over ? 0 : -1, over ? Ending.TERMINATED : Ending.NONE);
    observe(step.observation);
  }

  /// One step of the classical Runge-Kutta method.
  private void integrate(double torque) {
    slope(state, torque, slope1);
    move(slope1, TIME_STEP / 2);
    slope(trial, torque, slope2);
    move(slope2, TIME_STEP / 2);
    slope(trial, torque, slope3);
    move(slope3, TIME_STEP);
    slope(trial, torque, slope4);
    for (int k = 0; k < 4; k++) {
      double sum = slope1[k] + 2 * slope2[k] + 2 * slope3[k] + slope4[k];
      state[k] = state[k] + TIME_STEP / 6.0 * sum;
    }
  }

  private void move(double[] slope, double time) {
    for (int k = 0; k < 4; k++) {
      trial[k] = state[k] + time * slope[k];
    }
  }

  /// Fills `slope` with the derivative of the state `s`. Masses, lengths and inertias of 1, and
  /// centres at 0.5, are multiplied out: all of these products are exact.
  private static void slope(double[] s, double torque, double[] slope) {
    double cos2 = Angle.cos(s[1]);
    double sin2 = Angle.sin(s[1]);
    double d1 = 0.25 + (1.25 + cos2) + 1.0 + 1.0;
    double d2 = 0.25 + 0.5 * cos2 + 1.0;
    double phi2 = 0.5 * GRAVITY * Angle.cos(s[0] + s[1] - Math.PI / 2);
    double phi1 =
        -0.5 * (s[3] * s[3]) * sin2
            - s[3] * s[2] * sin2
            + 1.5 * GRAVITY * Angle.cos(s[0] - Math.PI / 2)
            + phi2;
    double acceleration2 =
        (torque + d2 / d1 * phi1 - 0.5 * (s[2] * s[2]) * sin2 - phi2) / (1.25 - d2 * d2 / d1);
    slope[0] = s[2];
    slope[1] = s[3];
    slope[2] = -(d2 * acceleration2 + phi1) / d1;
    slope[3] = acceleration2;
  }

  private static double wrapped(double angle) {
    if (!(Math.abs(angle) < FAR)) {
      return Math.IEEEremainder(angle, 2 * Math.PI); // no endless loop; an infinite angle is NaN
    }
    double wrapped = angle;
    while (wrapped > Math.PI) {
      wrapped -= 2 * Math.PI;
    }
    while (wrapped < -Math.PI) {
      wrapped += 2 * Math.PI;
    }
    return wrapped;
  }

  private void observe(float[] observation) {
    observation[0] = (float) Angle.cos(state[0]);
    observation[1] = (float) Angle.sin(state[0]);
    observation[2] = (float) Angle.cos(state[1]);
    observation[3] = (float) Angle.sin(state[1]);
    observation[4] = (float) state[2];
    observation[5] = (float) state[3];
  }

  @Override
  public double[] physics() {
    Require.begun(begun, NAME);
    return state.clone();
  }

  @Override
  public void setPhysics(double... state) {
    Require.begun(begun, NAME);
    Require.physics(state, 4, NAME);
    System.arraycopy(state, 0, this.state, 0, 4);
  }

  @Override
  public Scene scene() {
    Require.begun(begun, NAME);
    return AcrobotScene.of(state[0], state[1]);
  }

  @Override
  public String describeObservation(float[] observation, int at) {
    double cos1 = observation[at];
    double sin1 = observation[at + 1];
    double cosBoth = cos1 * observation[at + 2] - sin1 * observation[at + 3];
    return "tip %s m above the pivot, inner link %s, outer link %s"
        .formatted(
            Words.number(-cos1 - cosBoth),
            Words.turning(observation[at + 4], 0.1),
            Words.turning(observation[at + 5], 0.1));
  }

  @Override
  public String describeAction(float[] action, int at) {
    return switch (ACTIONS.index(action[at])) {
      case 0 -> "torque clockwise";
      case 1 -> "no torque";
      default -> "torque counterclockwise";
    };
  }

  @Override
  public boolean savesState() {
    return true;
  }

  @Override
  public long[] state() {
    return Saved.of(rng, state[0], state[1], state[2], state[3], begun ? 1 : 0);
  }

  @Override
  public void restore(long[] saved) {
    double[] values = Saved.values(saved, 5, NAME);
    rng = Saved.rng(saved, 5);
    System.arraycopy(values, 0, state, 0, 4);
    begun = values[4] != 0;
  }
}
