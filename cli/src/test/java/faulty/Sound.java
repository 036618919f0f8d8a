package faulty;

import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;

/// A world as a user may have one, from which the faulty ones are made: episodes of twenty steps,
/// and what happens before each call.
public interface Sound extends Env {

  /// What an episode has come to.
  final class Episode {
    private int steps;
  }

  /// The episode of this world.
  Episode episode();

  /// What happens before a reset.
  default void beforeReset() {}

  /// What happens after a step.
  default void afterStep(Step step) {}

  @Override
  default Space observationSpace() {
    return Space.Box.of(0, 20, 1);
  }

  @Override
  default Space actionSpace() {
    return new Space.Discrete(2);
  }

  @Override
  default void reset(Reset how, float[] observation) {
    beforeReset();
    episode().steps = 0;
    observation[0] = 0;
  }

  @Override
  default void step(float[] action, Step step) {
    int steps = ++episode().steps;
    step.observation[0] = steps;
    step.set(action[0], steps == 20 ? Ending.TERMINATED : Ending.NONE);
    afterStep(step);
  }
}
