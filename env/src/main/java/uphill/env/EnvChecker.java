package uphill.env;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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

  private static final int EPISODES = 3;
  private static final int MAX_STEPS = 200;
  private static final long SEED = 7;
  private static final String NO_OPTION = "an option that no world has";

  private final Supplier<Env> create;
  private final List<Finding> findings = new ArrayList<>();

  private EnvChecker(Supplier<Env> create) {
    this.create = create;
  }

  /// Checks the worlds that `create` makes; it must make a new one for every call.
  public static List<Finding> check(Supplier<Env> create) {
    EnvChecker checker = new EnvChecker(create);
    checker.law("spaces stay the same", EnvChecker::spaces);
    checker.law("step before reset is refused", EnvChecker::stepBeforeReset);
    checker.law("observations are elements of their space", EnvChecker::observations);
    checker.law("rewards are finite and endings are the world's", EnvChecker::rewards);
    checker.law("equal seeds give equal episodes", checker::equalSeeds);
    checker.law("reset forgets the previous episode", EnvChecker::forgets);
    checker.law("different seeds give different episodes", checker::differentSeeds);
    checker.law("unseeded is seeded with 0", checker::unseeded);
    checker.law("unknown reset options are refused", EnvChecker::unknownOption);
    checker.law("actions outside a finite space are refused", EnvChecker::foreignActions);
    checker.law("arrays of the caller are left alone", EnvChecker::arrays);
    checker.law("a restored state goes on as the saved one did", checker::restores);
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

  private Finding equalSeeds(String name, Env env) {
    Recording one = play(env, Reset.seeded(SEED));
    Recording other = playNew(Reset.seeded(SEED));
    return verdict(name, one.difference(other), "Two worlds with the same seed part: ");
  }

  private static Finding forgets(String name, Env env) {
    Recording one = play(env, Reset.seeded(SEED));
    Recording other = play(env, Reset.seeded(SEED));
    return verdict(name, one.difference(other), "One world played twice from the same seed: ");
  }

  private Finding differentSeeds(String name, Env env) {
    Recording one = play(env, Reset.seeded(SEED));
    for (long seed = SEED + 1; seed < SEED + 5; seed++) {
      if (!one.difference(playNew(Reset.seeded(seed))).isEmpty()) {
        return passed(name, String.format(Locale.ROOT, "Seeds %d and %d differ.", SEED, seed));
      }
    }
    return new Finding(
        name,
        Result.SKIPPED,
        "Five seeds gave the same episodes: this world is deterministic, or ignores its seed.");
  }

  private Finding unseeded(String name, Env env) {
    Recording one = play(env, Reset.next());
    Recording other = playNew(Reset.seeded(0));
    return verdict(name, one.difference(other), "A new world and one with seed 0 part: ");
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
      return new Finding(
          name, Result.SKIPPED, "%s is not finite; worlds clip.".formatted(env.actionSpace()));
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

  private Finding restores(String name, Env env) {
    if (!env.savesState()) {
      return new Finding(name, Result.SKIPPED, "It says that it cannot save its state.");
    }
    Step step = new Step(env.observationSpace().size());
    float[] action = new float[env.actionSpace().size()];
    env.reset(Reset.seeded(SEED), step.observation);
    env.actionSpace().sample(Rng.seeded(SEED), action, 0);
    env.step(action, step);
    if (step.ending.ended()) {
      env.reset(Reset.next(), step.observation);
    }
    long[] state = env.state();
    Recording then = Recording.onwards(env, SEED, MAX_STEPS);
    env.restore(state);
    String again = then.difference(Recording.onwards(env, SEED, MAX_STEPS));
    if (!again.isEmpty()) {
      return failed(name, "The same world, restored: " + again + ".");
    }
    try (Env other = create.get()) {
      other.restore(state);
      return verdict(
          name,
          then.difference(Recording.onwards(other, SEED, MAX_STEPS)),
          "A new world, restored: ");
    }
  }

  private static Finding closes(String name, Env env) {
    env.reset(Reset.seeded(SEED), new float[env.observationSpace().size()]);
    env.close();
    env.close();
    return passed(name, "It was closed twice.");
  }

  private static Recording play(Env env, Reset how) {
    return Recording.of(env, how, EPISODES, MAX_STEPS);
  }

  private Recording playNew(Reset how) {
    try (Env env = create.get()) {
      return play(env, how);
    }
  }

  private static Finding verdict(String name, String difference, String whose) {
    return difference.isEmpty()
        ? passed(name, "Every bit was equal.")
        : failed(name, whose + difference + ".");
  }

  private static Finding passed(String name, String sentence) {
    return new Finding(name, Result.PASSED, sentence);
  }

  private static Finding failed(String name, String sentence) {
    return new Finding(name, Result.FAILED, sentence);
  }
}
