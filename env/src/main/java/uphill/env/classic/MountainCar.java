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

/// Drive an engine too weak for the hill out of a valley, by swinging. Moore's thesis (1990),
/// [UCAM-CL-TR-209](https://www.cl.cam.ac.uk/techreports/UCAM-CL-TR-209.pdf); Gymnasium's
/// `MountainCar-v0`.
///
/// ```text
/// state        p position, v velocity [per step]
/// action       a = 0 back, 1 coast, 2 forward
/// v            ← clip( v + 0.001·(a − 1) − 0.0025·cos 3p,  ±0.07 )
/// p            ← clip( p + v,  −1.2 … 0.6 );   v ← 0 at the left wall
/// reset        p uniform in [low, high) = [−0.6, −0.4),  v = 0
/// terminated   p ≥ 0.5 and v ≥ goal velocity (0)
/// reward       −1 per step
/// ```
///
/// The observation is the state in float32.
public final class MountainCar implements Env, Physical, Describes, Pictured {

  private static final String NAME = "MountainCar";
  private static final double BOTTOM = -Math.PI / 6; // where sin 3x is least
  private static final double FORCE = 0.001;
  private static final double GRAVITY = 0.0025;
  private static final double GOAL = 0.5;
  static final double MIN_POSITION = -1.2;
  static final double MAX_POSITION = 0.6;
  static final double MAX_SPEED = 0.07;

  static final ResetOption LOW =
      new ResetOption("low", -0.6, "lower bound of the initial position");
  static final ResetOption HIGH =
      new ResetOption("high", -0.4, "upper bound of the initial position");
  static final List<ResetOption> OPTIONS = List.of(LOW, HIGH);

  private static final Space.Discrete ACTIONS = new Space.Discrete(3);
  static final Space OBSERVATIONS =
      new Space.Box(
          new float[] {(float) MIN_POSITION, (float) -MAX_SPEED},
          new float[] {(float) MAX_POSITION, (float) MAX_SPEED});

  private final double goalVelocity;
  private Rng rng = Rng.seeded(0);
  private boolean begun;
  private double position;
  private double velocity;

  /// The world where arriving is enough.
  public MountainCar() {
    this(0);
  }

  /// The world where arriving counts from this velocity on: `goal_velocity` in Gymnasium.
  public MountainCar(double goalVelocity) {
    this.goalVelocity = goalVelocity;
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
    position = rng.uniform(low, high);
    velocity = 0;
    begun = true;
    observe(observation);
  }

  @Override
  public void step(float[] action, Step step) {
    Require.begun(begun, NAME);
    int direction = ACTIONS.index(action[0]) - 1;

    velocity = velocity + (direction * FORCE + Angle.cos(3 * position) * -GRAVITY);
    velocity = Math.clamp(velocity, -MAX_SPEED, MAX_SPEED);
    position = Math.clamp(position + velocity, MIN_POSITION, MAX_POSITION);
    if (position == MIN_POSITION && velocity < 0) {
      velocity = 0;
    }

    boolean arrived = position >= GOAL && velocity >= goalVelocity;
    step.set(-1, arrived ? Ending.TERMINATED : Ending.NONE);
    observe(step.observation);
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

  @Override
  public void setPhysics(double... state) {
    Require.begun(begun, NAME);
    Require.physics(state, 2, NAME);
    position = state[0];
    velocity = state[1];
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
    return switch (ACTIONS.index(action[at])) {
      case 0 -> "push left";
      case 1 -> "coast";
      default -> "push right";
    };
  }

  @Override
  public boolean savesState() {
    return true;
  }

  @Override
  public long[] state() {
    return Saved.of(rng, position, velocity, begun ? 1 : 0);
  }

  @Override
  public void restore(long[] state) {
    double[] values = Saved.values(state, 3, NAME);
    rng = Saved.rng(state, 3);
    position = values[0];
    velocity = values[1];
    begun = values[2] != 0;
  }
}
