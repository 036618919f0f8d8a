package uphill.env.wrap;

import java.util.Arrays;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.env.Wrapper;

/// Shows the clock too, as the share of the time limit that has passed: Pardo et al. 2018,
/// arXiv:1712.00378. The best policy of a world with a limit may need it.
///
/// ```text
/// (s, t/T)      T: the world's time limit
/// ```
public final class TimeAware implements Wrapper {

  private final Env world;
  private final int limit;
  private final Space.Box space;
  private final Step inside;
  private int elapsed;

  /// @throws IllegalArgumentException if there is no time limit, or observations are not in a box
  public TimeAware(Env world) {
    this.world = world;
    limit =
        world
            .timeLimit()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "time_aware needs a world with a time limit: give it max_episode_steps"));
    Space.Box one = Boxes.observations(world, "time_aware");
    inside = new Step(one.size());
    float[] low = Arrays.copyOf(one.low(), one.size() + 1);
    float[] high = Arrays.copyOf(one.high(), one.size() + 1);
    high[one.size()] = 1;
    space = new Space.Box(low, high);
  }

  @Override
  public boolean keepsMeaning() {
    return false;
  }

  @Override
  public Space observationSpace() {
    return space;
  }

  @Override
  public void reset(Reset how, float[] observation) {
    world.reset(how, inside.observation);
    elapsed = 0;
    show(observation);
  }

  @Override
  public void step(float[] action, Step step) {
    world.step(action, inside);
    elapsed++;
    step.set(inside.reward, inside.ending);
    show(step.observation);
  }

  private void show(float[] observation) {
    int size = inside.observation.length;
    System.arraycopy(inside.observation, 0, observation, 0, size);
    observation[size] = (float) Math.min(1.0, (double) elapsed / limit);
  }

  @Override
  public int ownWords() {
    return 1;
  }

  @Override
  public void save(long[] words) {
    words[0] = elapsed;
  }

  @Override
  public void load(long[] words) {
    if (words[0] != Math.max(0, (int) words[0])) {
      throw new IllegalArgumentException(
          "TimeAware: a state begins with the steps of the episode so far, got " + words[0]);
    }
    elapsed = (int) words[0];
  }

  @Override
  public Env world() {
    return world;
  }
}
