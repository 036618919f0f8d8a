package uphill.rl;

import java.util.Locale;
import java.util.stream.IntStream;
import uphill.env.Space;

/// How many numbers describe what a policy does in a space.
final class Spaces {

  private Spaces() {}

  /// Network outputs that describe a distribution over this space: as many logits as there are
  /// values or switches, or a mean for each component.
  ///
  /// @throws IllegalArgumentException if there are more than a network can have
  static int policyOutputs(Space actions) {
    return switch (actions) {
      case Space.Discrete discrete -> discrete.n();
      case Space.Box box -> box.size();
      case Space.MultiDiscrete several -> {
        long values = IntStream.of(several.n()).asLongStream().sum();
        if (values > Space.WHOLE_FLOATS) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "%s has %d values, too many for a policy, which has an output for each; act in a"
                      + " Box instead",
                  actions,
                  values));
        }
        yield (int) values;
      }
      case Space.MultiBinary switches -> switches.n();
    };
  }
}
