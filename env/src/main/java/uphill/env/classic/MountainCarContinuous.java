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

/// [MountainCar] with an engine that can be throttled, and whose fuel costs; Gymnasium's
/// `MountainCarContinuous-v0`.
///
/// ```text
/// action       a ∈ [−1, 1], throttle; beyond it is clipped
/// v            ← clip( v + 0.0015·clip(a) − 0.0025·cos 3p,  ±0.07 )
/// p            ← clip( p + v,  −1.2 … 0.6 );   v ← 0 at the left wall
/// reset        p uniform in [low, high) = [−0.6, −0.4),  v = 0
/// terminated   p ≥ 0.45 and v ≥ goal velocity (0)
/// reward       −0.1·a² per step, with a as it was given; 100 more on arrival
/// ```
///
/// Precision is part of parity. Gymnasium keeps the state in float32 from the first step on, and
/// under numpy 2 a product of a float32 and a Python number is float32: so the fuel term is rounded
/// twice, unless the action was clipped, which makes it a Python number. The first step of an
/// episode starts from the float64 of the reset.
public final class MountainCarContinuous implements Env, Physical, Describes, Pictured {

  private static final String NAME = "MountainCarContinuous";
  private static final double BOTTOM = -Math.PI / 6; // where sin 3x is least
  private static final double POWER = 0.0015;
  private static final double GRAVITY = 0.0025;
  private static final double GOAL = 0.45;
  private static final float MIN_POSITION = (float) MountainCar.MIN_POSITION;
  private static final float MAX_POSITION = (float) MountainCar.MAX_POSITION;
  private static final float MAX_SPEED = (float) MountainCar.MAX_SPEED;

  private static final Space ACTIONS = Space.Box.of(-1, 1, 1);

  private final double goalVelocity;
  private Rng rng = Rng.seeded(0);
  private boolean begun;
  private boolean single; // the state is float32
  private double position;
  private double velocity;

  /// The world where arriving is enough.
  public MountainCarContinuous() {
    this(0);
  }

  /// The world where arriving counts from this velocity on: `goal_velocity` in Gymnasium.
  public MountainCarContinuous(double goalVelocity) {
    this.goalVelocity = goalVelocity;
  }

  @Override
  public Space observationSpace() {
    return MountainCar.OBSERVATIONS;
  }

  @Override
  public Space actionSpace() {
    return ACTIONS;
  }

  @Override
  public List<ResetOption> options() {
    return MountainCar.OPTIONS;
  }

  @Override
  public void reset(Reset how, float[] observation) {
    how.check(NAME, MountainCar.OPTIONS);
    double low = how.option(MountainCar.LOW);
    double high = how.option(MountainCar.HIGH);
    Require.ordered(low, high, NAME);
    rng = how.generator(rng);
    position = rng.uniform(low, high);
    velocity = 0;
    begun = true;
    single = false;
    observe(observation);
  }

  @Override
  public void step(float[] action, Step step) {
    Require.begun(begun, NAME);
    boolean arrived = single ? moveSingle(action[0]) : moveDouble(action[0]);
    single = true;
    double fuel = (double) action[0] * action[0] * 0.1;
    step.set((arrived ? 100.0 : 0.0) - fuel, arrived ? Ending.TERMINATED : Ending.NONE);
    observe(step.observation);
  }

  /// Moves from a state in float64, and rounds it; whether the goal is reached.
  private boolean moveDouble(float action) {
    double v = velocity + acceleration(action, Angle.cos(3 * position));
    v = Math.clamp(v, -MountainCar.MAX_SPEED, MountainCar.MAX_SPEED);
    double p = Math.clamp(position + v, MountainCar.MIN_POSITION, MountainCar.MAX_POSITION);
    if (p == MountainCar.MIN_POSITION && v < 0) {
      v = 0;
    }
    position = (float) p;
    velocity = (float) v;
    return p >= GOAL && v >= goalVelocity;
  }

  /// Moves from a state in float32; whether the goal is reached.
  private boolean moveSingle(float action) {
    float p = (float) position;
    float v = (float) velocity + (float) acceleration(action, Angle.cos(3 * p));
    v = Math.clamp(v, -MAX_SPEED, MAX_SPEED);
    p = Math.clamp(p + v, MIN_POSITION, MAX_POSITION);
    if (p == MIN_POSITION && v < 0) {
      v = 0;
    }
    position = p;
    velocity = v;
    return p >= (float) GOAL && v >= (float) goalVelocity;
  }

  private static double acceleration(float action, double cos) {
    double slope = GRAVITY * cos;
    if (action < -1) {
      return -1 * POWER - slope;
    }
    if (action > 1) {
      return 1 * POWER - slope;
    }
    return action * (float) POWER - (float) slope;
  }

  private void observe(float[] observation) {
    observation[0] = (float) position;
    observation[1] = (float) velocity;
  }

  @Override
  public double[] physics() {
    Require.begun(begun, NAME);
    return new double[] {position, velocity};
  }

  /// Puts the world in this state; it is rounded to float32, except before the first step.
  @Override
  public void setPhysics(double... state) {
    Require.begun(begun, NAME);
    Require.physics(state, 2, NAME);
    position = single ? (float) state[0] : state[0];
    velocity = single ? (float) state[1] : state[1];
  }

  @Override
  public Scene scene() {
    Require.begun(begun, NAME);
    return MountainCarScene.of(position, GOAL);
  }

  @Override
  public String describeObservation(float[] observation, int at) {
    return "car %s, %s"
        .formatted(
            Words.side(observation[at] - BOTTOM, 0.02, "the bottom of the valley"),
            Words.moving(observation[at + 1], 0.001));
  }

  @Override
  public String describeAction(float[] action, int at) {
    double throttle = Math.clamp(action[at], -1.0, 1.0);
    return throttle == 0
        ? "coast"
        : "push %s with %s"
            .formatted(throttle < 0 ? "left" : "right", Words.number(Math.abs(throttle)));
  }

  @Override
  public boolean savesState() {
    return true;
  }

  @Override
  public long[] state() {
    return Saved.of(rng, position, velocity, begun ? 1 : 0, single ? 1 : 0);
  }

  @Override
  public void restore(long[] state) {
    double[] values = Saved.values(state, 4, NAME);
    rng = Saved.rng(state, 4);
    position = values[0];
    velocity = values[1];
    begun = values[2] != 0;
    single = values[3] != 0;
  }
}
