package uphill.mujoco;

import java.util.Arrays;
import java.util.List;
import uphill.env.Describes;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.NativePart;
import uphill.env.Physical;
import uphill.env.Require;
import uphill.env.Reset;
import uphill.env.Saved;
import uphill.env.Space;
import uphill.env.Step;
import uphill.env.scene.Pictured;
import uphill.env.scene.Scene;
import uphill.kernel.Rng;
import uphill.mujoco.engine.Library;
import uphill.mujoco.engine.Simulation;

/// What MuJoCo's worlds share: Gymnasium's `MujocoEnv`.
///
/// ```text
/// reset        qpos₀ and 0, each moved by noise
/// step         ctrl ← action, as it is; MuJoCo clamps it to the actuator's range; `frame_skip` steps of physics
/// physics      qpos, qvel
/// ```
///
/// Gymnasium's observations have 64 bits and these 32, as every library's networks do.
final class Robot implements Env, Physical, Describes, Pictured {

  private final Mechanics body;
  private final Task task;
  private final Motors motors;
  private final Space observations;
  private final Space actions;
  private final Simulation simulation;
  private final double[] initialPositions;
  private final double[] memory;
  private final RobotScene picture;
  private Rng rng = Rng.seeded(0);
  private boolean begun;

  Robot(Mechanics body, Task task, Motors motors) {
    this.body = body;
    this.task = task;
    this.motors = motors;
    simulation = body.simulation();
    memory = body.memory();
    picture = new RobotScene(body.model(), View.of(body.name()));
    initialPositions = body.model().initialPositions();
    float[] unbounded = new float[task.observationSize()];
    Arrays.fill(unbounded, Float.POSITIVE_INFINITY);
    float[] negative = unbounded.clone();
    Arrays.fill(negative, Float.NEGATIVE_INFINITY);
    observations = new Space.Box(negative, unbounded);
    double[] ranges = body.model().controlRanges();
    float[] low = new float[body.model().actuators()];
    float[] high = new float[low.length];
    for (int i = 0; i < low.length; i++) {
      low[i] = (float) ranges[2 * i];
      high[i] = (float) ranges[2 * i + 1];
    }
    actions = new Space.Box(low, high);
  }

  @Override
  public Space observationSpace() {
    return observations;
  }

  @Override
  public Space actionSpace() {
    return actions;
  }

  @Override
  public void reset(Reset how, float[] observation) {
    how.check(body.name(), options());
    rng = how.generator(rng);
    simulation.reset();
    double[] qpos = initialPositions.clone();
    double[] qvel = new double[simulation.velocities().count()];
    task.place(rng, qpos, qvel);
    simulation.positions().set(qpos);
    simulation.velocities().set(qvel);
    simulation.forward();
    task.remember(memory);
    begun = true;
    task.observe(observation);
  }

  @Override
  public void step(float[] action, Step step) {
    Require.begun(begun, body.name());
    Simulation.Reals controls = simulation.controls();
    for (int i = 0; i < controls.count(); i++) {
      if (!Float.isFinite(action[i])) {
        throw new IllegalArgumentException(
            "%s: component %s of the action is %s; it must be a finite number"
                .formatted(body.name(), Integer.toString(i), Float.toString(action[i])));
      }
    }
    double before = task.progress();
    for (int i = 0; i < controls.count(); i++) {
      controls.set(i, action[i]);
    }
    body.step();
    if (task.readsForces()) {
      simulation.externalForces();
    }
    boolean ends = task.ends();
    double reward = task.reward(action, (task.progress() - before) / body.dt(), ends);
    step.set(reward, ends ? Ending.TERMINATED : Ending.NONE);
    task.remember(memory);
    task.observe(step.observation);
  }

  @Override
  public String describeObservation(float[] observation, int at) {
    return task.describe(observation, at);
  }

  @Override
  public String describeAction(float[] action, int at) {
    return motors.describe(action, at);
  }

  /// How often MuJoCo warned since the episode began: of a state that it could not go on from,
  /// above all.
  public int warnings() {
    return simulation.warnings();
  }

  @Override
  public List<NativePart> natives() {
    Library library = simulation.model().library();
    return List.of(new NativePart("MuJoCo", library.version(), library.sha256()));
  }

  @Override
  public double[] physics() {
    Require.begun(begun, body.name());
    double[] state = new double[simulation.positions().count() + simulation.velocities().count()];
    for (int i = 0; i < state.length; i++) {
      int of = i - simulation.positions().count();
      state[i] = of < 0 ? body.position(i) : body.velocity(of);
    }
    return state;
  }

  @Override
  public void setPhysics(double... state) {
    Require.begun(begun, body.name());
    int positions = simulation.positions().count();
    Require.physics(state, positions + simulation.velocities().count(), body.name());
    simulation.positions().set(Arrays.copyOf(state, positions));
    simulation.velocities().set(Arrays.copyOfRange(state, positions, state.length));
    simulation.forward();
    task.remember(memory);
  }

  @Override
  public boolean savesState() {
    return true;
  }

  @Override
  public long[] state() {
    double[] physical = simulation.state();
    double[] values = Arrays.copyOf(physical, physical.length + memory.length + 1);
    System.arraycopy(memory, 0, values, physical.length, memory.length);
    values[values.length - 1] = begun ? 1 : 0;
    return Saved.of(rng, values);
  }

  @Override
  public void restore(long[] state) {
    int physical = simulation.stateSize();
    int all = physical + memory.length + 1;
    double[] values = Saved.values(state, all, body.name());
    rng = Saved.rng(state, all);
    simulation.restore(Arrays.copyOf(values, physical));
    System.arraycopy(values, physical, memory, 0, memory.length);
    begun = values[all - 1] != 0;
  }

  /// The robot as qpos puts it, and the floor, with marks that do not move.
  @Override
  public Scene scene() {
    Require.begun(begun, body.name());
    double[] qpos = new double[simulation.positions().count()];
    simulation.positions().copy(0, qpos);
    return picture.of(qpos, 1 / body.dt());
  }

  @Override
  public void close() {
    picture.close();
    simulation.close();
  }
}
