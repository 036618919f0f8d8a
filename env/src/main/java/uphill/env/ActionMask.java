package uphill.env;

import java.util.Locale;
import java.util.stream.IntStream;
import uphill.kernel.Rng;

/// What a state allows, as networks read it: a number for each choice, added to its logit.
///
/// ```text
/// Discrete(n)         n choices, one for each action
/// MultiDiscrete(nⱼ)   Σ nⱼ choices, one for each value of each component, component by component
///
/// mask = 0 where a choice is allowed, −10⁸ where it is not          π = softmax(z + mask)
/// ```
///
/// e^(−10⁸) is 0 in single and in double precision. So what is not allowed has probability 0, and
/// its logit no gradient, both exactly, while no logit is near 10⁸ itself. Minus infinity would do
/// that too, but 0·(−∞) in an entropy is no number.
public final class ActionMask {

  /// What to do in a space whose actions are not masked.
  public static final String UNMASKED =
      "Actions are masked in a Discrete or a MultiDiscrete space only, not in a Box or a"
          + " MultiBinary one: let masksActions() be false there, and let step(…) do the nearest"
          + " thing that is possible; or let actions be the choices of a Discrete space.";

  /// What is added to the logit of a choice that is not allowed.
  public static final float FORBIDDEN = -1e8f;

  private ActionMask() {}

  /// How many choices may be allowed or not; 0 in a space where none can be forbidden.
  ///
  /// @throws IllegalArgumentException if they are more than floats can number
  public static int choices(Space actions) {
    return switch (actions) {
      case Space.Discrete discrete -> discrete.n();
      case Space.MultiDiscrete several -> {
        long sum = IntStream.of(several.n()).asLongStream().sum();
        if (sum > Space.WHOLE_FLOATS) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT, "%s has %d choices, too many to allow one by one", actions, sum));
        }
        yield (int) sum;
      }
      case Space.Box _, Space.MultiBinary _ -> 0;
    };
  }

  /// Fills the mask of one state from element `at` on.
  public static void write(boolean[] allowed, float[] mask, int at) {
    for (int k = 0; k < allowed.length; k++) {
      mask[at + k] = allowed[k] ? 0 : FORBIDDEN;
    }
  }

  /// The mask of one state.
  public static float[] of(boolean... allowed) {
    float[] mask = new float[allowed.length];
    write(allowed, mask, 0);
    return mask;
  }

  /// The first component that no value is allowed of; −1 if there is none.
  public static int stuck(Space actions, boolean[] allowed) {
    return switch (actions) {
      case Space.MultiDiscrete(int[] n) -> {
        for (int j = 0, from = 0; j < n.length; from += n[j++]) {
          if (!any(allowed, from, n[j])) {
            yield j;
          }
        }
        yield -1;
      }
      case Space.Discrete discrete -> any(allowed, 0, discrete.n()) ? -1 : 0;
      case Space.Box _, Space.MultiBinary _ -> -1;
    };
  }

  private static boolean any(boolean[] allowed, int from, int n) {
    for (int k = from; k < from + n; k++) {
      if (allowed[k]) {
        return true;
      }
    }
    return false;
  }

  /// Fills `out` from `at` on with a random action among those that are allowed, all alike
  /// probable. Where all are, or the mask is empty, it is the one that [Space#sample] draws.
  ///
  /// @param mask of the state, from element `maskAt` on; empty where nothing is masked
  public static void sample(
      Space actions, float[] mask, int maskAt, Rng random, float[] out, int at) {
    if (mask.length == 0) {
      actions.sample(random, out, at);
      return;
    }
    switch (actions) {
      case Space.Discrete(int n, int start) -> {
        int k = (int) random.integers(0, allowed(mask, maskAt, n));
        out[at] = start + nth(mask, maskAt, k);
      }
      case Space.MultiDiscrete(int[] n) -> {
        for (int j = 0, from = maskAt; j < n.length; from += n[j++]) {
          int k = (int) (random.random() * allowed(mask, from, n[j]));
          out[at + j] = nth(mask, from, k);
        }
      }
      case Space.Box _, Space.MultiBinary _ ->
          throw new IllegalArgumentException("actions of %s cannot be masked".formatted(actions));
    }
  }

  private static int allowed(float[] mask, int from, int n) {
    int count = 0;
    for (int k = from; k < from + n; k++) {
      count += mask[k] == 0 ? 1 : 0;
    }
    return count;
  }

  /// The allowed choice before which k are allowed.
  private static int nth(float[] mask, int from, int k) {
    int choice = 0;
    int before = 0;
    while (before < k || mask[from + choice] != 0) {
      before += mask[from + choice++] == 0 ? 1 : 0;
    }
    return choice;
  }
}
