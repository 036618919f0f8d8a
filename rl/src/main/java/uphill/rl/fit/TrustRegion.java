package uphill.rl.fit;

import uphill.rl.setting.Setting;
import uphill.rl.setting.Settings;

/// How far a step along the natural gradient goes, and how that is solved for: see
/// [NaturalGradient].
public record TrustRegion(
    @Setting(
            value = "δ, the mean KL(π_old ‖ π_θ) that a step is meant to reach",
            source = "Schulman et al. 2015, eq. 14",
            search = "0.001..0.1 log",
            min = 0)
        double maxKl,
    @Setting(
            value = "λ, added to the diagonal of the Fisher information",
            source = "OpenAI Baselines' cg_damping",
            search = "0.01..0.5 log",
            min = 0)
        double damping,
    @Setting(
            value = "steps of conjugate gradients, at most",
            source = "Schulman et al. 2015, appendix C",
            search = "5|10|20|30",
            min = 1,
            max = 10_000)
        int cgSteps,
    @Setting(
            value = "conjugate gradients stop where the residual is below this share of ∇L",
            source = "Uphill",
            min = 0,
            max = 1)
        double cgTolerance) {

  /// Checks the components against their bounds.
  ///
  /// @throws IllegalArgumentException for one that is out of its bounds
  public TrustRegion {
    Settings.check(TrustRegion.class, "maxKl", maxKl);
    Settings.check(TrustRegion.class, "damping", damping);
    Settings.check(TrustRegion.class, "cgSteps", cgSteps);
    Settings.check(TrustRegion.class, "cgTolerance", cgTolerance);
  }

  /// Spinning Up's.
  public static TrustRegion spinningUp() {
    return new TrustRegion(
        /* maxKl= */ 0.01, /* damping= */ 0.1, /* cgSteps= */ 10, /* cgTolerance= */ 1e-5);
  }
}
