package uphill.rl.algorithms;

import java.util.Map;
import uphill.nn.Activation;
import uphill.nn.Initialization;
import uphill.rl.Agent;
import uphill.rl.AgentConfig;
import uphill.rl.Network;
import uphill.rl.OffPolicy;
import uphill.rl.Policy;
import uphill.rl.Setup;
import uphill.rl.data.Sampling;
import uphill.rl.setting.Conditions;
import uphill.rl.setting.Setting;
import uphill.rl.setting.Settings;

/// The hyperparameters of [Sac].
public record SacConfig(
    @Setting(
            value = "γ, the discount",
            source = "Sutton et al. 2000",
            search = "0.9|0.95|0.98|0.99|0.995|0.999",
            min = 0,
            max = 1)
        double gamma,
    @Setting(
            value = "τ: the share of the way that target networks go in a gradient step",
            source = "Lillicrap et al. 2016",
            search = "0.005|0.01|0.02",
            min = 0,
            max = 1)
        double tau,
    @Setting(
            value = "α of the policy's Adam",
            source = "Kingma and Ba 2015",
            search = "1e-4..3e-3 log",
            min = 0)
        double learningRate,
    @Setting(
            value = "α of the critics' Adam",
            source = "Kingma and Ba 2015",
            search = "1e-4..3e-3 log",
            min = 0)
        double criticLearningRate,
    @Setting(
            value = "let the learning rates fall linearly to 0 over the run",
            source = "Mnih et al. 2016",
            search = "true|false")
        boolean anneal,
    @Setting(
            value = "α of the entropy at the start, and always where it is not learnt",
            source = "Haarnoja et al. 2018",
            search = "0.01..1 log",
            min = 1e-30)
        double temperature,
    @Setting(
            value = "let the temperature come to where the entropy is what it should be",
            source = "Haarnoja et al. 2018, eq. 17")
        boolean learnTemperature,
    @Setting(value = "α of its Adam", source = "Kingma and Ba 2015", min = 0)
        double temperatureLearningRate,
    @Setting(
            value = "H̄/n: what the entropy should be for each component of an action",
            source = "Haarnoja et al. 2018, appendix D",
            min = -1000,
            max = 1000)
        double entropyOfComponent,
    @Setting(
            value = "measure the entropy by actions as the world takes them, and not as in [-1, 1]",
            source = "CleanRL")
        boolean scaledEntropy,
    OffPolicy offPolicy,
    Network network)
    implements AgentConfig {

  /// Checks the components against their bounds.
  ///
  /// @throws IllegalArgumentException for one that is out of its bounds
  public SacConfig {
    Settings.check(SacConfig.class, "gamma", gamma);
    Settings.check(SacConfig.class, "tau", tau);
    Settings.check(SacConfig.class, "learningRate", learningRate);
    Settings.check(SacConfig.class, "criticLearningRate", criticLearningRate);
    Settings.check(SacConfig.class, "temperature", temperature);
    Settings.check(SacConfig.class, "temperatureLearningRate", temperatureLearningRate);
    Settings.check(SacConfig.class, "entropyOfComponent", entropyOfComponent);
  }

  @Override
  public Agent create(Setup setup) {
    return new Sac(this, setup);
  }

  @Override
  public Policy policy(Setup setup) {
    return Policy.squashed(network, setup);
  }

  @Override
  public Sampling sampling() {
    return offPolicy.sampling();
  }

  @Override
  public void conditions(Conditions conditions) {
    conditions.only("temperatureLearningRate", learnTemperature, "learn_temperature=true");
    conditions.only("entropyOfComponent", learnTemperature, "learn_temperature=true");
  }

  /// To act; and for each row of a gradient step a draw at s′ and two targets, two critics (three
  /// each), the policy (three) and what it reads of the critics (two each).
  @Override
  public double passes() {
    return 1 + offPolicy.ratio() * offPolicy.minibatch() * 16;
  }

  @Override
  public String dependsOnLength() {
    return anneal ? "with anneal=true its learning rates fall until its end" : "";
  }

  private static SacConfig of(
      double learningRate,
      double criticLearningRate,
      double temperature,
      boolean learnTemperature,
      boolean scaledEntropy,
      OffPolicy offPolicy) {
    Network network =
        new Network(new int[] {256, 256}, Activation.RELU, Initialization.UNIFORM, /* logStd= */ 0);
    return new SacConfig(
        /* gamma= */ 0.99,
        /* tau= */ 0.005,
        learningRate,
        criticLearningRate,
        /* anneal= */ false,
        temperature,
        learnTemperature,
        /* temperatureLearningRate= */ criticLearningRate,
        /* entropyOfComponent= */ -1,
        scaledEntropy,
        offPolicy,
        Settings.with(network, Map.of("log_std_of_state", "true")));
  }

  /// The defaults of Stable-Baselines3's SAC.
  public static SacConfig stableBaselines() {
    return of(
        /* learningRate= */ 3e-4,
        /* criticLearningRate= */ 3e-4,
        /* temperature= */ 1,
        /* learnTemperature= */ true,
        /* scaledEntropy= */ false,
        new OffPolicy(
            /* envs= */ 1,
            /* trainEvery= */ 1,
            /* gradientSteps= */ 0,
            /* randomSteps= */ 100,
            /* learningStarts= */ 100,
            /* minibatch= */ 256,
            /* bufferSize= */ 1_000_000,
            /* nStep= */ 1));
  }

  /// The defaults of CleanRL's `sac_continuous_action.py`.
  public static SacConfig cleanRl() {
    return of(
        /* learningRate= */ 3e-4,
        /* criticLearningRate= */ 1e-3,
        /* temperature= */ 1,
        /* learnTemperature= */ true,
        /* scaledEntropy= */ true,
        new OffPolicy(
            /* envs= */ 1,
            /* trainEvery= */ 1,
            /* gradientSteps= */ 0,
            /* randomSteps= */ 5_000,
            /* learningStarts= */ 5_000,
            /* minibatch= */ 256,
            /* bufferSize= */ 1_000_000,
            /* nStep= */ 1));
  }

  /// The defaults of Spinning Up's SAC.
  public static SacConfig spinningUp() {
    return of(
        /* learningRate= */ 1e-3,
        /* criticLearningRate= */ 1e-3,
        /* temperature= */ 0.2,
        /* learnTemperature= */ false,
        /* scaledEntropy= */ false,
        new OffPolicy(
            /* envs= */ 1,
            /* trainEvery= */ 50,
            /* gradientSteps= */ 0,
            /* randomSteps= */ 10_000,
            /* learningStarts= */ 1_000,
            /* minibatch= */ 100,
            /* bufferSize= */ 1_000_000,
            /* nStep= */ 1));
  }
}
