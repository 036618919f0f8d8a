package uphill.rl.algorithms;

import java.util.Locale;
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
import uphill.rl.fit.ActorCriticFit;
import uphill.rl.fit.CriticFit;
import uphill.rl.fit.ValueFit;
import uphill.rl.setting.Conditions;
import uphill.rl.setting.Setting;
import uphill.rl.setting.Settings;

/// The hyperparameters of [Ppo].
public record PpoConfig(
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
            value = "standardize Â over each minibatch, over the whole batch, or nowhere: none",
            source = "minibatch: OpenAI Baselines' ppo2; batch: Spinning Up")
        Standardized standardizeOver,
    @Setting(
            value = "passes over the batch",
            source = "Schulman et al. 2017, K",
            search = "1|5|10|20",
            min = 1)
        int epochs,
    @Setting(
            value = "rows of a minibatch; 0: the whole batch",
            source = "Schulman et al. 2017, M",
            search = "32|64|128|256",
            min = 0)
        int minibatch,
    @Setting(
            value = "ε: ratios π_θ/π_old count within 1 ± ε",
            source = "Schulman et al. 2017, eq. 7",
            search = "0.1|0.2|0.3|0.4",
            min = 0)
        double clip,
    @Setting(value = "let ε fall linearly to 0 over the run", source = "Schulman et al. 2017")
        boolean annealClip,
    @Setting(
            value =
                "mean KL(π_old ‖ π_θ) above which the last step is undone and the update over; 0:"
                    + " never",
            source = "Spinning Up's target_kl, times 1.5",
            min = 0)
        double maxKl,
    @Setting(value = "α of Adam", source = "Kingma and Ba 2015", search = "1e-5..1e-2 log", min = 0)
        double learningRate,
    @Setting(
            value = "let the learning rates fall linearly to 0 over the run",
            source = "CleanRL",
            search = "true|false")
        boolean anneal,
    @Setting(value = "ε of Adam", source = "Kingma and Ba 2015; 1e-5: OpenAI Baselines", min = 0)
        double adamEpsilon,
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

  /// Over which rows Â is brought to mean 0 and deviation 1.
  public enum Standardized {
    /// Over none.
    NONE,
    /// Over the batch.
    BATCH,
    /// Over each minibatch, in each epoch.
    MINIBATCH
  }

  /// Checks the components against their bounds, and against each other.
  ///
  /// @throws IllegalArgumentException for one that is out of its bounds, or that does not go with
  ///   another
  public PpoConfig {
    Settings.check(PpoConfig.class, "gamma", gamma);
    Settings.check(PpoConfig.class, "lambda", lambda);
    Settings.check(PpoConfig.class, "epochs", epochs);
    Settings.check(PpoConfig.class, "minibatch", minibatch);
    Settings.check(PpoConfig.class, "clip", clip);
    Settings.check(PpoConfig.class, "maxKl", maxKl);
    Settings.check(PpoConfig.class, "learningRate", learningRate);
    Settings.check(PpoConfig.class, "adamEpsilon", adamEpsilon);
    Settings.check(PpoConfig.class, "maxGradientNorm", maxGradientNorm);
    Settings.check(PpoConfig.class, "entropyWeight", entropyWeight);
    if (minibatch > onPolicy.batchSteps()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "minibatch=%d is more than the %d rows of a batch: set batch_steps=%d, or a minibatch"
                  + " of at most %d (0: the whole batch)",
              minibatch,
              onPolicy.batchSteps(),
              minibatch,
              onPolicy.batchSteps()));
    }
  }

  @Override
  public Agent create(Setup setup) {
    return new Ppo(this, setup);
  }

  @Override
  public void conditions(Conditions conditions) {
    conditions.only("annealClip", clip > 0, "clip above 0");
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

  @Override
  public Sampling sampling() {
    return onPolicy.sampling();
  }

  /// To act, to value, to remember π_old, to measure KL; and three for each epoch.
  @Override
  public double passes() {
    double policy = 3 + 3 * (double) epochs;
    return criticFit.critic() == CriticFit.Place.APART
        ? policy + 2 + 3 * (double) criticFit.valueFit().valueEpochs()
        : 2 * policy;
  }

  @Override
  public String dependsOnLength() {
    return anneal
        ? "with anneal=true its learning rate falls until its end"
        : annealClip ? "with anneal_clip=true its clip range falls until its end" : "";
  }

  /// The defaults of CleanRL's `ppo.py`.
  public static PpoConfig cleanRl() {
    return new PpoConfig(
        /* gamma= */ 0.99,
        /* lambda= */ 0.95,
        Standardized.MINIBATCH,
        /* epochs= */ 4,
        /* minibatch= */ 128,
        /* clip= */ 0.2,
        /* annealClip= */ false,
        /* maxKl= */ 0,
        /* learningRate= */ 2.5e-4,
        /* anneal= */ true,
        /* adamEpsilon= */ 1e-5,
        /* maxGradientNorm= */ 0.5,
        /* entropyWeight= */ 0.01,
        new CriticFit(
            CriticFit.Place.JOINT,
            /* valueWeight= */ 0.5,
            /* valueClip= */ 0.2,
            ValueFit.spinningUp()),
        new OnPolicy(/* envs= */ 4, /* batchSteps= */ 512, /* wholeEpisodes= */ false),
        Network.of(Activation.TANH, 64, 64),
        Normalization.none());
  }

  /// The defaults of Stable-Baselines3's PPO.
  public static PpoConfig stableBaselines() {
    return new PpoConfig(
        /* gamma= */ 0.99,
        /* lambda= */ 0.95,
        Standardized.MINIBATCH,
        /* epochs= */ 10,
        /* minibatch= */ 64,
        /* clip= */ 0.2,
        /* annealClip= */ false,
        /* maxKl= */ 0,
        /* learningRate= */ 3e-4,
        /* anneal= */ false,
        /* adamEpsilon= */ 1e-5,
        /* maxGradientNorm= */ 0.5,
        /* entropyWeight= */ 0,
        CriticFit.joint(/* valueWeight= */ 1), // 0.5 of an error that is not halved
        new OnPolicy(/* envs= */ 1, /* batchSteps= */ 2048, /* wholeEpisodes= */ false),
        Network.of(Activation.TANH, 64, 64),
        Normalization.none());
  }

  /// The defaults of Spinning Up's PPO.
  public static PpoConfig spinningUp() {
    return new PpoConfig(
        /* gamma= */ 0.99,
        /* lambda= */ 0.97,
        Standardized.BATCH,
        /* epochs= */ 80,
        /* minibatch= */ 0,
        /* clip= */ 0.2,
        /* annealClip= */ false,
        /* maxKl= */ 0.015,
        /* learningRate= */ 3e-4,
        /* anneal= */ false,
        /* adamEpsilon= */ 1e-8,
        /* maxGradientNorm= */ 0,
        /* entropyWeight= */ 0,
        CriticFit.apart(),
        new OnPolicy(/* envs= */ 1, /* batchSteps= */ 4000, /* wholeEpisodes= */ false),
        new Network(
            /* hidden= */ new int[] {64, 64},
            /* activation= */ Activation.TANH,
            /* initialization= */ Initialization.UNIFORM,
            /* logStd= */ -0.5),
        Normalization.none());
  }
}
