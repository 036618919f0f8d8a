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
import uphill.rl.algorithms.A2cConfig;
import uphill.rl.algorithms.NpgConfig;
import uphill.rl.algorithms.PpoConfig;
import uphill.rl.algorithms.TrpoConfig;
import uphill.rl.setting.Settings;

/// The on-policy algorithms keep the contract, made small, with settings of every kind.
class OnPolicyContractTest {

  private static <C> C small(C preset, String... namesAndValues) {
    Map<String, String> changes =
        new LinkedHashMap<>(Map.of("hidden", "8,8", "batch_steps", "64", "envs", "4"));
    for (int i = 0; i < namesAndValues.length; i += 2) {
      changes.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return Settings.with(preset, changes);
  }

  @Nested
  class PpoWithACriticInItsLoss implements AgentContract {
    @Override
    public AgentConfig config() {
      return small(PpoConfig.cleanRl(), "minibatch", "24");
    }
  }

  @Nested
  class PpoWithASharedTrunk implements AgentContract {
    @Override
    public AgentConfig config() {
      return small(
          PpoConfig.cleanRl(), "minibatch", "24", "critic", "shared", "anneal_clip", "true");
    }
  }

  @Nested
  class PpoThatUndoesSteps implements AgentContract {
    @Override
    public AgentConfig config() {
      return small(
          PpoConfig.spinningUp(),
          "max_kl",
          "0.001",
          "minibatch",
          "32",
          "epochs",
          "5",
          "value_epochs",
          "3",
          "learning_rate",
          "0.01");
    }
  }

  @Nested
  class PpoWithContinuousActions implements AgentContract {
    @Override
    public AgentConfig config() {
      return small(
          PpoConfig.stableBaselines(),
          "minibatch",
          "32",
          "epochs",
          "3",
          "log_std_of_state",
          "true",
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
  class PpoWithMasks implements AgentContract {
    @Override
    public AgentConfig config() {
      return small(PpoConfig.cleanRl(), "minibatch", "32", "hidden", "none");
    }

    @Override
    public Supplier<Env> world() {
      return () -> Environments.create("Taxi-v4:action_mask=true");
    }
  }

  @Nested
  class PpoWithNoiseThatLasts implements AgentContract {
    @Override
    public AgentConfig config() {
      return small(PpoConfig.cleanRl(), "minibatch", "32", "hold_noise", "0.9");
    }

    @Override
    public Supplier<Env> world() {
      return () -> new TimeLimit(new Pendulum(), 50);
    }
  }

  @Nested
  class PpoWithNoiseOfTheState implements AgentContract {
    @Override
    public AgentConfig config() {
      return small(
          PpoConfig.cleanRl(),
          "minibatch",
          "32",
          "state_noise",
          "true",
          "hold_steps",
          "5",
          "critic",
          "shared");
    }

    @Override
    public Supplier<Env> world() {
      return () -> new TimeLimit(new Pendulum(), 50);
    }
  }

  @Nested
  class TrpoWithNoiseOfTheState implements AgentContract {
    @Override
    public AgentConfig config() {
      return small(
          TrpoConfig.stableBaselines(),
          "value_epochs",
          "3",
          "value_minibatch",
          "24",
          "state_noise",
          "true",
          "hold_steps",
          "0");
    }

    @Override
    public Supplier<Env> world() {
      return () -> new TimeLimit(new Pendulum(), 50);
    }
  }

  @Nested
  class A2cOfShortRounds implements AgentContract {
    @Override
    public AgentConfig config() {
      return small(
          A2cConfig.stableBaselines(),
          "batch_steps",
          "20",
          "entropy_weight",
          "0.01",
          "anneal",
          "true");
    }
  }

  @Nested
  class A2cWithContinuousActions implements AgentContract {
    @Override
    public AgentConfig config() {
      return small(
          A2cConfig.stableBaselines(),
          "standardize",
          "true",
          "critic",
          "apart",
          "value_epochs",
          "2");
    }

    @Override
    public Supplier<Env> world() {
      return () -> new TimeLimit(new Pendulum(), 50);
    }
  }

  @Nested
  class Npg implements AgentContract {
    @Override
    public AgentConfig config() {
      return small(NpgConfig.spinningUp(), "value_epochs", "3", "damping", "0.01");
    }
  }

  @Nested
  class Trpo implements AgentContract {
    @Override
    public AgentConfig config() {
      return small(TrpoConfig.stableBaselines(), "value_epochs", "3", "value_minibatch", "24");
    }
  }

  @Nested
  class TrpoWithContinuousActions implements AgentContract {
    @Override
    public AgentConfig config() {
      return small(
          TrpoConfig.spinningUp(),
          "value_epochs",
          "3",
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
}
