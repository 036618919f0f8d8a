package examples;

import uphill.contract.EnvContract;
import uphill.env.Env;

/// The test of an environment of one's own.
class GreenhouseTest implements EnvContract {

  @Override
  public Env create() {
    return new Greenhouse();
  }
}
