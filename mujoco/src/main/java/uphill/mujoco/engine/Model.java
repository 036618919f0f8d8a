package uphill.mujoco.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A compiled model: nothing of it changes, so any number of simulations, on any threads, share it.
@SuppressWarnings("restricted") // sizes are those of the table
public final class Model {

  private static final int BODY = 1; // mjOBJ_BODY

  private final Engine engine;
  private final MemorySegment struct;
  private final int positions;
  private final int velocities;
  private final int actuators;
  private final int bodies;
  private final int geoms;
  private final int sites;

  Model(Engine engine, MemorySegment address) {
    this.engine = engine;
    Layout layout = engine.layout();
    struct = address.reinterpret(layout.sizeOf("mjModel"));
    positions = layout.number(struct, "model.nq");
    velocities = layout.number(struct, "model.nv");
    actuators = layout.number(struct, "model.nu");
    bodies = layout.number(struct, "model.nbody");
    geoms = layout.number(struct, "model.ngeom");
    sites = layout.number(struct, "model.nsite");
  }

  Engine engine() {
    return engine;
  }

  /// What computes it.
  public Library library() {
    return engine.library();
  }

  MemorySegment struct() {
    return struct;
  }

  /// Elements of qpos.
  public int positions() {
    return positions;
  }

  /// Elements of qvel: degrees of freedom.
  public int velocities() {
    return velocities;
  }

  /// Elements of ctrl.
  public int actuators() {
    return actuators;
  }

  /// Bodies, the world's among them: number 0.
  public int bodies() {
    return bodies;
  }

  /// Shapes.
  public int geoms() {
    return geoms;
  }

  /// Marked places.
  public int sites() {
    return sites;
  }

  /// Seconds of one step.
  public double timeStep() {
    return engine.layout().real(struct, "model.opt.timestep");
  }

  /// qpos at the beginning.
  public double[] initialPositions() {
    return reals("model.qpos0", positions);
  }

  /// Of each body, in kg.
  public double[] masses() {
    return reals("model.body_mass", bodies);
  }

  /// The bounds of ctrl, two numbers each.
  public double[] controlRanges() {
    return reals("model.actuator_ctrlrange", 2 * actuators);
  }

  /// The body of a name.
  ///
  /// @throws IllegalArgumentException if there is none
  public int body(String name) {
    int id = engine.functions().nameToId(struct, BODY, name);
    if (id < 0) {
      throw new IllegalArgumentException("the model has no body " + name);
    }
    return id;
  }

  /// What kind each geom is of: `mjtGeom`.
  public int[] geomTypes() {
    return engine
        .layout()
        .array(struct, "model.geom_type", (long) geoms * Integer.BYTES)
        .toArray(ValueLayout.JAVA_INT);
  }

  /// Three numbers of each geom, in m; what they are depends on its type.
  public double[] geomSizes() {
    return reals("model.geom_size", 3 * geoms);
  }

  /// Red, green, blue and opacity of each geom, from 0 to 1.
  public float[] geomColours() {
    return engine
        .layout()
        .array(struct, "model.geom_rgba", 4L * geoms * Float.BYTES)
        .toArray(ValueLayout.JAVA_FLOAT);
  }

  private double[] reals(String field, int count) {
    return engine
        .layout()
        .array(struct, field, (long) count * Double.BYTES)
        .toArray(ValueLayout.JAVA_DOUBLE);
  }
}
