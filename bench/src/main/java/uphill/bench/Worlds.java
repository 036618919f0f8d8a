package uphill.bench;

import java.util.List;
import java.util.stream.Stream;
import uphill.env.Env;
import uphill.env.Environments;
import uphill.env.vector.VectorEnv;
import uphill.kernel.Kernels;
import uphill.kernel.Workers;
import uphill.nn.Activation;
import uphill.rl.Network;
import uphill.rl.Setup;

/// What the reports measure in.
final class Worlds {

  private static final String CART_POLE = "CartPole-v1";

  /// Two hidden layers of 64 units with tanh.
  static final Network NETWORK = Network.of(Activation.TANH, 64, 64);

  private Worlds() {}

  /// So many CartPoles side by side, not reset.
  static VectorEnv cartPoles(int envs) {
    return vector(CART_POLE, envs);
  }

  /// So many worlds of this name side by side, not reset.
  static VectorEnv vector(String name, int envs) {
    List<Env> all = Stream.generate(() -> Environments.create(name)).limit(envs).toList();
    return new VectorEnv(name, all);
  }

  /// What networks for CartPole are made in.
  static Setup cartPole(Kernels kernels, Workers workers) {
    try (VectorEnv env = cartPoles(1)) {
      return Setup.of(/* seed= */ 1, env, kernels, workers);
    }
  }
}
