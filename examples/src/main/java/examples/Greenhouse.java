package examples;

import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.kernel.Rng;

/// An environment of one's own: keep a greenhouse at 20 °C through a cold night, by switching the
/// heater off or on each minute.
///
/// ```text
/// T ← T + 0.1·(outside − T) + 2·heater        r = −|T − 20|/10
/// ```
///
/// On the command line: `uphill train examples.Greenhouse --class-path examples/target/classes`.
public final class Greenhouse implements Env {

  private static final double WANTED = 20; // °C
  private static final double LEAK = 0.1; // of the difference, each minute
  private static final double HEATER = 2; // °C a minute
  private static final int NIGHT = 120; // minutes

  private static final Space.Discrete HEATING = new Space.Discrete(2); // off, on

  private Rng random = Rng.seeded(0);
  private boolean begun;
  private double inside;
  private double outside;
  private int minute;

  @Override
  public Space observationSpace() {
    return Space.Box.of(-10, 10, 2);
  }

  @Override
  public Space actionSpace() {
    return HEATING;
  }

  @Override
  public void reset(Reset how, float[] observation) {
    how.check("greenhouse", options());
    random = how.generator(random);
    begun = true;
    inside = random.uniform(10, 30);
    outside = random.uniform(0, 10);
    minute = 0;
    observe(observation);
  }

  @Override
  public void step(float[] action, Step step) {
    if (!begun) {
      throw new IllegalStateException("reset the greenhouse before its first step");
    }
    double heat = HEATER * HEATING.index(action[0]);
    inside += LEAK * (outside - inside) + heat;
    minute++;
    observe(step.observation);
    step.set(-Math.abs(inside - WANTED) / 10, minute == NIGHT ? Ending.TRUNCATED : Ending.NONE);
  }

  /// What a network can read well: numbers around zero, of size one.
  private void observe(float[] observation) {
    observation[0] = (float) ((inside - WANTED) / 10);
    observation[1] = (float) ((outside - 5) / 5);
  }
}
