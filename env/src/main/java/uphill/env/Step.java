package uphill.env;

/// What one step gave. The caller owns it and the environment fills it, so that millions of steps
/// allocate nothing. What the environment does not write is not a value of its own:
/// [uphill.env.vector.VectorEnv] gives it a step whose reward is NaN and whose ending is `CUT`, and
/// refuses both.
public final class Step {

  /// s′, as the agent sees it: one float per component, row-major where the space has axes.
  public final float[] observation;

  /// r, earned by the action of this step.
  public double reward;

  /// Whether, and how, the episode is over.
  public Ending ending = Ending.NONE;

  /// A step of an environment whose observations have `size` components.
  public Step(int size) {
    observation = new float[size];
  }

  /// Sets reward and ending; the observation is written in place.
  public void set(double reward, Ending ending) {
    this.reward = reward;
    this.ending = ending;
  }
}
