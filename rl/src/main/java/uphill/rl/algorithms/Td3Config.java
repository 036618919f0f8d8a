package uphill.rl.algorithms;

import java.util.Map;
import uphill.nn.Activation;
import uphill.nn.Initialization;
import uphill.rl.ActionNoise;
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

/// The hyperparameters of [Td3].
public record Td3Config(
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
            value = "learn two critics, and count on the smaller: of one, too much is expected",
            source = "Fujimoto et al. 2018, eq. 10")
        boolean twins,
    @Setting(
            value = "d: the policy and the targets move at every d-th gradient step",
            source = "Fujimoto et al. 2018, section 5.2",
            search = "1|2",
            min = 1,
            max = 1000)
        int policyDelay,
    @Setting(
            value = "σ of the noise around a target's action, where actions are as in [-1, 1]",
            source = "Fujimoto et al. 2018, eq. 14",
            min = 0)
        double targetNoise,
    @Setting(
            value = "c: that noise is held within ± c",
            source = "Fujimoto et al. 2018, eq. 14",
            min = 0)
        double targetNoiseClip,
    ActionNoise actionNoise,
    OffPolicy offPolicy,
    Network network)
    implements AgentConfig {

  /// Checks the components against their bounds.
  ///
  /// @throws IllegalArgumentException for one that is out of its bounds
  public Td3Config {
    Settings.check(Td3Config.class, "gamma", gamma);
    Settings.check(Td3Config.class, "tau", tau);
    Settings.check(Td3Config.class, "learningRate", learningRate);
    Settings.check(Td3Config.class, "criticLearningRate", criticLearningRate);
    Settings.check(Td3Config.class, "policyDelay", policyDelay);
    Settings.check(Td3Config.class, "targetNoise", targetNoise);
    Settings.check(Td3Config.class, "targetNoiseClip", targetNoiseClip);
  }

  @Override
  public Agent create(Setup setup) {
    return new Td3(this, setup);
  }

  @Override
  public Policy policy(Setup setup) {
    return Policy.deterministic(network, setup);
  }

  @Override
  public Sampling sampling() {
    return offPolicy.sampling();
  }

  @Override
  public void conditions(Conditions conditions) {
    conditions.only("targetNoiseClip", targetNoise > 0, "target_noise above 0");
  }

  /// To act; and for each row of a gradient step an action at s′ and the targets, the critics
  /// (three each), and at every d-th the policy (three) and what it reads of a critic (two).
  @Override
  public double passes() {
    int critics = twins ? 2 : 1;
    return 1 + offPolicy.ratio() * offPolicy.minibatch() * (1 + 4 * critics + 5.0 / policyDelay);
  }

  @Override
  public String dependsOnLength() {
    return anneal ? "with anneal=true its learning rates fall until its end" : "";
  }

  private static Td3Config of(double learningRate, OffPolicy offPolicy) {
    return new Td3Config(
        /* gamma= */ 0.99,
        /* tau= */ 0.005,
        learningRate,
        /* criticLearningRate= */ learningRate,
        /* anneal= */ false,
        /* twins= */ true,
        /* policyDelay= */ 2,
        /* targetNoise= */ 0.2,
        /* targetNoiseClip= */ 0.5,
        ActionNoise.gaussian(0.1),
        offPolicy,
        new Network(
            new int[] {256, 256}, Activation.RELU, Initialization.UNIFORM, /* logStd= */ 0));
  }

  /// The defaults of Stable-Baselines3's TD3, which explores by uniform actions at first alone:
  /// here as in its Zoo by noise of σ = 0.1.
  public static Td3Config stableBaselines() {
    Map<String, String> layers = Map.of("hidden", "400,300");
    Td3Config config =
        of(
            /* learningRate= */ 1e-3,
            new OffPolicy(
                /* envs= */ 1,
                /* trainEvery= */ 1,
                /* gradientSteps= */ 0,
                /* randomSteps= */ 100,
                /* learningStarts= */ 100,
                /* minibatch= */ 256,
                /* bufferSize= */ 1_000_000,
                /* nStep= */ 1));
    return Settings.with(config, layers);
  }

  /// The defaults of CleanRL's `td3_continuous_action.py`.
  public static Td3Config cleanRl() {
    return of(
        /* learningRate= */ 3e-4,
        new OffPolicy(
            /* envs= */ 1,
            /* trainEvery= */ 1,
            /* gradientSteps= */ 0,
            /* randomSteps= */ 25_000,
            /* learningStarts= */ 25_000,
            /* minibatch= */ 256,
            /* bufferSize= */ 1_000_000,
            /* nStep= */ 1));
  }

  /// The defaults of Spinning Up's TD3.
  public static Td3Config spinningUp() {
    return of(
        /* learningRate= */ 1e-3,
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
