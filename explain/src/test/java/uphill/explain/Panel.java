package uphill.explain;

import java.util.Arrays;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.kernel.Rng;

/// A panel of dials or switches: component j should be 1 while the j-th light is above 0. Episodes
/// of ten steps. If it masks actions, a component whose light is bright cannot be 0.
public final class Panel implements Env {

  private static final int LENGTH = 10;

  private static final double BRIGHT = 0.5;

  private final Space actions;
  private final boolean masks;
  private Rng random = Rng.seeded(0);
  private float[] lights = {};
  private int steps;

  Panel(Space actions) {
    this(actions, /* masks= */ false);
  }

  Panel(Space actions, boolean masks) {
    this.actions = actions;
    this.masks = masks;
  }

  @Override
  public boolean masksActions() {
    return masks;
  }

  @Override
  public void allowed(boolean[] allowed) {
    int[] n = ((Space.MultiDiscrete) actions).n();
    Arrays.fill(allowed, true);
    for (int j = 0, from = 0; j < n.length; from += n[j++]) {
      allowed[from] = lights[j] < BRIGHT;
    }
  }

  @Override
  public Space observationSpace() {
    return Space.Box.of(-1, 1, actions.size());
  }

  @Override
  public Space actionSpace() {
    return actions;
  }

  @Override
  public void reset(Reset how, float[] observation) {
    random = how.generator(random);
    steps = 0;
    show(observation);
  }

  @Override
  public void step(float[] action, Step step) {
    double reward = 0;
    for (int j = 0; j < lights.length; j++) {
      if (masks && action[j] == 0 && lights[j] >= BRIGHT) {
        throw new IllegalStateException("the light is bright, and the component 0");
      }
      reward += (action[j] == 1) == (lights[j] > 0) ? 1 : 0;
    }
    show(step.observation);
    step.set(reward, ++steps == LENGTH ? Ending.TERMINATED : Ending.NONE);
  }

  private void show(float[] observation) {
    lights = new float[actions.size()];
    for (int j = 0; j < lights.length; j++) {
      lights[j] = (float) random.uniform(-1, 1);
      observation[j] = lights[j];
    }
  }
}
