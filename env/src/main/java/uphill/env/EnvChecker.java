package uphill.env;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Supplier;
import uphill.kernel.Rng;

/// Tells whether a world keeps the contract of [Env], by playing random actions on it: what
/// Gymnasium's `check_env` looks at, and what training relies on besides.
///
/// Every law gives one finding, in a fixed order. A law that throws has failed, and says what was
/// thrown; nothing is thrown from here. `uphill.contract.EnvContract` makes JUnit tests of the
/// laws.
public final class EnvChecker {

  /// How a law came out.
  public enum Result {
    /// It holds.
    PASSED,
    /// It does not.
    FAILED,
    /// It holds, but training is not likely to get anywhere.
    WARNED,
    /// It does not apply to this world.
    SKIPPED
  }

  /// What was found about one law.
  ///
  /// @param name the law, in a few words
  /// @param result how it came out
  /// @param sentence what was seen
  public record Finding(String name, Result result, String sentence) {

    /// Whether the law is broken.
    public boolean failed() {
      return result == Result.FAILED;
    }
  }

  static final int EPISODES = 3;
  static final int MAX_STEPS = 200;
  static final long SEED = 7;
  private static final int LONGEST_EPISODE = 20_000;
  private static final String NO_OPTION = "an option that no world has";

  private final Supplier<Env> create;
  private final List<Finding> findings = new ArrayList<>();

  private EnvChecker(Supplier<Env> create) {
    this.create = create;
  }

  /// Checks the worlds that `create` makes; it must make a new one for every call.
  public static List<Finding> check(Supplier<Env> create) {
    EnvChecker checker = new EnvChecker(create);
    SameAgain same = new SameAgain(create);
    checker.law("spaces stay the same", EnvChecker::spaces);
    checker.law("step before reset is refused", EnvChecker::stepBeforeReset);
    checker.law("observations are elements of their space", EnvChecker::observations);
    checker.law("rewards are finite and endings are the world's", EnvChecker::rewards);
    checker.law("equal seeds give equal episodes", same::equalSeeds);
    checker.law("reset forgets the previous episode", same::forgets);
    checker.law("different seeds give different episodes", same::differentSeeds);
    checker.law("unseeded is seeded with 0", same::unseeded);
    checker.law("worlds side by side share nothing", same::sideBySide);
    checker.law("unknown reset options are refused", EnvChecker::unknownOption);
    checker.law("actions outside a finite space are refused", EnvChecker::foreignActions);
    checker.law("arrays of the caller are left alone", EnvChecker::arrays);
    checker.law("arrays of the caller are not kept", same::keepsNoArray);
    checker.law("a restored state goes on as the saved one did", same::restores);
    checker.law("episodes end within the time limit", EnvChecker::timeLimit);
    checker.law("numbers are of a size that can be learnt from", EnvChecker::scales);
    checker.law("closing twice is harmless", EnvChecker::closes);
    return List.copyOf(checker.findings);
  }

  private interface Law {
    Finding check(String name, Env env);
  }

  private void law(String name, Law law) {
    try (Env env = create.get()) {
      findings.add(law.check(name, env));
    } catch (VirtualMachineError e) {
      if (!(e instanceof StackOverflowError)) {
        throw e;
      }
      findings.add(threw(name, e));
    } catch (Throwable e) {
      findings.add(threw(name, e));
    }
  }

  private static Finding threw(String name, Throwable e) {
    String place = UserCode.place(e.getStackTrace(), 1);
    return failed(name, "It threw %s%s.".formatted(e, place.isEmpty() ? "" : ", at " + place));
  }

  private static Finding spaces(String name, Env env) {
    Space observations = env.observationSpace();
    Space actions = env.actionSpace();
    play(env, Reset.seeded(SEED));
    boolean same = observations.equals(env.observationSpace()) && actions.equals(env.actionSpace());
    return same
        ? passed(name, "It observes %s and acts in %s.".formatted(observations, actions))
        : failed(
            name,
            "Once they were %s and %s, then %s and %s."
                .formatted(observations, actions, env.observationSpace(), env.actionSpace()));
  }

  private static Finding stepBeforeReset(String name, Env env) {
    float[] action = new float[env.actionSpace().size()];
    env.actionSpace().sample(Rng.seeded(SEED), action, 0);
    try {
      env.step(action, new Step(env.observationSpace().size()));
    } catch (IllegalStateException e) {
      return passed(name, "It said: %s".formatted(e.getMessage()));
    }
    return failed(name, "A new world took a step; throw IllegalStateException instead.");
  }

  private static Finding observations(String name, Env env) {
    Space space = env.observationSpace();
    Recording recording = play(env, Reset.seeded(SEED));
    for (Recording.Moment moment : recording.moments()) {
      float[] observation = moment.observation();
      for (int j = 0; j < observation.length; j++) {
        if (!Float.isFinite(observation[j])) {
          return failed(
              name,
              String.format(
                  Locale.ROOT,
                  "Component %d after %s is %s, or was not written.",
                  j,
                  moment.when(),
                  observation[j]));
        }
      }
      if (!space.contains(observation, 0)) {
        return failed(
            name,
            "%s after %s is not in %s."
                .formatted(Arrays.toString(observation), moment.when(), space));
      }
    }
    return passed(
        name, String.format(Locale.ROOT, "So were %d of them.", recording.moments().size()));
  }

  private static Finding rewards(String name, Env env) {
    Recording recording = play(env, Reset.seeded(SEED));
    for (Recording.Moment moment : recording.moments()) {
      if (!Double.isFinite(moment.reward())) {
        return failed(
            name,
            "The reward of %s is %s, or was not written."
                .formatted(moment.when(), moment.reward()));
      }
      if (Math.abs(moment.reward()) > Float.MAX_VALUE) {
        return failed(
            name,
            "The reward of %s is %s, beyond the largest float32, %s; scale all rewards down."
                .formatted(moment.when(), moment.reward(), Float.MAX_VALUE));
      }
      if (moment.ending() == null) {
        return failed(name, "The ending of %s is null.".formatted(moment.when()));
      }
      if (moment.ending() == Ending.CUT) {
        return failed(
            name,
            "The ending of %s is CUT, which is for samplers to say, or was not written."
                .formatted(moment.when()));
      }
    }
    return passed(
        name, String.format(Locale.ROOT, "So were %d of them.", recording.moments().size()));
  }

  private static Finding unknownOption(String name, Env env) {
    try {
      env.reset(Reset.seeded(SEED).with(NO_OPTION, 1), new float[env.observationSpace().size()]);
    } catch (IllegalArgumentException e) {
      return passed(name, "It said: %s".formatted(e.getMessage()));
    }
    return failed(
        name,
        "It took the option \"%s\"; call how.check(name, options()) in reset."
            .formatted(NO_OPTION));
  }

  private static Finding foreignActions(String name, Env env) {
    float[] foreign =
        switch (env.actionSpace()) {
          case Space.Box _ -> new float[0];
          case Space.Discrete(int n, int start) -> new float[] {start - 1, start + n, start + .5f};
          case Space.MultiDiscrete(int[] n) -> new float[] {-1, n[0], .5f};
          case Space.MultiBinary _ -> new float[] {-1, 2, .5f};
        };
    if (foreign.length == 0) {
      return skipped(name, "%s is not finite; worlds clip.".formatted(env.actionSpace()));
    }
    Step step = new Step(env.observationSpace().size());
    env.reset(Reset.seeded(SEED), step.observation);
    float[] action = new float[env.actionSpace().size()];
    for (float value : foreign) {
      action[0] = value;
      if (!refuses(env, action, step)) {
        return failed(
            name,
            "It took the action %s, which is not in %s; throw IllegalArgumentException instead."
                .formatted(value, env.actionSpace()));
      }
    }
    return passed(name, "It refused %s.".formatted(Arrays.toString(foreign)));
  }

  private static boolean refuses(Env env, float[] action, Step step) {
    try {
      env.step(action, step);
      return false;
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  private static Finding arrays(String name, Env env) {
    float[] first = new float[env.observationSpace().size()];
    float[] action = new float[env.actionSpace().size()];
    Step step = new Step(first.length);
    Rng actions = Rng.seeded(SEED);
    env.reset(Reset.seeded(SEED), first);
    float[] firstBefore = first.clone();
    for (int t = 0; t < MAX_STEPS && !step.ending.ended(); t++) {
      env.actionSpace().sample(actions, action, 0);
      float[] actionBefore = action.clone();
      env.step(action, step);
      if (!Arrays.equals(action, actionBefore)) {
        return failed(name, "The step wrote into the action.");
      }
      if (!Arrays.equals(first, firstBefore)) {
        return failed(name, "The step wrote into the array that the reset had been given.");
      }
    }
    return passed(name, "Steps wrote into their Step only.");
  }

  private static Finding closes(String name, Env env) {
    env.reset(Reset.seeded(SEED), new float[env.observationSpace().size()]);
    env.close();
    env.close();
    return passed(name, "It was closed twice.");
  }

  static Recording play(Env env, Reset how) {
    return Recording.of(env, how, EPISODES, MAX_STEPS);
  }

  private static Finding timeLimit(String name, Env env) {
    OptionalInt limit = env.timeLimit();
    if (limit.isEmpty()) {
      return skipped(name, "It states none.");
    }
    int steps = limit.getAsInt();
    if (steps < 1) {
      return failed(name, String.format(Locale.ROOT, "It is %d; give at least 1.", steps));
    }
    if (steps > LONGEST_EPISODE) {
      return skipped(name, String.format(Locale.ROOT, "%d steps are too many to try.", steps));
    }
    List<Recording.Moment> moments = Recording.of(env, Reset.seeded(SEED), 1, steps).moments();
    return moments.getLast().ending() == Ending.NONE
        ? failed(
            name,
            String.format(
                Locale.ROOT, "It is %d, but an episode goes on after as many steps.", steps))
        : passed(name, String.format(Locale.ROOT, "It is %d.", steps));
  }

  private static Finding scales(String name, Env env) {
    List<Recording.Moment> moments = play(env, Reset.seeded(SEED)).moments();
    int size = env.observationSpace().size();
    float[] seen = new float[moments.size() * size];
    for (int i = 0; i < moments.size(); i++) {
      System.arraycopy(moments.get(i).observation(), 0, seen, i * size, size);
    }
    List<String> warnings = Scales.warnings(env.observationSpace(), env.actionSpace(), seen);
    return warnings.isEmpty()
        ? passed(name, "No number is far from 0, or from 1.")
        : new Finding(name, Result.WARNED, String.join(" ", warnings));
  }

  static Finding passed(String name, String sentence) {
    return new Finding(name, Result.PASSED, sentence);
  }

  static Finding failed(String name, String sentence) {
    return new Finding(name, Result.FAILED, sentence);
  }

  static Finding skipped(String name, String sentence) {
    return new Finding(name, Result.SKIPPED, sentence);
  }
}
