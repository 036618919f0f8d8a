package uphill.contract;

import org.junit.jupiter.api.Nested;
import uphill.env.Env;
import uphill.env.classic.Acrobot;
import uphill.env.classic.CartPole;
import uphill.env.classic.MountainCar;
import uphill.env.classic.MountainCarContinuous;
import uphill.env.classic.Pendulum;

/// Every world of ours keeps the contract.
class ClassicControlTest {

  @Nested
  class AcrobotContract implements EnvContract {
    @Override
    public Env create() {
      return new Acrobot();
    }
  }

  @Nested
  class CartPoleContract implements EnvContract {
    @Override
    public Env create() {
      return new CartPole();
    }
  }

  @Nested
  class MountainCarContract implements EnvContract {
    @Override
    public Env create() {
      return new MountainCar();
    }
  }

  @Nested
  class MountainCarContinuousContract implements EnvContract {
    @Override
    public Env create() {
      return new MountainCarContinuous();
    }
  }

  @Nested
  class PendulumContract implements EnvContract {
    @Override
    public Env create() {
      return new Pendulum();
    }
  }
}
