package uphill.lab;

import uphill.env.VectorEnv;
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

  private Work() {}

  /// Multiply-adds of a whole training, roughly: a pass has one for each parameter and step.
  static double multiplyAdds(RunConfig config, World world) {
    VpgConfig settings = config.settings();
    var network = new Policy.Network(settings.hidden(), settings.activation());
    try (VectorEnv env = world.vector(1)) {
      var policy = new Policy(env.observationSpace(), env.actionSpace(), network);
      double step = OVERHEAD + POLICY_PASSES * policy.parameters().size();
      if (settings.weights().needsCritic()) {
        double passes = VALUE_PASSES + EPOCH_PASSES * settings.valueEpochs();
        step += passes * new Critic(env.observationSpace(), network).parameters().size();
      }
      return step * config.steps();
    }
  }
}
