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
import uphill.rl.setting.Setting;
import uphill.rl.setting.Settings;

/// The hyperparameters of [Ddpg].
public record DdpgConfig(
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
    ActionNoise actionNoise,
    OffPolicy offPolicy,
    Network network)
    implements AgentConfig {

  /// Checks the components against their bounds.
  ///
  /// @throws IllegalArgumentException for one that is out of its bounds
  public DdpgConfig {
    Settings.check(DdpgConfig.class, "gamma", gamma);
    Settings.check(DdpgConfig.class, "tau", tau);
    Settings.check(DdpgConfig.class, "learningRate", learningRate);
    Settings.check(DdpgConfig.class, "criticLearningRate", criticLearningRate);
  }

  @Override
  public Agent create(Setup setup) {
    return new Ddpg(this, setup);
  }

  @Override
  public Policy policy(Setup setup) {
    return Policy.deterministic(network, setup);
  }

  @Override
  public Sampling sampling() {
    return offPolicy.sampling();
  }

  /// To act; and for each row of a gradient step an action at s′ and its worth, the critic (three),
  /// the policy (three) and what it reads of the critic (two).
  @Override
  public double passes() {
    return 1 + offPolicy.ratio() * offPolicy.minibatch() * 10;
  }

  @Override
  public String dependsOnLength() {
    return anneal ? "with anneal=true its learning rates fall until its end" : "";
  }

  private static DdpgConfig of(double learningRate, OffPolicy offPolicy) {
    return new DdpgConfig(
        /* gamma= */ 0.99,
        /* tau= */ 0.005,
        learningRate,
        /* criticLearningRate= */ learningRate,
        /* anneal= */ false,
        ActionNoise.gaussian(0.1),
        offPolicy,
        new Network(
            new int[] {256, 256}, Activation.RELU, Initialization.UNIFORM, /* logStd= */ 0));
  }

  /// The defaults of Stable-Baselines3's DDPG, which explores by uniform actions at first alone:
  /// here as in its Zoo by noise of σ = 0.1.
  public static DdpgConfig stableBaselines() {
    Map<String, String> layers = Map.of("hidden", "400,300");
    DdpgConfig config =
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

  /// The defaults of CleanRL's `ddpg_continuous_action.py`.
  public static DdpgConfig cleanRl() {
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

  /// The defaults of Spinning Up's DDPG.
  public static DdpgConfig spinningUp() {
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
