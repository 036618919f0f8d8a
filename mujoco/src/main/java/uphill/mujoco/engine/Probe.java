package uphill.mujoco.engine;

import java.util.Locale;

/// Whether a library's structs lie as the table says: a small model with odd figures is compiled,
/// set in motion and read through it. A wrong table fails here, before anything is learnt from it.
final class Probe {

  private static final double TIME_STEP = 0.00371;
  private static final double[] ARM_COLOUR = {0.25, 0.5, 0.75, 0.125};
  private static final double[] MASSES = {0, 1.25, 0.375};
  private static final double[] POSITIONS = {0.5, 0.25, 1.5, 1, 0, 0, 0, 0};
  private static final int UP = 2; // of qvel: the third of the free joint's
  private static final int HINGE = 6; // the joint after it
  private static final double TORQUE = 0.5;
  private static final double FRICTION = 0.25;
  private static final double TOO_FAST = 1e11;

  /// A ball in the air with another one below it, that touches the floor.
  private static final String MODEL =
      """
      <mujoco>
        <option timestep="0.00371" gravity="0 0 -9.5"/>
        <default><geom condim="1"/></default>
        <worldbody>
          <geom type="plane" size="9 9 1" pos="0 0 0.96" quat="1 0 0 1"/>
          <body pos="0.5 0.25 1.5">
            <freejoint/>
            <geom type="sphere" size="0.1" mass="1.25"/>
            <site name="mark" pos="0.1 0.2 0.3"/>
            <body name="arm" pos="0 0 -0.5">
              <joint name="hinge" axis="0 1 0" frictionloss="0.25"/>
              <geom type="sphere" size="0.05" mass="0.375" pos="0 0 -0.02" quat="0 1 0 0"
                rgba="0.25 0.5 0.75 0.125"/>
            </body>
          </body>
        </worldbody>
        <actuator>
          <motor joint="hinge" ctrllimited="true" ctrlrange="-0.7 1.3"/>
        </actuator>
      </mujoco>
      """;

  private Probe() {}

  /// @throws UnusableLibrary if something is not where it should be
  static void check(Engine engine) {
    Model model;
    try {
      model = engine.model(MODEL);
    } catch (IllegalArgumentException e) {
      throw new UnusableLibrary(String.valueOf(e.getMessage()), e);
    }
    check(model);
    try (Simulation simulation = new Simulation(model)) {
      simulation.reset();
      atRest(simulation);
      moving(simulation);
    }
  }

  private static void check(Model model) {
    same("nq", POSITIONS.length, model.positions());
    same("nv", 7, model.velocities());
    same("nu", 1, model.actuators());
    same("nbody", MASSES.length, model.bodies());
    same("ngeom", 3, model.geoms());
    same("nsite", 1, model.sites());
    same("timestep", TIME_STEP, model.timeStep());
    same("body_mass", MASSES, model.masses());
    same("qpos0", POSITIONS, model.initialPositions());
    same("actuator_ctrlrange", new double[] {-0.7, 1.3}, model.controlRanges());
    same("body arm", 2, model.body("arm"));
    int[] types = model.geomTypes();
    same("geom_type", new double[] {0, 2, 2}, new double[] {types[0], types[1], types[2]});
    same("geom_size", new double[] {9, 9, 1}, model.geomSizes());
    same("geom_size", 0.05, model.geomSizes()[6]);
    float[] colours = model.geomColours();
    for (int c = 0; c < ARM_COLOUR.length; c++) {
      same("geom_rgba", ARM_COLOUR[c], colours[8 + c]);
    }
  }

  private static void atRest(Simulation simulation) {
    simulation.velocities().set(0, 2);
    simulation.forward();
    same("qpos", POSITIONS, read(simulation.positions()));
    same("xpos", new double[] {0, 0, 0, 0.5, 0.25, 1.5, 0.5, 0.25, 1}, read(simulation, "xpos", 9));
    same(
        "xipos",
        new double[] {0, 0, 0, 0.5, 0.25, 1.5, 0.5, 0.25, 0.98},
        read(simulation, "xipos", 9));
    same(
        "geom_xpos",
        new double[] {0, 0, 0.96, 0.5, 0.25, 1.5, 0.5, 0.25, 0.98},
        read(simulation, "geom_xpos", 9));
    same(
        "geom_xmat",
        new double[] {0, -1, 0, 1, 0, 0, 0, 0, 1},
        read(simulation, "geom_xmat", 9)); // the floor's, a quarter turned
    same("site_xpos", new double[] {0.6, 0.45, 1.8}, read(simulation, "site_xpos", 3));
    same("cinert", MASSES[1], read(simulation, "cinert", 20)[19]);
    same("cvel", new double[] {0, 0, 0, 2, 0, 0}, read(simulation, "cvel", 12), 6);
  }

  private static void moving(Simulation simulation) {
    simulation.step(1);
    same("time", TIME_STEP, simulation.state()[0]);
    same("qpos after a step", 0.5 + 2 * TIME_STEP, simulation.positions().get(0));

    simulation.controls().set(0, TORQUE);
    double before = simulation.velocities().get(UP);
    simulation.step(1);
    double[] constraint = read(simulation, "qfrc_constraint", 7);
    same("qfrc_actuator", TORQUE, read(simulation, "qfrc_actuator", 7)[HINGE]);
    same("qfrc_constraint", -FRICTION, constraint[HINGE]);
    same(
        "qacc_warmstart",
        (simulation.velocities().get(UP) - before) / TIME_STEP,
        read(simulation, "qacc_warmstart", 7)[UP]);

    simulation.externalForces();
    double floor = read(simulation, "cfrc_ext", 18)[17]; // upward, on the arm
    same("the floor pushes", 1, Math.signum(floor));
    same("cfrc_ext", constraint[UP], floor);
    same("warnings", 0, simulation.warnings());
    simulation.velocities().set(0, TOO_FAST);
    simulation.step(1);
    same("warnings of a speed", 1, simulation.warnings());
  }

  private static double[] read(Simulation simulation, String field, int count) {
    return read(simulation.reals(field, count));
  }

  private static double[] read(Simulation.Reals reals) {
    double[] values = new double[reals.count()];
    reals.copy(0, values);
    return values;
  }

  private static void same(String field, double[] expected, double[] got) {
    same(field, expected, got, 0);
  }

  /// @param from where in what was read it begins
  private static void same(String field, double[] expected, double[] got, int from) {
    for (int i = 0; i < expected.length; i++) {
      same("%s[%s]".formatted(field, Integer.toString(from + i)), expected[i], got[from + i]);
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
