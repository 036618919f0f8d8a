package uphill.explain.page;

import java.util.Locale;
import uphill.env.Describes;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;

/// A world whose words try to break out of the page.
final class Hostile implements Env, Describes {

  static final String WORDS = "</script><script>alert('1')</script><img src=x>\"&<!--]]>\u0000";

  private int steps;

  @Override
  public Space observationSpace() {
    return new Space.MultiDiscrete(new int[] {2, 3});
  }

  @Override
  public Space actionSpace() {
    return new Space.Discrete(9, 5);
  }

  @Override
  public void reset(Reset how, float[] observation) {
    steps = 0;
    observation[0] = 0;
    observation[1] = 0;
  }

  @Override
  public void step(float[] action, Step step) {
    steps++;
    step.observation[0] = steps % 2;
    step.observation[1] = steps % 3;
    step.set(action[0], steps == 10 ? Ending.TERMINATED : Ending.NONE);
  }

  @Override
  public String describeObservation(float[] observation, int at) {
    return String.format(
        Locale.ROOT, "%.0f of 2, %.0f of 3 %s", observation[at], observation[at + 1], WORDS);
  }

  @Override
  public String describeAction(float[] action, int at) {
    return String.format(Locale.ROOT, "choice %.0f %s", action[at], WORDS);
  }
}
