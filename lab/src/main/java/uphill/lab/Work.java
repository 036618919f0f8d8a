package uphill.lab;

import uphill.env.VectorEnv;
import uphill.lab.world.World;
import uphill.nn.Initialization;
import uphill.rl.Critic;
import uphill.rl.Policy;
import uphill.rl.VpgConfig;

/// How much there is to compute.
final class Work {

  /// Passes for each step of the environment: acting, learning (a backward one counts two), KL.
  private static final double POLICY_PASSES = 5;

  /// The values before the update, and the loss after it; then three for every epoch.
  private static final double VALUE_PASSES = 2;

  private static final double EPOCH_PASSES = 3;

  /// What else the scalar kernels need for a step, in multiply-adds: what small networks cost.
  private static final double OVERHEAD = 10_000;

  /// Multiply-adds a second of one processor on vector lanes: 12 to 36 thousand million were
  /// measured for hidden layers of 64 to 1024 units.
  private static final double SPEED = 25e9;

  /// Elements a second that are read to make vectors orthogonal: 1.9 to 2.1 thousand million were
  /// measured for vectors that stay in the cache, and larger ones do not.
  private static final double ORTHOGONAL_SPEED = 1.5e9;

  /// Elements read for each of two vectors that are made orthogonal: two passes, a product and a
  /// sum in each.
  private static final double ORTHOGONAL_PASSES = 4;

  private Work() {}

  /// How long a training takes, roughly. What the environments take is not in it.
  static Expectation expected(RunConfig config, World world, int threads) {
    int processors = Math.min(threads, Runtime.getRuntime().availableProcessors());
    double begun = orthogonal(config) / ORTHOGONAL_SPEED;
    double trained = multiplyAdds(config, world) / SPEED / processors;
    return new Expectation(begun + trained / config.updates(), begun + trained);
  }

  /// Elements that are read to make the first parameters orthogonal.
  private static double orthogonal(RunConfig config) {
    VpgConfig settings = config.settings();
    if (settings.initialization() != Initialization.ORTHOGONAL) {
      return 0;
    }
    int[] hidden = settings.hidden();
    double elements = 0;
    for (int l = 1; l < hidden.length; l++) { // the first layer and the last are small
      double count = Math.min(hidden[l - 1], hidden[l]);
      elements += ORTHOGONAL_PASSES * count * count / 2 * Math.max(hidden[l - 1], hidden[l]);
    }
    return settings.weights().needsCritic() ? 2 * elements : elements;
  }

  /// Multiply-adds of a whole training, roughly: a pass has one for each parameter and step.
  static double multiplyAdds(RunConfig config, World world) {
    VpgConfig settings = config.settings();
    var network = new Policy.Network(settings.hidden(), settings.activation());
    try (VectorEnv env = world.closingInto(_ -> {}).vector(1)) {
      long policy = Policy.size(env.observationSpace(), env.actionSpace(), network);
      double step = OVERHEAD + POLICY_PASSES * policy;
      if (settings.weights().needsCritic()) {
        double passes = VALUE_PASSES + EPOCH_PASSES * settings.valueEpochs();
        step += passes * Critic.size(env.observationSpace(), network);
      }
      return step * config.steps();
    }
  }
}
