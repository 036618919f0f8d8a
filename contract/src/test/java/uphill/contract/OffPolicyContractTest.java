package uphill.contract;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import uphill.env.Env;
import uphill.env.TimeLimit;
import uphill.env.classic.Pendulum;
import uphill.rl.AgentConfig;
import uphill.rl.algorithms.DdpgConfig;
import uphill.rl.algorithms.SacConfig;
import uphill.rl.algorithms.Td3Config;
import uphill.rl.setting.Settings;

/// The off-policy algorithms keep the contract, made small, with settings of every kind.
class OffPolicyContractTest {

  /// Pendulums whose episodes are truncated, for more steps than are remembered.
  interface InPendulum extends AgentContract {
    @Override
    default Supplier<Env> world() {
      return () -> new TimeLimit(new Pendulum(), 25);
    }
  }

  private static <C> C small(C preset, String... namesAndValues) {
    Map<String, String> changes =
        new LinkedHashMap<>(
            Map.of(
                "hidden", "8,8",
                "train_every", "8",
                "envs", "4",
                "gradient_steps", "3",
                "random_steps", "40",
                "learning_starts", "24",
                "minibatch", "16",
                "buffer_size", "300"));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      changes.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return Settings.with(preset, changes);
  }

  @Nested
  class Sac implements InPendulum {
    @Override
    public AgentConfig config() {
      return small(SacConfig.stableBaselines(), "anneal", "true");
    }
  }

  @Nested
  class SacOfSeveralSteps implements InPendulum {
    @Override
    public AgentConfig config() {
      return small(
          SacConfig.cleanRl(), "n_step", "3", "learn_temperature", "false", "critic_hidden", "4");
    }
  }

  @Nested
  class Td3 implements InPendulum {
    @Override
    public AgentConfig config() {
      return small(Td3Config.stableBaselines(), "anneal", "true");
    }
  }

  @Nested
  class Td3WithNoiseThatDrifts implements InPendulum {
    @Override
    public AgentConfig config() {
      return small(
          Td3Config.spinningUp(),
          "action_noise",
          "ornstein_uhlenbeck",
          "noise_std",
          "0.3",
          "policy_delay",
          "3",
          "n_step",
          "2");
    }
  }

  @Nested
  class Ddpg implements InPendulum {
    @Override
    public AgentConfig config() {
      return small(DdpgConfig.stableBaselines());
    }
  }
}
