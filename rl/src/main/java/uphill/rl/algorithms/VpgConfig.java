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
import uphill.rl.data.Weights;
import uphill.rl.fit.ValueFit;
import uphill.rl.setting.Conditions;
import uphill.rl.setting.Setting;
import uphill.rl.setting.Settings;

/// The hyperparameters of [Vpg]. The components are the schema: of `--set`, of a run's
/// `config.json`, of `uphill algorithms`.
public record VpgConfig(
    @Setting(
            value = "Ψ, what multiplies ∇log π: return, reward_to_go, baseline or gae",
            source = "Schulman et al. 2016, section 2")
        Weights weights,
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
            value = "standardize Ψ over the batch to mean 0 and deviation 1",
            source = "Spinning Up")
        boolean standardize,
    @Setting(
            value = "divide the sum over the batch by its rows or its trajectories",
            source = "rows: Spinning Up; trajectories: the expression itself")
        Vpg.Divisor divisor,
    @Setting(
            value = "α of the policy's Adam",
            source = "Kingma and Ba 2015",
            search = "1e-4..0.1 log",
            min = 0)
        double learningRate,
    ValueFit valueFit,
    @Setting(
            value = "c_h, the weight of the entropy in the loss",
            source = "Williams and Peng 1991",
            search = "1e-8..0.1 log",
            min = 0)
        double entropyWeight,
    @Setting(
            value = "‖∇L‖ is scaled down to it; 0: never",
            source = "Pascanu et al. 2013",
            search = "0.3..2",
            min = 0)
        double maxGradientNorm,
    @Setting(
            value = "let the learning rates fall linearly to 0 over the run",
            source = "CleanRL",
            search = "true|false")
        boolean anneal,
    OnPolicy onPolicy,
    Network network,
    Normalization normalization)
    implements AgentConfig {

  /// Checks the components against their bounds, and against each other.
  ///
  /// @throws IllegalArgumentException for one that is out of its bounds, or that does not go with
  ///   another
  public VpgConfig {
    Settings.check(VpgConfig.class, "gamma", gamma);
    Settings.check(VpgConfig.class, "lambda", lambda);
    Settings.check(VpgConfig.class, "learningRate", learningRate);
    Settings.check(VpgConfig.class, "entropyWeight", entropyWeight);
    Settings.check(VpgConfig.class, "maxGradientNorm", maxGradientNorm);
    if (weights.needsWholeEpisodes() && !onPolicy.wholeEpisodes()) {
      throw new IllegalArgumentException(
          "weights %s need whole episodes: set whole_episodes=true"
              .formatted(Settings.word(weights)));
    }
  }

  @Override
  public void conditions(Conditions conditions) {
    String critic = "weights=baseline or gae";
    boolean returns = valueFit.valueTarget() == ValueFit.Target.LAMBDA_RETURN;
    conditions.only(
        "lambda",
        weights == Weights.GAE || (weights.needsCritic() && returns),
        "weights=gae or value_target=lambda_return");
    conditions.only("valueFit", weights.needsCritic(), critic);
    conditions.only("criticHidden", weights.needsCritic(), critic);
  }

  @Override
  public Agent create(Setup setup) {
    return new Vpg(this, setup);
  }

  @Override
  public Policy policy(Setup setup) {
    return Policy.of(network, Normalizer.of(normalization, setup), setup);
  }

  @Override
  public Sampling sampling() {
    return onPolicy.sampling();
  }

  @Override
  public double passes() {
    return weights.needsCritic() ? 4 + 3 * (double) valueFit.valueEpochs() : 4;
  }

  @Override
  public String dependsOnLength() {
    return anneal ? "with anneal=true its learning rate falls until its end" : "";
  }

  /// Spinning Up's first script (`pg_math/1_simple_pg.py`): the plain expression, no critic;
  /// updates of at least 5000 steps in whole episodes.
  public static VpgConfig simple() {
    return new VpgConfig(
        /* weights= */ Weights.RETURN,
        /* gamma= */ 1,
        /* lambda= */ 1,
        /* standardize= */ false,
        /* divisor= */ Vpg.Divisor.ROWS,
        /* learningRate= */ 1e-2,
        new ValueFit(/* valueLearningRate= */ 1e-3, /* valueEpochs= */ 80, /* valueMinibatch= */ 0),
        /* entropyWeight= */ 0,
        /* maxGradientNorm= */ 0,
        /* anneal= */ false,
        new OnPolicy(/* envs= */ 1, /* batchSteps= */ 5000, /* wholeEpisodes= */ true),
        new Network(
            /* hidden= */ new int[] {32},
            /* activation= */ Activation.TANH,
            /* initialization= */ Initialization.UNIFORM,
            /* logStd= */ -0.5),
        Normalization.none());
  }

  /// The defaults of Spinning Up's VPG. Unlike there, an episode that the batch cuts goes on in the
  /// next one.
  public static VpgConfig spinningUp() {
    return new VpgConfig(
        /* weights= */ Weights.GAE,
        /* gamma= */ 0.99,
        /* lambda= */ 0.97,
        /* standardize= */ true,
        /* divisor= */ Vpg.Divisor.ROWS,
        /* learningRate= */ 3e-4,
        new ValueFit(/* valueLearningRate= */ 1e-3, /* valueEpochs= */ 80, /* valueMinibatch= */ 0),
        /* entropyWeight= */ 0,
        /* maxGradientNorm= */ 0,
        /* anneal= */ false,
        new OnPolicy(/* envs= */ 1, /* batchSteps= */ 4000, /* wholeEpisodes= */ false),
        new Network(
            /* hidden= */ new int[] {64, 64},
            /* activation= */ Activation.TANH,
            /* initialization= */ Initialization.UNIFORM,
            /* logStd= */ -0.5),
        Normalization.none());
  }

  /// For classic control: small batches from many environments, so that the policy takes many
  /// steps; a critic fitted in minibatches; learning rates that fall to zero.
  public static VpgConfig classicControl() {
    return new VpgConfig(
        /* weights= */ Weights.GAE,
        /* gamma= */ 0.99,
        /* lambda= */ 0.95,
        /* standardize= */ false,
        /* divisor= */ Vpg.Divisor.ROWS,
        /* learningRate= */ 1e-2,
        new ValueFit(
            /* valueLearningRate= */ 3e-3, /* valueEpochs= */ 4, /* valueMinibatch= */ 256),
        /* entropyWeight= */ 0,
        /* maxGradientNorm= */ 0.5,
        /* anneal= */ true,
        new OnPolicy(/* envs= */ 16, /* batchSteps= */ 2048, /* wholeEpisodes= */ false),
        Network.of(Activation.TANH, 64, 64),
        Normalization.none());
  }
}
