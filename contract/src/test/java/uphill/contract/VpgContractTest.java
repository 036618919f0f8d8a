package uphill.contract;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import uphill.env.Env;
import uphill.env.Environments;
import uphill.env.TimeLimit;
import uphill.env.classic.Pendulum;
import uphill.rl.AgentConfig;
import uphill.rl.algorithms.VpgConfig;
import uphill.rl.setting.Settings;

/// VPG keeps the contract with presets of every kind, made small.
class VpgContractTest {

  private static VpgConfig small(VpgConfig preset, String... namesAndValues) {
    Map<String, String> changes = new LinkedHashMap<>(Map.of("hidden", "8,8", "batch_steps", "64"));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      changes.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return Settings.with(preset, changes);
  }

  @Nested
  class ManyEnvironmentsAndMinibatches implements AgentContract {
    @Override
    public AgentConfig config() {
      return small(
          VpgConfig.classicControl(),
          "envs",
          "4",
          "value_minibatch",
          "24",
          "entropy_weight",
          "0.01",
          "standardize",
          "true");
    }
  }

  @Nested
  class WholeEpisodes implements AgentContract {
    @Override
    public AgentConfig config() {
      return small(VpgConfig.simple());
    }
  }

  @Nested
  class TrajectoriesAndBaseline implements AgentContract {
    @Override
    public AgentConfig config() {
      return small(
          VpgConfig.simple(),
          "divisor",
          "trajectories",
          "weights",
          "baseline",
          "value_epochs",
          "2");
    }
  }

  @Nested
  class OneEnvironmentWithWholeBatches implements AgentContract {
    @Override
    public AgentConfig config() {
      return small(VpgConfig.spinningUp(), "value_epochs", "3");
    }
  }

  @Nested
  class ContinuousActions implements AgentContract {
    @Override
    public AgentConfig config() {
      return small(VpgConfig.classicControl(), "envs", "4", "log_std", "0.5");
    }

    @Override
    public Supplier<Env> world() {
      return () -> new TimeLimit(new Pendulum(), 50);
    }
  }

  @Nested
  class MaskedActions implements AgentContract {
    @Override
    public AgentConfig config() {
      return small(
          VpgConfig.classicControl(), "envs", "4", "hidden", "none", "entropy_weight", "0.01");
    }

    @Override
    public Supplier<Env> world() {
      return () -> Environments.create("Taxi-v4:action_mask=true");
    }
  }

  @Nested
  class NormalizedObservationsAndRewards implements AgentContract {
    @Override
    public AgentConfig config() {
      return small(
          VpgConfig.classicControl(),
          "envs",
          "4",
          "normalize_observations",
          "true",
          "normalize_rewards",
          "true");
    }

    @Override
    public Supplier<Env> world() {
      return () -> new TimeLimit(new Pendulum(), 50);
    }
  }

  @Nested
  class NumberedStates implements AgentContract {
    @Override
    public AgentConfig config() {
      return small(VpgConfig.classicControl(), "envs", "4", "hidden", "none");
    }

    @Override
    public Supplier<Env> world() {
      return () -> Environments.create("FrozenLake-v1");
    }
  }
}
