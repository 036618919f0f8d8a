package uphill.env.check;

import java.util.Arrays;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.env.check.EnvChecker.Finding;
import uphill.env.fault.UserCode;
import uphill.kernel.Rng;

/// The laws of [EnvChecker] about what a world refuses.
final class Refusals {

  private static final String NO_OPTION = "an option that no world has";

  private Refusals() {}

  static Finding stepBeforeReset(String name, Env env) {
    float[] action = new float[env.actionSpace().size()];
    env.actionSpace().sample(Rng.seeded(EnvChecker.SEED), action, 0);
    try {
      env.step(action, new Step(env.observationSpace().size()));
    } catch (IllegalStateException e) {
      return EnvChecker.passed(name, "It said: %s".formatted(UserCode.message(e)));
    }
    return EnvChecker.failed(name, "A new world took a step; throw IllegalStateException instead.");
  }

  static Finding unknownOption(String name, Env env) {
    try {
      env.reset(
          Reset.seeded(EnvChecker.SEED).with(NO_OPTION, 1),
          new float[env.observationSpace().size()]);
    } catch (IllegalArgumentException e) {
      return EnvChecker.passed(name, "It said: %s".formatted(UserCode.message(e)));
    }
    return EnvChecker.failed(
        name,
        "It took the option \"%s\"; call how.check(name, options()) in reset."
            .formatted(NO_OPTION));
  }

  static Finding foreignActions(String name, Env env) {
    float[] foreign =
        switch (env.actionSpace()) {
          case Space.Box _ -> new float[0];
          case Space.Discrete(int n, int start) -> new float[] {start - 1, start + n, start + .5f};
          case Space.MultiDiscrete(int[] n) -> new float[] {-1, n[0], .5f};
          case Space.MultiBinary _ -> new float[] {-1, 2, .5f};
        };
    if (foreign.length == 0) {
      return EnvChecker.skipped(
          name,
          "%s is not finite; policies keep to it, and what lies beyond is the environment's to clip or take."
              .formatted(env.actionSpace()));
    }
    Step step = new Step(env.observationSpace().size());
    env.reset(Reset.seeded(EnvChecker.SEED), step.observation);
    float[] action = new float[env.actionSpace().size()];
    for (float value : foreign) {
      action[0] = value;
      if (!refuses(env, action, step)) {
        return EnvChecker.failed(
            name,
            "It took the action %s, which is not in %s; throw IllegalArgumentException instead."
                .formatted(value, env.actionSpace()));
      }
    }
    return EnvChecker.passed(name, "It refused %s.".formatted(Arrays.toString(foreign)));
  }

  private static boolean refuses(Env env, float[] action, Step step) {
    try {
      env.step(action, step);
      return false;
    } catch (IllegalArgumentException e) {
      return true;
    }
  }
}
