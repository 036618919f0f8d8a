package uphill.rl.algorithms;

import uphill.nn.Activation;
import uphill.nn.Initialization;
import uphill.rl.Agent;
import uphill.rl.AgentConfig;
import uphill.rl.Network;
import uphill.rl.Normalization;
import uphill.rl.Normalizer;
import uphill.rl.OnPolicy;
import uphill.rl.Policy;
import uphill.rl.Setup;
import uphill.rl.data.Sampling;
import uphill.rl.fit.TrustRegion;
import uphill.rl.fit.ValueFit;
import uphill.rl.setting.Setting;
import uphill.rl.setting.Settings;

/// The hyperparameters of [Npg].
public record NpgConfig(
    @Setting(
            value = "γ, the discount",
            source = "Sutton et al. 2000",
            search = "0.9|0.95|0.98|0.99|0.995|0.999",
            min = 0,
            max = 1)
        double gamma,
    @Setting(
            value = "λ of generalized advantage estimation",
            source = "Schulman et al. 2016, eq. 16",
            search = "0.8|0.9|0.95|0.98|0.99|1",
            min = 0,
            max = 1)
        double lambda,
    @Setting(
            value = "standardize Â over the batch to mean 0 and deviation 1",
            source = "Spinning Up")
        boolean standardize,
    TrustRegion trustRegion,
    ValueFit valueFit,
    OnPolicy onPolicy,
    Network network,
    Normalization normalization)
    implements AgentConfig {

  /// Checks the components against their bounds.
  ///
  /// @throws IllegalArgumentException for one that is out of its bounds
  public NpgConfig {
    Settings.check(NpgConfig.class, "gamma", gamma);
    Settings.check(NpgConfig.class, "lambda", lambda);
  }

  @Override
  public Agent create(Setup setup) {
    return new Npg(this, setup);
  }

  @Override
  public Policy policy(Setup setup) {
    return Policy.of(network, Normalizer.of(normalization, setup), setup);
  }

  @Override
  public Sampling sampling() {
    return onPolicy.sampling();
  }

  /// To act, to value, a gradient (three), F·x (five) for each step of conjugate gradients and one
  /// more, and to fit the critic.
  @Override
  public double passes() {
    return 1 + 1 + 3 + 1 + 5 * (1.0 + trustRegion.cgSteps()) + 3.0 * valueFit.valueEpochs();
  }

  /// The defaults of Spinning Up's NPG.
  public static NpgConfig spinningUp() {
    return new NpgConfig(
        /* gamma= */ 0.99,
        /* lambda= */ 0.97,
        /* standardize= */ true,
        TrustRegion.spinningUp(),
        ValueFit.spinningUp(),
        new OnPolicy(/* envs= */ 1, /* batchSteps= */ 4000, /* wholeEpisodes= */ false),
        new Network(
            /* hidden= */ new int[] {64, 64},
            /* activation= */ Activation.TANH,
            /* initialization= */ Initialization.UNIFORM,
            /* logStd= */ -0.5),
        Normalization.none());
  }
}
