package uphill.bench;

import uphill.env.Env;
import uphill.env.Environments;
import uphill.kernel.Rng;
import uphill.nn.Activation;
import uphill.nn.Initialization;
import uphill.rl.Policy;

/// What the reports measure in.
final class Worlds {

  private Worlds() {}

  /// A policy of two hidden layers of 64 units with tanh for CartPole.
  static Policy cartPolePolicy(Rng random) {
    try (Env env = Environments.create("CartPole-v1")) {
      Policy policy =
          new Policy(
              env.observationSpace(),
              env.actionSpace(),
              new Policy.Network(new int[] {64, 64}, Activation.TANH));
      policy.initialize(Initialization.ORTHOGONAL, /* outputGain= */ 1, /* logStd= */ 0, random);
      return policy;
    }
  }
}
