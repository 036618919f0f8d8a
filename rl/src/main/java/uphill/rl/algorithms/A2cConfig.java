package uphill.rl.algorithms;

import uphill.nn.Activation;
import uphill.rl.Agent;
import uphill.rl.AgentConfig;
import uphill.rl.Network;
import uphill.rl.Normalization;
import uphill.rl.Normalizer;
import uphill.rl.OnPolicy;
import uphill.rl.Policy;
import uphill.rl.Setup;
import uphill.rl.data.Sampling;
import uphill.rl.fit.ActorCriticFit;
import uphill.rl.fit.CriticFit;
import uphill.rl.setting.Conditions;
import uphill.rl.setting.Setting;
import uphill.rl.setting.Settings;

/// The hyperparameters of [A2c].
public record A2cConfig(
    @Setting(
            value = "γ, the discount",
            source = "Sutton et al. 2000",
            search = "0.9|0.95|0.98|0.99|0.995|0.999",
            min = 0,
            max = 1)
        double gamma,
    @Setting(
            value = "λ of generalized advantage estimation; 1: returns to the end of the round",
            source = "Schulman et al. 2016, eq. 16",
            search = "0.8|0.9|0.95|0.98|0.99|1",
            min = 0,
            max = 1)
        double lambda,
    @Setting(
            value = "standardize Â over the batch to mean 0 and deviation 1",
            source = "Stable-Baselines3's normalize_advantage")
        boolean standardize,
    @Setting(
            value = "α of RMSProp",
            source = "Mnih et al. 2016",
            search = "1e-5..1e-2 log",
            min = 0)
        double learningRate,
    @Setting(
            value = "let the learning rates fall linearly to 0 over the run",
            source = "Mnih et al. 2016",
            search = "true|false")
        boolean anneal,
    @Setting(value = "ρ of RMSProp", source = "Mnih et al. 2016", min = 0, max = 0.9999999)
        double rmsPropDecay,
    @Setting(
            value = "ε of RMSProp, added to √v",
            source = "Stable-Baselines3's rms_prop_eps",
            min = 0)
        double rmsPropEpsilon,
    @Setting(
            value = "‖∇L‖ is scaled down to it; 0: never",
            source = "Pascanu et al. 2013",
            search = "0.3..2",
            min = 0)
        double maxGradientNorm,
    @Setting(
            value = "c_h, the weight of the entropy in the loss",
            source = "Williams and Peng 1991",
            search = "1e-8..0.1 log",
            min = 0)
        double entropyWeight,
    CriticFit criticFit,
    OnPolicy onPolicy,
    Network network,
    Normalization normalization)
    implements AgentConfig {

  /// Steps that a line of the records covers, about: a round of forty is too short for one.
  private static final int RECORDED = 1024;

  /// Checks the components against their bounds.
  ///
  /// @throws IllegalArgumentException for one that is out of its bounds
  public A2cConfig {
    Settings.check(A2cConfig.class, "gamma", gamma);
    Settings.check(A2cConfig.class, "lambda", lambda);
    Settings.check(A2cConfig.class, "learningRate", learningRate);
    Settings.check(A2cConfig.class, "rmsPropDecay", rmsPropDecay);
    Settings.check(A2cConfig.class, "rmsPropEpsilon", rmsPropEpsilon);
    Settings.check(A2cConfig.class, "maxGradientNorm", maxGradientNorm);
    Settings.check(A2cConfig.class, "entropyWeight", entropyWeight);
  }

  @Override
  public Agent create(Setup setup) {
    return new A2c(this, setup);
  }

  @Override
  public void conditions(Conditions conditions) {
    conditions.only(
        "criticHidden", criticFit.critic() != CriticFit.Place.SHARED, "critic=joint or apart");
  }

  ActorCriticFit fit(Setup setup) {
    return ActorCriticFit.of(
        criticFit, gamma, lambda, network, Normalizer.of(normalization, setup), sampling(), setup);
  }

  @Override
  public Policy policy(Setup setup) {
    return ActorCriticFit.policy(criticFit, network, Normalizer.of(normalization, setup), setup);
  }

  /// Rounds of `batch_steps`, each with its step; about a thousand steps of them to an update.
  @Override
  public Sampling sampling() {
    Sampling round = onPolicy.sampling();
    return round.wholeEpisodes()
        ? round
        : new Sampling(
            round.envs(),
            round.steps(),
            Math.max(1, RECORDED / round.steps()),
            /* wholeEpisodes= */ false);
  }

  /// To act, to value, to step (three), to measure KL.
  @Override
  public double passes() {
    return criticFit.critic() == CriticFit.Place.APART
        ? 6 + 3 * (double) criticFit.valueFit().valueEpochs()
        : 2 * 5;
  }

  @Override
  public String dependsOnLength() {
    return anneal ? "with anneal=true its learning rate falls until its end" : "";
  }

  /// The defaults of Stable-Baselines3's A2C, with its Zoo's eight environments.
  public static A2cConfig stableBaselines() {
    return new A2cConfig(
        /* gamma= */ 0.99,
        /* lambda= */ 1,
        /* standardize= */ false,
        /* learningRate= */ 7e-4,
        /* anneal= */ false,
        /* rmsPropDecay= */ 0.99,
        /* rmsPropEpsilon= */ 1e-5,
        /* maxGradientNorm= */ 0.5,
        /* entropyWeight= */ 0,
        CriticFit.joint(/* valueWeight= */ 1), // 0.5 of an error that is not halved
        new OnPolicy(/* envs= */ 8, /* batchSteps= */ 40, /* wholeEpisodes= */ false),
        Network.of(Activation.TANH, 64, 64),
        Normalization.none());
  }
}
