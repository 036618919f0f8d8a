package uphill.env.wrap;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Step;
import uphill.env.Wrapper;

/// Keeps every episode, and hands it over when it has ended. An episode that a reset cuts off is
/// handed over with the ending [Ending#CUT].
///
/// Nothing of it is saved: after a [#restore(long[])] the episode that goes on is not handed over.
public final class RecordEpisodes implements Wrapper {

  private final Env world;
  private final Consumer<Episode> told;
  private final List<float[]> observations = new ArrayList<>();
  private final List<float[]> actions = new ArrayList<>();
  private final List<Double> rewards = new ArrayList<>();

  /// An episode of T steps.
  ///
  /// @param observations s₀ … s_T, one more than the others
  /// @param actions a₀ … a_{T−1}
  /// @param rewards of each step
  /// @param ending how it ended
  public record Episode(
      List<float[]> observations, List<float[]> actions, List<Double> rewards, Ending ending) {}

  /// @param told each episode, on the thread that steps
  public RecordEpisodes(Env world, Consumer<Episode> told) {
    this.world = world;
    this.told = told;
  }

  @Override
  public void reset(Reset how, float[] observation) {
    if (!rewards.isEmpty()) {
      handOver(Ending.CUT);
    }
    forget();
    world.reset(how, observation);
    observations.add(observation.clone());
  }

  @Override
  public void step(float[] action, Step step) {
    float[] taken = action.clone();
    world.step(action, step);
    if (observations.isEmpty()) {
      return; // restored in its middle
    }
    actions.add(taken);
    rewards.add(step.reward);
    observations.add(step.observation.clone());
    if (step.ending != Ending.NONE) {
      handOver(step.ending);
      forget();
    }
  }

  private void handOver(Ending ending) {
    told.accept(
        new Episode(List.copyOf(observations), List.copyOf(actions), List.copyOf(rewards), ending));
  }

  private void forget() {
    observations.clear();
    actions.clear();
    rewards.clear();
  }

  @Override
  public void load(long[] words) {
    forget();
  }

  @Override
  public Env world() {
    return world;
  }
}
