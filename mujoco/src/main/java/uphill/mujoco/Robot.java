package uphill.mujoco;

import java.util.Arrays;
import java.util.List;
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
import uphill.mujoco.engine.Model;
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
abstract class Robot implements Env, Physical, Pictured {

  /// How a world begins: noise on its initial state.
  enum Noise {
    /// Uniform on positions and velocities.
    UNIFORM,
    /// Uniform on positions, normal on velocities.
    NORMAL
  }

  private final String name;
  private final int frameSkip;
  private final Space observations;
  private final Space actions;
  private final Noise noise;
  private final double noiseScale;
  private final Simulation simulation;
  private final double[] initialPositions;
  private final double[] memory;
  private final RobotScene picture;
  private Rng rng = Rng.seeded(0);
  private boolean begun;

  /// @param frameSkip steps of physics in one of the environment
  /// @param observationSize numbers of an observation
  /// @param remembered numbers that a step needs of the state before it and that qpos and qvel do
  ///   not give: MuJoCo computes places before it moves, so they lag behind
  Robot(
      String name,
      Model model,
      int frameSkip,
      int observationSize,
      Noise noise,
      double noiseScale,
      int remembered) {
    this.name = name;
    this.frameSkip = frameSkip;
    this.noise = noise;
    this.noiseScale = noiseScale;
    memory = new double[remembered];
    simulation = new Simulation(model);
    picture = new RobotScene(model, View.of(name));
    initialPositions = model.initialPositions();
    float[] unbounded = new float[observationSize];
    Arrays.fill(unbounded, Float.POSITIVE_INFINITY);
    float[] negative = unbounded.clone();
    Arrays.fill(negative, Float.NEGATIVE_INFINITY);
    observations = new Space.Box(negative, unbounded);
    double[] ranges = model.controlRanges();
    float[] low = new float[model.actuators()];
    float[] high = new float[low.length];
    for (int i = 0; i < low.length; i++) {
      low[i] = (float) ranges[2 * i];
      high[i] = (float) ranges[2 * i + 1];
    }
    actions = new Space.Box(low, high);
  }

  @Override
  public final Space observationSpace() {
    return observations;
  }

  @Override
  public final Space actionSpace() {
    return actions;
  }

  /// The id, for error messages.
  final String name() {
    return name;
  }

  /// The physics.
  final Simulation simulation() {
    return simulation;
  }

  /// Seconds of one step of the environment.
  final double dt() {
    return simulation.model().timeStep() * frameSkip;
  }

  /// `qpos[i]`.
  final double position(int i) {
    return simulation.positions().get(i);
  }

  /// `qvel[i]`.
  final double velocity(int i) {
    return simulation.velocities().get(i);
  }

  /// What [#remember(double[])] left before the step.
  final double remembered(int i) {
    return memory[i];
  }

  @Override
  public final void reset(Reset how, float[] observation) {
    how.check(name, options());
    rng = how.generator(rng);
    simulation.reset();
    double[] qpos = initialPositions.clone();
    double[] qvel = new double[simulation.velocities().count()];
    place(rng, qpos, qvel);
    simulation.positions().set(qpos);
    simulation.velocities().set(qvel);
    simulation.forward();
    remember(memory);
    begun = true;
    observe(observation);
  }

  /// Where an episode begins: given the model's initial state.
  void place(Rng random, double[] qpos, double[] qvel) {
    for (int i = 0; i < qpos.length; i++) {
      qpos[i] += random.uniform(-noiseScale, noiseScale);
    }
    for (int i = 0; i < qvel.length; i++) {
      qvel[i] +=
          noise == Noise.NORMAL
              ? noiseScale * random.standardNormal()
              : random.uniform(-noiseScale, noiseScale);
    }
  }

  @Override
  public final void step(float[] action, Step step) {
    Require.begun(begun, name);
    Simulation.Reals controls = simulation.controls();
    for (int i = 0; i < controls.count(); i++) {
      if (!Float.isFinite(action[i])) {
        throw new IllegalArgumentException(
            "%s: component %s of the action is %s; it must be a finite number"
                .formatted(name, Integer.toString(i), Float.toString(action[i])));
      }
    }
    double before = progress();
    for (int i = 0; i < controls.count(); i++) {
      controls.set(i, action[i]);
    }
    simulation.step(frameSkip);
    if (readsForces()) {
      simulation.externalForces();
    }
    boolean ends = ends();
    double reward = reward(action, (progress() - before) / dt(), ends);
    step.set(reward, ends ? Ending.TERMINATED : Ending.NONE);
    remember(memory);
    observe(step.observation);
  }

  /// Where along its way it is, in metres; what its speed is made of.
  double progress() {
    return 0;
  }

  /// Whether `cfrc_ext` is read.
  boolean readsForces() {
    return false;
  }

  /// Whether the state, after a step, ends the world.
  abstract boolean ends();

  /// r of a step that was taken.
  ///
  /// @param speed of [#progress()], in m/s
  abstract double reward(float[] action, double speed, boolean ends);

  /// Keeps what the next step needs of this state.
  void remember(double[] kept) {
    // nothing
  }

  /// Fills an observation.
  abstract void observe(float[] observation);

  /// How often MuJoCo warned since the episode began: of a state that it could not go on from,
  /// above all.
  public final int warnings() {
    return simulation.warnings();
  }

  @Override
  public final List<NativePart> natives() {
    Library library = simulation.model().library();
    return List.of(new NativePart("MuJoCo", library.version(), library.sha256()));
  }

  @Override
  public final double[] physics() {
    Require.begun(begun, name);
    double[] state = new double[simulation.positions().count() + simulation.velocities().count()];
    for (int i = 0; i < state.length; i++) {
      int of = i - simulation.positions().count();
      state[i] = of < 0 ? position(i) : velocity(of);
    }
    return state;
  }

  @Override
  public final void setPhysics(double... state) {
    Require.begun(begun, name);
    int positions = simulation.positions().count();
    Require.physics(state, positions + simulation.velocities().count(), name);
    simulation.positions().set(Arrays.copyOf(state, positions));
    simulation.velocities().set(Arrays.copyOfRange(state, positions, state.length));
    simulation.forward();
    remember(memory);
  }

  @Override
  public final boolean savesState() {
    return true;
  }

  @Override
  public final long[] state() {
    double[] physical = simulation.state();
    double[] values = Arrays.copyOf(physical, physical.length + memory.length + 1);
    System.arraycopy(memory, 0, values, physical.length, memory.length);
    values[values.length - 1] = begun ? 1 : 0;
    return Saved.of(rng, values);
  }

  @Override
  public final void restore(long[] state) {
    int physical = simulation.stateSize();
    int all = physical + memory.length + 1;
    double[] values = Saved.values(state, all, name);
    rng = Saved.rng(state, all);
    simulation.restore(Arrays.copyOf(values, physical));
    System.arraycopy(values, physical, memory, 0, memory.length);
    begun = values[all - 1] != 0;
  }

  /// The robot as qpos puts it, and the floor, with marks that do not move.
  @Override
  public final Scene scene() {
    Require.begun(begun, name);
    double[] qpos = new double[simulation.positions().count()];
    simulation.positions().copy(0, qpos);
    return picture.of(qpos, 1 / dt());
  }

  @Override
  public final void close() {
    picture.close();
    simulation.close();
  }
}
