package uphill.contract;

import uphill.env.Env;
import uphill.env.TimeLimit;
import uphill.env.classic.CartPole;

/// A world with a limit keeps the contract that the world keeps.
class TimeLimitTest implements EnvContract {

  /// The pole stands for three steps, so the limit ends every episode and no lost count is hidden.
  @Override
  public Env create() {
    return new TimeLimit(new CartPole(), 3);
  }
}
