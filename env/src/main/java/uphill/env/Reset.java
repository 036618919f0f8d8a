package uphill.env;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import uphill.kernel.Nearest;
import uphill.kernel.Rng;

/// How an episode is to begin.
///
/// @param seed restarts the environment's generator; unsigned, as Gymnasium's. Without it the
///   generator goes on where it was.
/// @param options what the environment lets be chosen, by name: [Env#options()] lists them
public record Reset(OptionalLong seed, Map<String, Double> options) {

  private static final Reset NEXT = new Reset(OptionalLong.empty(), Map.of());

  /// Copies the options, in their order.
  public Reset {
    options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
  }

  /// The next episode of the environment's own stream.
  public static Reset next() {
    return NEXT;
  }

  /// An episode that depends on this seed alone.
  public static Reset seeded(long seed) {
    return new Reset(OptionalLong.of(seed), Map.of());
  }

  /// The same, with one more option.
  public Reset with(String option, double value) {
    Map<String, Double> all = new LinkedHashMap<>(options);
    all.put(option, value);
    return new Reset(seed, all);
  }

  /// The generator that the episode is to use: a new one if there is a seed, else the given one.
  public Rng generator(Rng current) {
    return seed.isPresent() ? Rng.seeded(seed.getAsLong()) : current;
  }

  /// The value of this option, or its standard one.
  public double option(ResetOption option) {
    Double value = options.get(option.name());
    return value == null ? option.standard() : value;
  }

  /// Checks that the environment of this name has every option that is given, and that every value
  /// is finite.
  ///
  /// @throws IllegalArgumentException if not
  public void check(String environment, List<ResetOption> known) {
    if (options.isEmpty()) {
      return;
    }
    List<String> names = known.stream().map(ResetOption::name).toList();
    options.forEach(
        (name, value) -> {
          if (!names.contains(name)) {
            throw new IllegalArgumentException(
                "%s has no reset option \"%s\".%s It has %s."
                    .formatted(
                        environment,
                        name,
                        Nearest.hint(name, names),
                        names.isEmpty() ? "none" : String.join(", ", names)));
          }
          if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                "%s: reset option \"%s\" must be finite, got %s"
                    .formatted(environment, name, value));
          }
        });
  }
}
