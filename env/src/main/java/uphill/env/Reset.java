package uphill.env;

import java.util.Map;
import java.util.OptionalLong;

/// How an episode is to begin.
///
/// @param seed restarts the environment's generator; unsigned, as Gymnasium's. Without it the
///   generator goes on where it was.
/// @param options what the environment lets be chosen, by name (`uphill envs` lists them)
public record Reset(OptionalLong seed, Map<String, Double> options) {

  private static final Reset NEXT = new Reset(OptionalLong.empty(), Map.of());

  /// Copies the options.
  public Reset {
    options = Map.copyOf(options);
  }

  /// The next episode of the environment's own stream.
  public static Reset next() {
    return NEXT;
  }

  /// An episode that depends on this seed alone.
  public static Reset seeded(long seed) {
    return new Reset(OptionalLong.of(seed), Map.of());
  }
}
