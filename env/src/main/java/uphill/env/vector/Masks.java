package uphill.env.vector;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import uphill.env.ActionMask;
import uphill.env.Env;
import uphill.env.Space;
import uphill.env.fault.EnvAddress;
import uphill.env.fault.EnvironmentException;

/// What the states of a vector's environments allow.
final class Masks {

  /// Shape [N, choices]; empty where nothing is masked.
  final float[] mask;

  private final Space actions;
  private final int choices;
  private final boolean[][] allowed; // one row per environment, as an Env fills it

  private Masks(Space actions, int choices, int envs) {
    this.actions = actions;
    this.choices = choices;
    mask = new float[envs * choices];
    allowed = new boolean[choices == 0 ? 0 : envs][choices];
  }

  /// Those of environments that all mask their actions, or all do not.
  ///
  /// @throws IllegalArgumentException if some do and others do not
  /// @throws EnvironmentException if one throws, or masks what cannot be
  static Masks of(EnvAddress address, Space actions, List<Env> envs) {
    boolean first = masks(address, 0, envs.getFirst());
    for (int n = 1; n < envs.size(); n++) {
      if (masks(address, n, envs.get(n)) != first) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: environment %d masks actions and environment %d does not. Let masksActions()"
                    + " of both be the same",
                address.name(),
                first ? 0 : n,
                first ? n : 0));
      }
    }
    if (!first) {
      return new Masks(actions, 0, envs.size());
    }
    int choices = ActionMask.choices(actions);
    if (choices == 0) {
      throw new EnvironmentException(
          "%s: it masks actions, and acts in %s. %s"
              .formatted(address.name(), actions, ActionMask.UNMASKED));
    }
    return new Masks(actions, choices, envs.size());
  }

  private static boolean masks(EnvAddress address, int n, Env env) {
    try {
      return env.masksActions();
    } catch (Throwable e) {
      throw EnvironmentException.of(address, "environment " + n, e, " in masksActions()", "");
    }
  }

  /// Choices of a state; 0 where nothing is masked.
  int choices() {
    return choices;
  }

  /// Asks environment n what its present state allows.
  ///
  /// @param step of the episode; 0 is the reset
  void ask(Calls calls, Calls.Turn turn, int n, int step, Checks checks) {
    if (choices == 0) {
      return;
    }
    boolean[] row = allowed[n];
    Arrays.fill(row, false); // what is not written is not allowed, whatever was before
    calls.allowed(turn, n, step == 0, row);
    int stuck = ActionMask.stuck(actions, row);
    if (stuck >= 0) {
      throw checks.allowsNothing(n, step, stuck);
    }
    ActionMask.write(row, mask, n * choices);
  }

  /// Says that nobody acts in environment n.
  void clear(int n) {
    Arrays.fill(mask, n * choices, (n + 1) * choices, 0);
  }
}
