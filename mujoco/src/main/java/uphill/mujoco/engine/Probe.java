package uphill.mujoco.engine;

import java.util.Locale;

/// Whether a library's structs lie as the table says: a small model with odd figures is compiled,
/// set in motion and read through it. A wrong table fails here, before anything is learnt from it.
final class Probe {

  private static final double TIME_STEP = 0.00371;
  private static final double[] MASSES = {0, 1.25, 0.375};
  private static final double[] POSITIONS = {0.5, 0.25, 1.5, 1, 0, 0, 0, 0};
  private static final String MODEL =
      """
      <mujoco>
        <option timestep="0.00371" gravity="0 0 -9.5"/>
        <worldbody>
          <body pos="0.5 0.25 1.5">
            <freejoint/>
            <geom type="sphere" size="0.1" mass="1.25"/>
            <site name="mark" pos="0.1 0.2 0.3"/>
            <body name="arm" pos="0 0 -0.5">
              <joint axis="0 1 0"/>
              <geom type="sphere" size="0.05" mass="0.375"/>
            </body>
          </body>
        </worldbody>
        <actuator>
          <motor joint="probe" ctrllimited="true" ctrlrange="-0.7 1.3"/>
        </actuator>
      </mujoco>
      """
          .replace("<joint axis", "<joint name=\"probe\" axis");

  private Probe() {}

  /// @throws UnusableLibrary if something is not where it should be
  static void check(Engine engine) {
    Model model;
    try {
      model = engine.model(MODEL);
    } catch (IllegalArgumentException e) {
      throw new UnusableLibrary(String.valueOf(e.getMessage()), e);
    }
    same("nq", POSITIONS.length, model.positions());
    same("nv", 7, model.velocities());
    same("nu", 1, model.actuators());
    same("nbody", MASSES.length, model.bodies());
    same("ngeom", 2, model.geoms());
    same("nsite", 1, model.sites());
    same("timestep", TIME_STEP, model.timeStep());
    same("body_mass", MASSES, model.masses());
    same("qpos0", POSITIONS, model.initialPositions());
    same("actuator_ctrlrange", new double[] {-0.7, 1.3}, model.controlRanges());
    same("body arm", 2, model.body("arm"));
    try (Simulation simulation = new Simulation(model)) {
      simulation.reset();
      simulation.forward();
      same("qpos", POSITIONS, read(simulation.positions()));
      same(
          "xpos",
          new double[] {0, 0, 0, 0.5, 0.25, 1.5, 0.5, 0.25, 1},
          read(simulation.reals("xpos", 9)));
      same("site_xpos", new double[] {0.6, 0.45, 1.8}, read(simulation.reals("site_xpos", 3)));
      simulation.velocities().set(0, 2);
      simulation.step(1);
      same("time", TIME_STEP, simulation.state()[0]);
      same("qpos after a step", 0.5 + 2 * TIME_STEP, simulation.positions().get(0));
      simulation.controls().set(0, 0.5);
      simulation.step(1);
      same("qfrc_actuator", 0.5, simulation.reals("qfrc_actuator", 7).get(6));
      same("warnings", 0, simulation.warnings());
      simulation.externalForces();
    }
  }

  private static double[] read(Simulation.Reals reals) {
    double[] values = new double[reals.count()];
    reals.copy(0, values);
    return values;
  }

  private static void same(String field, double[] expected, double[] got) {
    for (int i = 0; i < expected.length; i++) {
      same("%s[%s]".formatted(field, Integer.toString(i)), expected[i], got[i]);
    }
  }

  private static void same(String field, double expected, double got) {
    if (!(Math.abs(expected - got) <= 1e-9)) {
      throw new UnusableLibrary(
          String.format(
              Locale.ROOT,
              "it does not lie in memory as its release should: a probe expected %s = %s and read"
                  + " %s",
              field,
              expected,
              got));
    }
  }
}
