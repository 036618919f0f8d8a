package uphill.mujoco;

import uphill.mujoco.engine.Model;
import uphill.mujoco.engine.Simulation;

/// A robot's body in motion, and what a step needs of the state before it.
final class Mechanics {

  private final String name;
  private final int frameSkip;
  private final Simulation simulation;
  private final double[] memory;

  /// @param name the id, for error messages
  /// @param frameSkip steps of physics in one of the environment
  /// @param remembered numbers that a step needs of the state before it and that qpos and qvel do
  ///   not give: MuJoCo computes places before it moves, so they lag behind
  Mechanics(String name, Model model, int frameSkip, int remembered) {
    this.name = name;
    this.frameSkip = frameSkip;
    simulation = new Simulation(model);
    memory = new double[remembered];
  }

  String name() {
    return name;
  }

  Model model() {
    return simulation.model();
  }

  /// The physics.
  Simulation simulation() {
    return simulation;
  }

  /// Takes the steps of physics that are one of the environment.
  void step() {
    simulation.step(frameSkip);
  }

  /// Seconds of one step of the environment.
  double dt() {
    return model().timeStep() * frameSkip;
  }

  /// `qpos[i]`.
  double position(int i) {
    return simulation.positions().get(i);
  }

  /// `qvel[i]`.
  double velocity(int i) {
    return simulation.velocities().get(i);
  }

  /// What a [Task] has kept of the state before the step.
  double[] memory() {
    return memory;
  }
}
