package uphill.rl;

import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;

/// Shows where it is, 100 · episode + step, and ends episodes on command. Step k of an episode
/// earns k. It keeps the action it was given last.
public final class Counter implements Env {

  /// How step `step` (1, 2, …) of episode `episode` (0, 1, …) leaves its episode.
  @FunctionalInterface
  public interface Script {
    Ending at(int episode, int step);
  }

  private static final Space SHOWN = Space.Box.of(0, Double.POSITIVE_INFINITY, 1);

  private final Space actions;
  private final Script script;
  private int episode = -1;
  private int step;
  public float[] given = {};

  Counter(Space actions, Script script) {
    this.actions = actions;
    this.script = script;
  }

  /// Two actions, and every episode ends in this way at its step `length`.
  public static Counter ending(Ending ending, int length) {
    return new Counter(new Space.Discrete(2), (_, step) -> step == length ? ending : Ending.NONE);
  }

  @Override
  public Space observationSpace() {
    return SHOWN;
  }

  @Override
  public Space actionSpace() {
    return actions;
  }

  @Override
  public void reset(Reset how, float[] observation) {
    episode++;
    step = 0;
    observation[0] = 100 * episode;
  }

  @Override
  public void step(float[] action, Step out) {
    if (!actions.contains(action, 0)) {
      throw new IllegalArgumentException("%s does not have %s".formatted(actions, action[0]));
    }
    given = action.clone();
    step++;
    out.observation[0] = 100 * episode + step;
    out.set(step, script.at(episode, step));
  }
}
