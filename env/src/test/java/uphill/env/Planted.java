package uphill.env;

import java.util.concurrent.Callable;

/// A world that does as it is told, to plant one fault at a time.
///
/// Unless told otherwise, it shows its space's lowest element and earns 1 with every step.
final class Planted implements Env {

  /// What is done in place of a method.
  interface Fault {
    void run() throws Throwable;
  }

  interface FaultInStep {
    void run(float[] action, Step step) throws Throwable;
  }

  interface FaultInReset {
    void run(float[] observation) throws Throwable;
  }

  private final Space observations;
  private FaultInReset reset = _ -> {};
  private FaultInStep step = (_, _) -> {};
  private Callable<long[]> state = () -> new long[0];
  private Fault restore = () -> {};
  private Fault close = () -> {};
  private boolean saves = true;
  int closed;

  Planted(Space observations) {
    this.observations = observations;
  }

  Planted() {
    this(Space.Box.of(0, 1, 2));
  }

  Planted inReset(FaultInReset fault) {
    reset = fault;
    return this;
  }

  Planted inStep(FaultInStep fault) {
    step = fault;
    return this;
  }

  Planted inState(Callable<long[]> fault) {
    state = fault;
    return this;
  }

  Planted inRestore(Fault fault) {
    restore = fault;
    return this;
  }

  Planted inClose(Fault fault) {
    close = fault;
    return this;
  }

  Planted withoutState() {
    saves = false;
    return this;
  }

  @Override
  public Space observationSpace() {
    return observations;
  }

  @Override
  public Space actionSpace() {
    return new Space.Discrete(3);
  }

  @Override
  public void reset(Reset how, float[] observation) {
    lowest(observation);
    sneak(() -> reset.run(observation));
  }

  @Override
  public void step(float[] action, Step step) {
    lowest(step.observation);
    step.set(1, Ending.NONE);
    sneak(() -> this.step.run(action, step));
  }

  private void lowest(float[] observation) {
    for (int j = 0; j < observation.length; j++) {
      observation[j] =
          switch (observations) {
            case Space.Box box -> Math.max(box.low()[j], -1000);
            case Space.Discrete discrete -> discrete.start();
            case Space.MultiDiscrete _, Space.MultiBinary _ -> 0;
          };
    }
  }

  @Override
  public boolean savesState() {
    return saves;
  }

  @Override
  public long[] state() {
    try {
      return state.call();
    } catch (Exception e) {
      throw sneaky(e);
    }
  }

  @Override
  public void restore(long[] state) {
    sneak(restore);
  }

  @Override
  public void close() {
    closed++;
    sneak(close);
  }

  private static void sneak(Fault fault) {
    try {
      fault.run();
    } catch (Throwable e) {
      throw sneaky(e);
    }
  }

  /// Throws anything, as Kotlin and Scala do.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> RuntimeException sneaky(Throwable e) throws T {
    throw (T) e;
  }
}
