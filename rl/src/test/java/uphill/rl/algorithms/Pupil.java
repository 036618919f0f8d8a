package uphill.rl.algorithms;

import java.util.Arrays;
import java.util.List;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.vector.VectorEnv;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;
import uphill.nn.Descent;
import uphill.rl.Agent;
import uphill.rl.AgentConfig;
import uphill.rl.Progress;
import uphill.rl.Setup;
import uphill.rl.data.Metrics;
import uphill.rl.data.Rollout;
import uphill.rl.data.Rollouts;

/// Learns from rollouts that are written by hand; at first all its policy's parameters are zero.
final class Pupil {

  final Setup setup;
  final Agent agent;

  Pupil(AgentConfig config, Env world) {
    var envs = new VectorEnv("world", List.of(world));
    setup = Setup.of(1, envs, new ScalarKernels(), Workers.one());
    agent = config.create(setup);
    Arrays.fill(theta(), 0);
  }

  /// θ. The array itself.
  float[] theta() {
    return agent.policy().parameters().values();
  }

  Metrics learn(Rollout rollout) {
    return learn(rollout, new Progress(0, 1));
  }

  Metrics learn(Rollout rollout, Progress progress) {
    Rollouts.copy(rollout, agent.rollout());
    agent.metrics().clear();
    agent.learn(progress);
    return agent.metrics();
  }

  /// What the policy goes down.
  Descent descent() {
    return setup.descents().stream()
        .filter(descent -> descent.parameters() == agent.policy().parameters())
        .findFirst()
        .orElseThrow();
  }

  /// Episodes of one step in a bandit with one state, 1: arms and what each earned.
  static Rollout pulls(int[] arms, float... reward) {
    var rollout = new Rollout(arms.length, 1, 1, 1);
    Arrays.fill(rollout.observation, 1);
    for (int i = 0; i < arms.length; i++) {
      rollout.action[i] = arms[i];
      rollout.reward[i] = reward[i];
      rollout.ended[i] = Ending.TERMINATED;
    }
    return Rollouts.filled(rollout, arms.length);
  }
}
