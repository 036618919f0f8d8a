package uphill.mujoco.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Arrays;

/// A model in motion: MuJoCo's `mjData`. Used by one thread at a time.
@SuppressWarnings("restricted") // sizes are those of the table
public final class Simulation implements AutoCloseable {

  private static final Cleaner CLEANER = Cleaner.create();
  private static final int WARNING_BYTES = 8; // mjWarningStat: lastinfo, number
  private static final int WARNING_NUMBER = 4;

  private final Model model;
  private final Functions functions;
  private final MemorySegment struct;
  private final MemorySegment data;
  private final Cleaner.Cleanable memory;
  private final Reals positions;
  private final Reals velocities;
  private final Reals controls;
  private final Reals warmStart;
  private final MemorySegment warnings;
  private boolean closed;

  /// At the model's initial state.
  public Simulation(Model model) {
    this.model = model;
    functions = model.engine().functions();
    struct = model.struct();
    Layout layout = model.engine().layout();
    MemorySegment made = functions.makeData(struct);
    Complaints.rethrow();
    data = made.reinterpret(layout.sizeOf("mjData"));
    memory = CLEANER.register(this, new Memory(functions, data));
    positions = reals("qpos", model.positions());
    velocities = reals("qvel", model.velocities());
    controls = reals("ctrl", model.actuators());
    warmStart = reals("qacc_warmstart", model.velocities());
    warnings = layout.inside(data, "data.warning");
  }

  private record Memory(Functions functions, MemorySegment data) implements Runnable {
    @Override
    public void run() {
      functions.deleteData(data);
    }
  }

  /// Numbers of `mjData`, where they lie: to be read and set until it is closed.
  public static final class Reals {
    private final Simulation owner; // whose memory they are, which nothing may free meanwhile
    private final MemorySegment numbers;
    private final int count;

    private Reals(Simulation owner, MemorySegment numbers, int count) {
      this.owner = owner;
      this.numbers = numbers;
      this.count = count;
    }

    /// How many there are.
    public int count() {
      return count;
    }

    /// Number i.
    public double get(int i) {
      double value = numbers.getAtIndex(ValueLayout.JAVA_DOUBLE, i);
      Reference.reachabilityFence(owner);
      return value;
    }

    /// Sets number i.
    public void set(int i, double value) {
      numbers.setAtIndex(ValueLayout.JAVA_DOUBLE, i, value);
      Reference.reachabilityFence(owner);
    }

    /// Copies those from `from` on into an array, until it is full.
    public void copy(int from, double[] to) {
      MemorySegment.copy(
          numbers, ValueLayout.JAVA_DOUBLE, (long) from * Double.BYTES, to, 0, to.length);
      Reference.reachabilityFence(owner);
    }

    /// Sets the first of them.
    public void set(double[] values) {
      MemorySegment.copy(values, 0, numbers, ValueLayout.JAVA_DOUBLE, 0, values.length);
      Reference.reachabilityFence(owner);
    }
  }

  /// An array of `mjData`: `xpos`, say.
  public Reals reals(String field, int count) {
    requireOpen();
    MemorySegment array =
        model.engine().layout().array(data, "data." + field, (long) count * Double.BYTES);
    return new Reals(this, array, count);
  }

  /// The model.
  public Model model() {
    return model;
  }

  /// qpos.
  public Reals positions() {
    requireOpen();
    return positions;
  }

  /// qvel.
  public Reals velocities() {
    requireOpen();
    return velocities;
  }

  /// ctrl.
  public Reals controls() {
    requireOpen();
    return controls;
  }

  /// Back to the model's initial state, with everything that was computed forgotten.
  public void reset() {
    requireOpen();
    functions.resetData(struct, data);
    Reference.reachabilityFence(this);
    Complaints.rethrow();
  }

  /// Computes all that follows from qpos, qvel and ctrl, and moves nothing.
  public void forward() {
    requireOpen();
    functions.forward(struct, data);
    Reference.reachabilityFence(this);
    Complaints.rethrow();
  }

  /// Takes so many steps.
  public void step(int steps) {
    requireOpen();
    for (int i = 0; i < steps; i++) {
      functions.step(struct, data);
    }
    Reference.reachabilityFence(this);
    Complaints.rethrow();
  }

  /// Computes `cfrc_ext`, the forces from outside on each body.
  public void externalForces() {
    requireOpen();
    functions.rnePostConstraint(struct, data);
    Reference.reachabilityFence(this);
    Complaints.rethrow();
  }

  /// What MuJoCo has warned of since [#reset()], which it also calls itself where a state is beyond
  /// repair: then this begins again with 1.
  public int warnings() {
    requireOpen();
    int sum = 0;
    for (long at = 0; at < warnings.byteSize(); at += WARNING_BYTES) {
      sum += warnings.get(ValueLayout.JAVA_INT, at + WARNING_NUMBER);
    }
    Reference.reachabilityFence(this);
    return sum;
  }

  /// What the future depends on: time, qpos, qvel, ctrl, and the accelerations that the solver
  /// begins with.
  public double[] state() {
    requireOpen();
    double[] state = new double[stateSize()];
    state[0] = model.engine().layout().real(data, "data.time");
    Reference.reachabilityFence(this);
    int at = 1;
    for (Reals part : new Reals[] {positions, velocities, controls, warmStart}) {
      for (int i = 0; i < part.count(); i++) {
        state[at++] = part.get(i);
      }
    }
    return state;
  }

  /// Numbers of [#state()].
  public int stateSize() {
    return 1 + model.positions() + 2 * model.velocities() + model.actuators();
  }

  /// Goes back to a state.
  public void restore(double[] state) {
    reset();
    put(state);
    forward(); // what is drawn and read follows from it, but the solver begins elsewhere now
    put(state);
  }

  private void put(double[] state) {
    model.engine().layout().real(data, "data.time", state[0]);
    int at = 1;
    for (Reals part : new Reals[] {positions, velocities, controls, warmStart}) {
      part.set(Arrays.copyOfRange(state, at, at + part.count()));
      at += part.count();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the simulation was closed");
    }
  }

  @Override
  public void close() {
    closed = true;
    memory.clean();
  }
}
