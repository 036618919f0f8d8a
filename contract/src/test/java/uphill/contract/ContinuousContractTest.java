package uphill.contract;

import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import uphill.env.Env;
import uphill.env.TimeLimit;
import uphill.env.classic.Pendulum;
import uphill.rl.ActionNoise;
import uphill.rl.AgentConfig;

/// Agents whose policies are squashed or deterministic keep the contract.
class ContinuousContractTest {

  @Nested
  class Squashed implements AgentContract {
    @Override
    public AgentConfig config() {
      return new Continuous.Config(true, ActionNoise.gaussian(0));
    }

    @Override
    public Supplier<Env> world() {
      return () -> new TimeLimit(new Pendulum(), 50);
    }
  }

  @Nested
  class DeterministicWithNoise implements AgentContract {
    @Override
    public AgentConfig config() {
      return new Continuous.Config(false, ActionNoise.gaussian(0.1));
    }

    @Override
    public Supplier<Env> world() {
      return () -> new TimeLimit(new Pendulum(), 50);
    }
  }

  @Nested
  class DeterministicWithNoiseThatDrifts implements AgentContract {
    @Override
    public AgentConfig config() {
      return new Continuous.Config(false, ActionNoise.ornsteinUhlenbeck(5));
    }

    /// An episode ends in the midst of a round.
    @Override
    public Supplier<Env> world() {
      return () -> new TimeLimit(new Pendulum(), 13);
    }
  }
}
