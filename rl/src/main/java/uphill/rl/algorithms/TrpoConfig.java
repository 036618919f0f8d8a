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

/// The hyperparameters of [Trpo].
public record TrpoConfig(
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
    @Setting(
            value = "steps that the line search tries, at most",
            source = "Schulman et al. 2015, appendix C",
            min = 1,
            max = 100)
        int backtracks,
    @Setting(
            value = "β: each try is as long as the one before, times it",
            source = "Spinning Up's backtrack_coeff",
            min = 0.01,
            max = 0.99)
        double backtrack,
    ValueFit valueFit,
    OnPolicy onPolicy,
    Network network,
    Normalization normalization)
    implements AgentConfig {

  /// Checks the components against their bounds.
  ///
  /// @throws IllegalArgumentException for one that is out of its bounds
  public TrpoConfig {
    Settings.check(TrpoConfig.class, "gamma", gamma);
    Settings.check(TrpoConfig.class, "lambda", lambda);
    Settings.check(TrpoConfig.class, "backtracks", backtracks);
    Settings.check(TrpoConfig.class, "backtrack", backtrack);
  }

  @Override
  public Agent create(Setup setup) {
    return new Trpo(this, setup);
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
  /// more, the line search (one each), and to fit the critic.
  @Override
  public double passes() {
    return 1 + 1 + 1 + 3 + 2 + 5 * (1.0 + trustRegion.cgSteps()) + 3.0 * valueFit.valueEpochs();
  }

  /// The defaults of Spinning Up's TRPO.
  public static TrpoConfig spinningUp() {
    return new TrpoConfig(
        /* gamma= */ 0.99,
        /* lambda= */ 0.97,
        /* standardize= */ true,
        TrustRegion.spinningUp(),
        /* backtracks= */ 10,
        /* backtrack= */ 0.8,
        ValueFit.spinningUp(),
        new OnPolicy(/* envs= */ 1, /* batchSteps= */ 4000, /* wholeEpisodes= */ false),
        new Network(
            /* hidden= */ new int[] {64, 64},
            /* activation= */ Activation.TANH,
            /* initialization= */ Initialization.UNIFORM,
            /* logStd= */ -0.5),
        Normalization.none());
  }

  /// The defaults of Stable-Baselines3's TRPO, where it has them: Contrib.
  public static TrpoConfig stableBaselines() {
    return new TrpoConfig(
        /* gamma= */ 0.99,
        /* lambda= */ 0.95,
        /* standardize= */ true,
        new TrustRegion(
            /* maxKl= */ 0.01, /* damping= */ 0.1, /* cgSteps= */ 15, /* cgTolerance= */ 1e-5),
        /* backtracks= */ 10,
        /* backtrack= */ 0.8,
        new ValueFit(
            /* valueLearningRate= */ 1e-3,
            /* valueEpochs= */ 10,
            /* valueMinibatch= */ 128,
            ValueFit.Target.LAMBDA_RETURN),
        new OnPolicy(/* envs= */ 1, /* batchSteps= */ 2048, /* wholeEpisodes= */ false),
        Network.of(Activation.TANH, 64, 64),
        Normalization.none());
  }
}
