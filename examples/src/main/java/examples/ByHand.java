package examples;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import uphill.env.Env;
import uphill.env.Environments;
import uphill.env.vector.VectorEnv;
import uphill.kernel.Kernels;
import uphill.kernel.Workers;
import uphill.rl.Agent;
import uphill.rl.Learner;
import uphill.rl.Progress;
import uphill.rl.algorithms.VpgConfig;
import uphill.rl.data.Rollout;

/// World, sampler, agent, update, in one page and without the laboratory: no files, no records, no
/// command. This is the loop that everything else is built around.
///
/// ```text
/// env ─► sampler ─► rollout ─► learn ─► policy ─► acts again
/// ```
public final class ByHand {

  private static final int UPDATES = 40;

  private ByHand() {}

  public static void main(String[] args) {
    VpgConfig config = VpgConfig.classicControl();
    // As many worlds as the config asks for, stepped side by side.
    List<Env> worlds =
        Stream.generate(() -> Environments.create("CartPole-v1"))
            .limit(config.sampling().envs())
            .toList();
    try (VectorEnv envs = new VectorEnv("CartPole-v1", worlds)) {
      Learner learner = new Learner(config, envs, /* seed= */ 1, Kernels.best(), Workers.one());
      Agent agent = learner.agent();
      for (int update = 0; update < UPDATES; update++) {
        learner.gather(); // the policy acts; its rollout holds what it saw, did and got
        learner.learn(new Progress(update, UPDATES)); // the policy, and its critic, move
        System.out.printf(
            Locale.ROOT,
            "update %2d   mean return %5.1f   KL %.4f%n",
            update + 1,
            meanReturn(agent.rollout()),
            agent.metrics().get("kl"));
        agent.metrics().clear();
      }
    }
  }

  /// Of the episodes that ended in this round.
  private static double meanReturn(Rollout rollout) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < rollout.rows(); i++) {
      if (rollout.episodeLength[i] > 0) {
        sum += rollout.episodeReturn[i];
        count++;
      }
    }
    return sum / count;
  }
}
