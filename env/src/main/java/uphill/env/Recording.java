package uphill.env;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import uphill.kernel.Rng;

/// What an environment showed while random actions were played on it; compared bit for bit.
///
/// @param moments one per reset and step, in order
record Recording(List<Moment> moments) {

  /// What one call gave.
  ///
  /// @param when `reset of episode 1`, `step 12 of episode 1`
  record Moment(String when, float[] observation, double reward, Ending ending) {}

  /// Resets and plays this many episodes, each cut after `maxSteps` steps; all but the first begin
  /// without a seed.
  static Recording of(Env env, Reset first, int episodes, int maxSteps) {
    Rng actions = Rng.seeded(1);
    List<Moment> moments = new ArrayList<>();
    for (int episode = 1; episode <= episodes; episode++) {
      begin(env, episode == 1 ? first : Reset.next(), episode, moments);
      go(env, actions, episode, maxSteps, moments);
    }
    return new Recording(moments);
  }

  /// Plays on in a running episode, then one more.
  static Recording onwards(Env env, long actionSeed, int maxSteps) {
    Rng actions = Rng.seeded(actionSeed);
    List<Moment> moments = new ArrayList<>();
    go(env, actions, 1, maxSteps, moments);
    begin(env, Reset.next(), 2, moments);
    go(env, actions, 2, maxSteps, moments);
    return new Recording(moments);
  }

  private static void begin(Env env, Reset how, int episode, List<Moment> moments) {
    float[] observation = new float[env.observationSpace().size()];
    Arrays.fill(observation, Float.NaN);
    env.reset(how, observation);
    moments.add(new Moment("the reset of episode " + episode, observation, 0, Ending.NONE));
  }

  private static void go(Env env, Rng actions, int episode, int maxSteps, List<Moment> moments) {
    float[] action = new float[env.actionSpace().size()];
    boolean ended = false;
    for (int t = 1; t <= maxSteps && !ended; t++) {
      Step step = new Step(env.observationSpace().size());
      Arrays.fill(step.observation, Float.NaN);
      step.set(Double.NaN, Ending.CUT);
      env.actionSpace().sample(actions, action, 0);
      env.step(action, step);
      moments.add(
          new Moment(
              String.format(Locale.ROOT, "step %d of episode %d", t, episode),
              step.observation,
              step.reward,
              step.ending));
      ended = step.ending != Ending.NONE; // null too
    }
  }

  /// Where the two part, as a clause; empty if they are equal.
  String difference(Recording other) {
    for (int i = 0; i < Math.min(moments.size(), other.moments.size()); i++) {
      Moment a = moments.get(i);
      Moment b = other.moments.get(i);
      for (int j = 0; j < a.observation.length; j++) {
        if (Float.floatToRawIntBits(a.observation[j])
            != Float.floatToRawIntBits(b.observation[j])) {
          return String.format(
              Locale.ROOT,
              "component %d of the observation after %s is %s once and %s once",
              j,
              a.when,
              a.observation[j],
              b.observation[j]);
        }
      }
      if (Double.doubleToRawLongBits(a.reward) != Double.doubleToRawLongBits(b.reward)) {
        return "the reward of %s is %s once and %s once".formatted(a.when, a.reward, b.reward);
      }
      if (a.ending != b.ending) {
        return "the ending of %s is %s once and %s once".formatted(a.when, a.ending, b.ending);
      }
    }
    return moments.size() == other.moments.size()
        ? ""
        : String.format(
            Locale.ROOT, "one took %d steps, the other %d", moments.size(), other.moments.size());
  }
}
