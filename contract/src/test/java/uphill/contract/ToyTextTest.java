package uphill.contract;

import java.util.List;
import org.junit.jupiter.api.Nested;
import uphill.env.Env;
import uphill.env.mdp.CliffWalking;
import uphill.env.mdp.FickleTaxi;
import uphill.env.mdp.FrozenLake;
import uphill.env.mdp.Taxi;

/// Every table of ours keeps the contract.
class ToyTextTest {

  @Nested
  class CliffWalkingContract implements EnvContract {
    @Override
    public Env create() {
      return CliffWalking.world(false);
    }
  }

  @Nested
  class CliffWalkingSlipperyContract implements EnvContract {
    @Override
    public Env create() {
      return CliffWalking.world(true);
    }
  }

  @Nested
  class FrozenLakeContract implements EnvContract {
    @Override
    public Env create() {
      List<String> map = FrozenLake.map("4x4");
      return FrozenLake.world("FrozenLake", map, FrozenLake.Ice.STANDARD);
    }
  }

  @Nested
  class RandomLakeContract implements EnvContract {
    @Override
    public Env create() {
      List<String> map = FrozenLake.randomMap(10, 0.8, 5);
      return FrozenLake.world("FrozenLake", map, FrozenLake.Ice.STANDARD);
    }
  }

  @Nested
  class TaxiContract implements EnvContract {
    @Override
    public Env create() {
      return Taxi.world(Taxi.Weather.DRY);
    }
  }

  @Nested
  class FickleTaxiContract implements EnvContract {
    @Override
    public Env create() {
      return new FickleTaxi(new Taxi.Weather(true, Taxi.RAINY_PROBABILITY), 0.9);
    }
  }
}
