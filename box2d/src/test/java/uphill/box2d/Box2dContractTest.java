package uphill.box2d;

import org.junit.jupiter.api.Nested;
import uphill.contract.EnvContract;
import uphill.env.Env;
import uphill.env.Environments;

/// The worlds of Box2D keep the contract.
class Box2dContractTest {

  @Nested
  class Landing implements EnvContract {
    @Override
    public Env create() {
      return new LunarLander();
    }
  }

  @Nested
  class LandingWithThrottlesInWind implements EnvContract {
    @Override
    public Env create() {
      return Environments.create("LunarLander-v3:continuous=true,enable_wind=true");
    }
  }

  @Nested
  class Walking implements EnvContract {
    @Override
    public Env create() {
      return new BipedalWalker();
    }
  }

  @Nested
  class WalkingHardcore implements EnvContract {
    @Override
    public Env create() {
      return new BipedalWalker(true);
    }
  }
}
