package uphill.env.vector;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import uphill.env.Ending;
import uphill.env.Space;
import uphill.env.Spaces;
import uphill.env.Step;
import uphill.env.fault.EnvAddress;
import uphill.env.fault.EnvironmentException;
import uphill.env.fault.UserCode;
import uphill.kernel.Shown;

/// What a [VectorEnv] checks, and its errors: sentences with an address and the next step.
final class Checks {

  private final EnvAddress address;
  private final String name;
  private final Spaces spaces;
  private final Bounds bounds;
  private final long[] episode;
  private final int[] episodeLength;
  private final float[][] given;
  private final int[] timeLimit;

  /// @param episode the number of each environment's episode, as it goes on
  /// @param episodeLength the steps of that episode that are done
  /// @param given the action that each environment was given last
  /// @param timeLimit the steps after which each environment says that its episodes end
  Checks(
      EnvAddress address,
      Spaces spaces,
      long[] episode,
      int[] episodeLength,
      float[][] given,
      int[] timeLimit) {
    this.address = address;
    this.name = address.name();
    this.spaces = spaces;
    this.bounds = Bounds.of(spaces.observations());
    this.episode = episode;
    this.episodeLength = episodeLength;
    this.given = given;
    this.timeLimit = timeLimit;
  }

  /// That what environment n is given is finite.
  void action(int n) {
    float[] row = given[n];
    for (int j = 0; j < row.length; j++) {
      if (!Float.isFinite(row[j])) {
        throw new ArithmeticException(
            String.format(
                Locale.ROOT,
                "%s: environment %d was given an action whose component %d is %s, in step %d of"
                    + " its episode %d. The policy made it: look at its loss and its gradients.",
                name,
                n,
                j,
                row[j],
                episodeLength[n] + 1,
                episode[n]));
      }
    }
  }

  /// That what environment n gave in its step with this number may be.
  void step(int n, int number, Step step) {
    observation(n, number, step.observation);
    if (!(Math.abs(step.reward) <= Float.MAX_VALUE)) {
      throw notAReward(n, number, step.reward);
    }
    if (step.ending != Ending.NONE
        && step.ending != Ending.TERMINATED
        && step.ending != Ending.TRUNCATED) {
      throw noEnding(n, number, step.ending);
    }
    if (number >= timeLimit[n] && step.ending == Ending.NONE) {
      throw goesOn(n, number);
    }
  }

  /// That what environment n shows is in its space, and finite.
  ///
  /// @param step of the episode; 0 is the reset
  void observation(int n, int step, float[] values) {
    int j = bounds.outside(values);
    if (j >= 0) {
      throw outside(n, step, j, values[j]);
    }
  }

  /// Environment n threw.
  ///
  /// @param when in which call: `step 7 of episode 2`
  RuntimeException threw(int n, String when, Throwable thrown) {
    return threw(n, when, thrown, "");
  }

  /// Environment n threw in a step.
  RuntimeException threwInStep(int n, String when, Throwable thrown) {
    String action = Arrays.toString(given[n]);
    if (thrown instanceof IllegalArgumentException && isForeign(given[n])) {
      return new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: environment %d refused the action %s in %s (%s). Give it one of %s.",
              name,
              n,
              action,
              when,
              UserCode.message(thrown),
              spaces.actions()),
          thrown);
    }
    return threw(n, when, thrown, " The action was %s.".formatted(action));
  }

  /// Environment n threw when it was asked what is allowed.
  RuntimeException threwInAllowed(int n, String when, int choices, Throwable thrown) {
    return EnvironmentException.of(
        address,
        "environment " + n,
        thrown,
        " in " + when,
        thrown instanceof IndexOutOfBoundsException
            ? String.format(
                Locale.ROOT,
                " It fills %d entries, one for each choice of %s.",
                choices,
                spaces.actions())
            : "");
  }

  private RuntimeException threw(int n, String when, Throwable thrown, String action) {
    String sizes = "";
    if (thrown instanceof IndexOutOfBoundsException) {
      sizes =
          " Its observations have %s, as observationSpace() says, and its actions %s."
              .formatted(
                  Shown.count(spaces.observations().size(), "number"),
                  Integer.toString(spaces.actions().size()));
    }
    return EnvironmentException.of(
        address, "environment " + n, thrown, " in " + when, action + sizes);
  }

  /// Whether an action is not of a finite space: the caller's mistake, which a world refuses.
  private boolean isForeign(float[] action) {
    Space actions = spaces.actions();
    return !(actions instanceof Space.Box) && !actions.contains(action, 0);
  }

  private RuntimeException outside(int n, int step, int j, float value) {
    if (!Float.isFinite(value)) {
      return notFinite(
          n, step, String.format(Locale.ROOT, "component %d of the observation is %s", j, value));
    }
    return new EnvironmentException(
        String.format(
            Locale.ROOT,
            "%s: component %d of the observation is %s, %s, in environment %d, %s. Widen"
                + " observationSpace(), or correct the environment: %s.",
            name,
            j,
            value,
            bounds.words(j),
            n,
            when(n, step),
            address.check()));
  }

  private ArithmeticException notFinite(int n, int step, String what) {
    return new ArithmeticException(
        String.format(
            Locale.ROOT,
            "%s: %s in environment %d, %s. Correct the environment: %s.",
            name,
            what,
            n,
            when(n, step),
            address.check()));
  }

  private ArithmeticException notAReward(int n, int step, double reward) {
    return Double.isFinite(reward)
        ? new ArithmeticException(
            String.format(
                Locale.ROOT,
                "%s: the reward is %s in environment %d, %s. Learning computes in float32, whose"
                    + " largest number is %s: let the environment give smaller rewards, all scaled"
                    + " by the same factor.",
                name,
                reward,
                n,
                when(n, step),
                Float.MAX_VALUE))
        : notFinite(n, step, "reward is " + reward);
  }

  /// Environment n allows nothing of this component of an action.
  EnvironmentException allowsNothing(int n, int step, int component) {
    return new EnvironmentException(
        String.format(
            Locale.ROOT,
            "%s: %s is allowed in environment %d, %s. Allow one in every state where the episode"
                + " goes on, or end it there: %s.",
            name,
            spaces.actions() instanceof Space.MultiDiscrete
                ? String.format(Locale.ROOT, "no value of component %d of the action", component)
                : "no action",
            n,
            when(n, step),
            address.check()));
  }

  private EnvironmentException goesOn(int n, int step) {
    return new EnvironmentException(
        String.format(
            Locale.ROOT,
            "%s: timeLimit() is %d, but the episode goes on in environment %d, %s. End it as"
                + " TRUNCATED by then, or correct timeLimit(): %s.",
            name,
            timeLimit[n],
            n,
            when(n, step),
            address.check()));
  }

  private EnvironmentException noEnding(int n, int step, @Nullable Ending ending) {
    return new EnvironmentException(
        String.format(
            Locale.ROOT,
            "%s: the ending is %s in environment %d, %s. Set it to NONE, TERMINATED or TRUNCATED"
                + " in every step: %s.",
            name,
            ending == null ? "null" : ending + ", which samplers say, or was not written,",
            n,
            when(n, step),
            address.check()));
  }

  /// `after step 7 of episode 2. The action was [1.0]`.
  private String when(int n, int step) {
    return step == 0
        ? String.format(Locale.ROOT, "after its reset of episode %d", episode[n])
        : String.format(
            Locale.ROOT,
            "after step %d of episode %d. The action was %s",
            step,
            episode[n],
            Arrays.toString(given[n]));
  }
}
