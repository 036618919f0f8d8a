package uphill.oracle;

import java.util.OptionalInt;
import uphill.env.mdp.FiniteMdp;

/// What J counts of an episode.
///
/// ```text
/// J = E[ Σ_{t<T} γᵗ·rₜ ]
/// ```
///
/// @param gamma γ
/// @param horizon T, the steps that count; without one, all do
public record Criterion(double gamma, OptionalInt horizon) {

  /// γ where nothing else ends the sum.
  public static final double USUAL_GAMMA = 0.99;

  /// Checks that J is finite.
  ///
  /// @throws IllegalArgumentException if γ is not in [0, 1], the horizon below 1, or there is none
  ///   and γ = 1
  public Criterion {
    if (!(gamma >= 0 && gamma <= 1)) {
      throw new IllegalArgumentException("gamma must be in [0, 1], got " + gamma);
    }
    if (horizon.isPresent() && horizon.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "the horizon must be at least 1 step, got " + horizon.getAsInt());
    }
    if (horizon.isEmpty() && gamma == 1) {
      throw new IllegalArgumentException(
          "an infinite horizon needs gamma below 1; take a smaller gamma, or a finite horizon");
    }
  }

  /// The first T steps.
  public static Criterion steps(int horizon, double gamma) {
    return new Criterion(gamma, OptionalInt.of(horizon));
  }

  /// All steps, discounted.
  public static Criterion forever(double gamma) {
    return new Criterion(gamma, OptionalInt.empty());
  }

  /// What this process suggests: the sum of all rewards within its time limit; without one, all
  /// steps, discounted by [#USUAL_GAMMA].
  public static Criterion of(FiniteMdp mdp) {
    return mdp.maxSteps().isPresent() ? steps(mdp.maxSteps().getAsInt(), 1) : forever(USUAL_GAMMA);
  }
}
