package uphill.env.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Step;
import uphill.env.check.EnvChecker.Finding;
import uphill.env.fault.UserCode;
import uphill.kernel.Rng;

/// The laws of [EnvChecker] that play a world twice and compare every bit.
final class SameAgain {

  private static final String PARTS =
      "Two new worlds with the same seed part anyhow, so this cannot be told: correct that first.";

  private final Supplier<Env> create;

  SameAgain(Supplier<Env> create) {
    this.create = create;
  }

  Finding equalSeeds(String name, Env env) {
    Recording one = EnvChecker.play(env, Reset.seeded(EnvChecker.SEED));
    Recording other = playNew(Reset.seeded(EnvChecker.SEED));
    return verdict(name, one.difference(other), "Two worlds with the same seed part: ");
  }

  Finding forgets(String name, Env env) {
    Recording one = EnvChecker.play(env, Reset.seeded(EnvChecker.SEED));
    Recording other = EnvChecker.play(env, Reset.seeded(EnvChecker.SEED));
    return verdict(name, one.difference(other), "One world played twice from the same seed: ");
  }

  Finding differentSeeds(String name, Env env) {
    Recording one = EnvChecker.play(env, Reset.seeded(EnvChecker.SEED));
    for (long seed = EnvChecker.SEED + 1; seed < EnvChecker.SEED + 5; seed++) {
      if (!one.difference(playNew(Reset.seeded(seed))).isEmpty()) {
        return EnvChecker.passed(
            name, String.format(Locale.ROOT, "Seeds %d and %d differ.", EnvChecker.SEED, seed));
      }
    }
    return EnvChecker.skipped(
        name,
        "Five seeds gave the same episodes: this world is deterministic, or ignores its seed.");
  }

  Finding unseeded(String name, Env env) {
    Recording one = EnvChecker.play(env, Reset.next());
    Recording other = playNew(Reset.seeded(0));
    return verdict(name, one.difference(other), "A new world and one with seed 0 part: ");
  }

  Finding restores(String name, Env env) {
    if (!env.savesState()) {
      return EnvChecker.skipped(name, "It says that it cannot save its state.");
    }
    if (parts()) {
      return EnvChecker.skipped(name, PARTS);
    }
    Step step = new Step(env.observationSpace().size());
    float[] action = new float[env.actionSpace().size()];
    env.reset(Reset.seeded(EnvChecker.SEED), step.observation);
    Recording.sample(env, Recording.when(0, 1), Rng.seeded(EnvChecker.SEED), action);
    env.step(action, step);
    if (step.ending != Ending.NONE) {
      env.reset(Reset.next(), step.observation);
    }
    long[] state = env.state();
    Recording then = Recording.onwards(env, EnvChecker.SEED, EnvChecker.steps(env));
    env.restore(state);
    String again = then.difference(Recording.onwards(env, EnvChecker.SEED, EnvChecker.steps(env)));
    if (!again.isEmpty()) {
      return EnvChecker.failed(name, "The same world, restored: " + again + ".");
    }
    try (Env other = create.get()) {
      other.restore(state);
      return verdict(
          name,
          then.difference(Recording.onwards(other, EnvChecker.SEED, EnvChecker.steps(other))),
          "A new world, restored: ");
    }
  }

  /// Three worlds, two with the same seed, each with actions of its own: what is `static`, or
  /// shared otherwise, mixes them.
  Finding sideBySide(String name, Env env) {
    if (parts()) {
      return EnvChecker.skipped(name, PARTS);
    }
    List<Recording> alone = new ArrayList<>();
    List<Env> worlds = new ArrayList<>();
    try {
      List<Recording.Player> players = new ArrayList<>();
      for (int k = 0; k < 3; k++) {
        try (Env one = create.get()) {
          alone.add(player(one, k).play(EnvChecker.EPISODES, EnvChecker.steps(env)));
        }
        worlds.add(create.get());
        players.add(player(worlds.getLast(), k));
      }
      List<Recording> together =
          Recording.inTurns(players, EnvChecker.EPISODES, EnvChecker.steps(env));
      for (int k = 0; k < 3; k++) {
        String difference = alone.get(k).difference(together.get(k));
        if (!difference.isEmpty()) {
          return EnvChecker.failed(
              name,
              ("Played alone and in turns with others, a world is not the same: %s. They share"
                      + " something that changes: a static field, or an object that all are made"
                      + " with.")
                  .formatted(difference));
        }
      }
    } finally {
      worlds.forEach(Env::close);
    }
    return EnvChecker.passed(name, "Every bit was equal.");
  }

  private static Recording.Player player(Env world, int k) {
    Reset first = Reset.seeded(EnvChecker.SEED + k / 2);
    return new Recording.Player(world, first, 1 + k, Recording.Lending.NEW_ARRAYS);
  }

  /// A caller that writes over what it lent changes nothing, unless the world still looks at it.
  Finding keepsNoArray(String name, Env env) {
    if (parts()) {
      return EnvChecker.skipped(name, PARTS);
    }
    Recording left = playNew(Reset.seeded(EnvChecker.SEED));
    for (Recording.Lending lending :
        List.of(Recording.Lending.ACTION_OVERWRITTEN, Recording.Lending.OBSERVATION_OVERWRITTEN)) {
      String what =
          lending == Recording.Lending.ACTION_OVERWRITTEN ? "an action" : "an observation";
      String seen;
      try (Env one = create.get()) {
        seen =
            left.difference(
                new Recording.Player(one, Reset.seeded(EnvChecker.SEED), 1, lending)
                    .play(EnvChecker.EPISODES, EnvChecker.steps(env)));
      } catch (RuntimeException e) {
        seen = "it threw " + UserCode.described(e);
      }
      if (!seen.isEmpty()) {
        return EnvChecker.failed(
            name,
            ("It keeps the array of %s: where the caller writes over it after the call, %s. Copy"
                    + " the numbers that are to be remembered.")
                .formatted(what, seen));
      }
    }
    return EnvChecker.passed(name, "What the caller wrote into them later changed nothing.");
  }

  /// Whether two new worlds with the same seed part, whatever a law looks for: then nothing that it
  /// compares says anything of the law.
  private boolean parts() {
    Reset how = Reset.seeded(EnvChecker.SEED);
    return !playNew(how).difference(playNew(how)).isEmpty();
  }

  private Recording playNew(Reset how) {
    try (Env env = create.get()) {
      return EnvChecker.play(env, how);
    }
  }

  private static Finding verdict(String name, String difference, String whose) {
    return difference.isEmpty()
        ? EnvChecker.passed(name, "Every bit was equal.")
        : EnvChecker.failed(name, whose + difference + ".");
  }
}
