package uphill.explain;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.lab.Experiment;
import uphill.lab.world.World;
import uphill.rl.Actor;
import uphill.rl.Agent;
import uphill.rl.AgentConfig;
import uphill.rl.Metrics;
import uphill.rl.Policy;
import uphill.rl.Progress;
import uphill.rl.Rollout;
import uphill.rl.Sampling;
import uphill.rl.Settings;
import uphill.rl.Setup;
import uphill.rl.algorithms.VpgConfig;

/// An agent that does not say by what it weighs scores is not explained.
class UnweightedTest {

  @TempDir private Path directory;

  /// Learns as another does, and tells nobody how.
  private record Silent(Agent learning) implements Agent {
    @Override
    public Actor explorer(int first, int rows) {
      return learning.explorer(first, rows);
    }

    @Override
    public Rollout rollout() {
      return learning.rollout();
    }

    @Override
    public void learn(Progress progress) {
      learning.learn(progress);
    }

    @Override
    public Metrics metrics() {
      return learning.metrics();
    }

    @Override
    public Policy policy() {
      return learning.policy();
    }
  }

  /// Its settings.
  public record Config(VpgConfig learning) implements AgentConfig {
    public Config() {
      this(Settings.with(VpgConfig.simple(), Map.of("hidden", "4", "batch_steps", "20")));
    }

    @Override
    public Agent create(Setup setup) {
      return new Silent(learning.create(setup));
    }

    @Override
    public Policy policy(Setup setup) {
      return learning.policy(setup);
    }

    @Override
    public Sampling sampling() {
      return learning.sampling();
    }
  }

  @Test
  void itIsRefusedWithASentence() throws IOException {
    World world = World.named("CartPole-v1", UnweightedTest.class.getClassLoader());
    Experiment.in(world).algorithm(Config.class.getName()).steps(60).run(directory.resolve("run"));

    assertThatThrownBy(() -> Explanation.of(world, directory.resolve("run"), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            Config.class.getName()
                + " of CartPole-v1 is no step along weighted scores, and no other is explained"
                + " yet");
  }
}
