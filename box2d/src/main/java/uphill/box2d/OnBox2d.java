package uphill.box2d;

import java.util.List;
import uphill.env.Describes;
import uphill.env.Env;
import uphill.env.NativePart;
import uphill.env.Physical;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.env.scene.Pictured;
import uphill.env.scene.Scene;

/// A world that [Simulated] runs.
sealed interface OnBox2d extends Env, Physical, Describes, Pictured
    permits LunarLander, BipedalWalker {

  /// What runs it.
  Simulated simulated();

  @Override
  default Space observationSpace() {
    return simulated().observationSpace();
  }

  @Override
  default Space actionSpace() {
    return simulated().actionSpace();
  }

  @Override
  default void reset(Reset how, float[] observation) {
    simulated().reset(how, options(), observation);
  }

  @Override
  default void step(float[] action, Step step) {
    simulated().step(action, step);
  }

  @Override
  default double[] physics() {
    return simulated().physics();
  }

  @Override
  default void setPhysics(double... state) {
    simulated().setPhysics(state);
  }

  @Override
  default Scene scene() {
    return simulated().picture();
  }

  @Override
  default List<NativePart> natives() {
    return simulated().natives();
  }

  @Override
  default boolean savesState() {
    return true;
  }

  @Override
  default long[] state() {
    return simulated().state();
  }

  @Override
  default void restore(long[] state) {
    simulated().restore(state);
  }

  @Override
  default void close() {
    simulated().close();
  }
}
