package uphill.env.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import uphill.env.ActionMask;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.env.fault.EnvironmentException;
import uphill.kernel.Rng;

/// What an environment showed while random actions were played on it; compared bit for bit.
///
/// @param moments one per reset and step, in order
record Recording(List<Moment> moments) {

  /// What one call gave.
  ///
  /// @param when `reset of episode 1`, `step 12 of episode 1`
  /// @param mask what the state allows; empty where nothing is masked, or the episode is over
  record Moment(String when, float[] observation, double reward, Ending ending, float[] mask) {}

  /// Resets and plays this many episodes, each cut after `maxSteps` steps; all but the first begin
  /// without a seed.
  static Recording of(Env env, Reset first, int episodes, int maxSteps) {
    return new Player(env, first, 1, Lending.NEW_ARRAYS).play(episodes, maxSteps);
  }

  /// Plays on in a running episode, then one more.
  static Recording onwards(Env env, long actionSeed, int maxSteps) {
    Player player = new Player(env, Reset.next(), actionSeed, Lending.NEW_ARRAYS);
    player.episode = 1;
    player.ended = false;
    player.mask = player.masks ? mask(env, "it went on") : player.mask;
    return player.play(2, maxSteps);
  }

  /// Plays so many episodes with each player, a call of one after a call of another.
  static List<Recording> inTurns(List<Player> players, int episodes, int maxSteps) {
    boolean any = true;
    while (any) {
      any = false;
      for (Player player : players) {
        any |= player.advance(episodes, maxSteps);
      }
    }
    return players.stream().map(player -> new Recording(player.moments)).toList();
  }

  /// What the caller does with an array that it lent, when the call is over.
  enum Lending {
    /// Nothing: it lends new ones every time.
    NEW_ARRAYS,
    /// It writes over the action.
    ACTION_OVERWRITTEN,
    /// It writes over the observation.
    OBSERVATION_OVERWRITTEN
  }

  /// Plays random actions on one world, call by call.
  static final class Player {
    private final Env env;
    private final Reset first;
    private final Rng actions;
    private final Lending lending;
    private final Space actionSpace;
    private final int observationSize;
    private final boolean masks;
    private float[] mask = {};
    private final List<Moment> moments = new ArrayList<>();
    private int episode;
    private int t;
    private boolean ended = true;

    /// @param actions seed of the actions
    Player(Env env, Reset first, long actions, Lending lending) {
      this.env = env;
      this.first = first;
      this.actions = Rng.seeded(actions);
      this.lending = lending;
      actionSpace = env.actionSpace();
      observationSize = env.observationSpace().size();
      masks = env.masksActions();
    }

    Recording play(int episodes, int maxSteps) {
      return inTurns(List.of(this), episodes, maxSteps).getFirst();
    }

    /// One reset or step; false after so many episodes.
    private boolean advance(int episodes, int maxSteps) {
      if (!ended && t < maxSteps) {
        step();
      } else if (episode < episodes) {
        begin();
      } else {
        return false;
      }
      return true;
    }

    private void begin() {
      episode++;
      t = 0;
      ended = false;
      float[] observation = unwritten();
      env.reset(episode == 1 ? first : Reset.next(), observation);
      write(when(t, episode), observation, 0, Ending.NONE);
    }

    private void step() {
      t++;
      float[] action = new float[actionSpace.size()];
      ActionMask.sample(actionSpace, mask, 0, actions, action, 0);
      Step step = new Step(observationSize);
      Arrays.fill(step.observation, Float.NaN);
      step.set(Double.NaN, Ending.CUT);
      env.step(action, step);
      ended = step.ending != Ending.NONE; // null too
      write(when(t, episode), step.observation, step.reward, step.ending);
      if (lending == Lending.ACTION_OVERWRITTEN) {
        Arrays.fill(action, Float.NaN);
      }
    }

    private float[] unwritten() {
      float[] observation = new float[observationSize];
      Arrays.fill(observation, Float.NaN);
      return observation;
    }

    private void write(String when, float[] observation, double reward, Ending ending) {
      mask = masks && !ended ? mask(env, when) : new float[0];
      moments.add(new Moment(when, observation.clone(), reward, ending, mask));
      if (lending == Lending.OBSERVATION_OVERWRITTEN) {
        Arrays.fill(observation, Float.NaN);
      }
    }
  }

  /// `step 12 of episode 1`; of the reset, where t is 0.
  static String when(int t, int episode) {
    return t == 0
        ? "the reset of episode " + episode
        : String.format(Locale.ROOT, "step %d of episode %d", t, episode);
  }

  /// What the present state of a world that masks actions allows.
  ///
  /// @param when it came to be
  /// @throws EnvironmentException if that is nothing
  static float[] mask(Env env, String when) {
    Space actions = env.actionSpace();
    boolean[] allowed = new boolean[ActionMask.choices(actions)];
    env.allowed(allowed);
    int stuck = ActionMask.stuck(actions, allowed);
    if (stuck >= 0) {
      throw new EnvironmentException(MaskLaws.nothing(actions, stuck, when));
    }
    return ActionMask.of(allowed);
  }

  /// Fills a random action that the present state of a world allows.
  static void sample(Env env, String when, Rng random, float[] action) {
    float[] mask = env.masksActions() ? mask(env, when) : new float[0];
    ActionMask.sample(env.actionSpace(), mask, 0, random, action, 0);
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
      int k = Arrays.mismatch(a.mask, b.mask);
      if (k >= 0) {
        return String.format(
            Locale.ROOT, "choice %d is allowed once and once not after %s", k, a.when);
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
