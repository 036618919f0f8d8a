package uphill.env.check;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.BiFunction;
import uphill.env.ActionMask;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.env.check.EnvChecker.Finding;
import uphill.kernel.Rng;
import uphill.kernel.Shown;

/// The laws of [EnvChecker] about what a world allows.
final class MaskLaws {

  /// The law on which depends whatever plays a world.
  static final String ASKED = "what it allows is asked for";

  private MaskLaws() {}

  static Finding areAsked(String name, Env env) {
    boolean masks = env.masksActions();
    if (!masks && env instanceof CheckedWorlds.Checked world && world.leavesOutMasksActions()) {
      return EnvChecker.failed(
          name,
          "It overrides allowed(boolean[]), and masksActions() is false, so nobody asks, and what"
              + " is not allowed is done: override masksActions() too, and let it be true.");
    }
    if (masks && ActionMask.choices(env.actionSpace()) == 0) {
      return EnvChecker.failed(
          name, "It acts in %s. %s".formatted(env.actionSpace(), ActionMask.UNMASKED));
    }
    return masks
        ? EnvChecker.passed(name, "masksActions() says so, and there are choices to allow.")
        : EnvChecker.skipped(name, "It masks no actions.");
  }

  static Finding allowsSome(String name, Env env) {
    if (!env.masksActions() || ActionMask.choices(env.actionSpace()) == 0) {
      return EnvChecker.skipped(name, "It masks no actions.");
    }
    return everywhere(
        name,
        env,
        (when, asked) -> {
          int stuck = ActionMask.stuck(env.actionSpace(), asked);
          return stuck < 0 ? "" : nothing(env.actionSpace(), stuck, when);
        });
  }

  static Finding staysAllowed(String name, Env env) {
    if (!env.masksActions() || ActionMask.choices(env.actionSpace()) == 0) {
      return EnvChecker.skipped(name, "It masks no actions.");
    }
    return everywhere(
        name,
        env,
        (when, asked) -> {
          int stuck = ActionMask.stuck(env.actionSpace(), asked);
          if (stuck >= 0) {
            return nothing(env.actionSpace(), stuck, when);
          }
          boolean[] again = new boolean[asked.length];
          Arrays.fill(again, true);
          env.allowed(again);
          int k = Arrays.mismatch(asked, again);
          return k < 0
              ? ""
              : String.format(
                  Locale.ROOT,
                  "After %s choice %d was %s, and when it was asked again %s, or it was not"
                      + " written. Write every entry, and let only reset, step and restore change"
                      + " it.",
                  when,
                  k,
                  asked[k] ? "allowed" : "not allowed",
                  again[k] ? "allowed" : "not allowed");
        });
  }

  /// `Nothing is allowed after step 3 of episode 1. …`.
  static String nothing(Space actions, int component, String when) {
    return "%s after %s. Allow one in every state where the episode goes on, or end it there."
        .formatted(
            actions instanceof Space.MultiDiscrete
                ? String.format(
                    Locale.ROOT, "No value of component %d of the action is allowed", component)
                : "No action is allowed",
            when);
  }

  /// Plays, and looks at every state in which an action is chosen.
  ///
  /// @param look says what is wrong with what is allowed there; empty if nothing is
  private static Finding everywhere(
      String name, Env env, BiFunction<String, boolean[], String> look) {
    Space actions = env.actionSpace();
    boolean[] allowed = new boolean[ActionMask.choices(actions)];
    float[] action = new float[actions.size()];
    Step step = new Step(env.observationSpace().size());
    Rng random = Rng.seeded(EnvChecker.SEED);
    int looked = 0;
    for (int episode = 1; episode <= EnvChecker.EPISODES; episode++) {
      env.reset(episode == 1 ? Reset.seeded(EnvChecker.SEED) : Reset.next(), step.observation);
      step.ending = Ending.NONE;
      for (int t = 0; t < EnvChecker.steps(env) && step.ending == Ending.NONE; t++) {
        Arrays.fill(allowed, false);
        env.allowed(allowed);
        String wrong = look.apply(Recording.when(t, episode), allowed);
        if (!wrong.isEmpty()) {
          return EnvChecker.failed(name, wrong);
        }
        looked++;
        ActionMask.sample(actions, ActionMask.of(allowed), 0, random, action, 0);
        env.step(action, step);
      }
    }
    return EnvChecker.passed(name, "So it was in %s.".formatted(Shown.count(looked, "state")));
  }
}
