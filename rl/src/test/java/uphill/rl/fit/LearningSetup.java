package uphill.rl.fit;

import java.util.List;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.env.vector.VectorEnv;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;
import uphill.rl.Setup;

/// A setup in which something is learnt, without a world.
final class LearningSetup {

  private LearningSetup() {}

  /// One with the same spaces.
  static Setup like(Setup setup) {
    Env nothing = new Nothing(setup.observations(), setup.actions());
    return Setup.of(
        1, new VectorEnv("nothing", List.of(nothing)), new ScalarKernels(), Workers.one());
  }

  private record Nothing(Space observationSpace, Space actionSpace) implements Env {
    @Override
    public void reset(Reset how, float[] observation) {}

    @Override
    public void step(float[] action, Step step) {
      step.set(0, Ending.NONE);
    }
  }
}
