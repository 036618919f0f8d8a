package uphill.explain;

import static org.assertj.core.api.Assertions.assertThat;
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
import uphill.rl.Setting;
import uphill.rl.Settings;
import uphill.rl.Setup;
import uphill.rl.algorithms.VpgConfig;

/// An agent that does not say by what it weighs scores is explained by what its loss wants, unless
/// it steps several times.
class UnweightedTest {

  @TempDir private Path directory;

  /// Learns as another does, and tells nobody how.
  private record Silent(Agent learning, int times) implements Agent {
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
      for (int k = 0; k < times; k++) {
        learning.learn(progress);
      }
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
  public record Config(
      VpgConfig learning,
      @Setting(value = "steps of an update", source = "here", min = 1, max = 9) int times)
      implements AgentConfig {
    public Config() {
      this(
          Settings.with(VpgConfig.simple(), Map.of("hidden", "4", "batch_steps", "20")),
          /* times= */ 1);
    }

    @Override
    public Agent create(Setup setup) {
      return new Silent(learning.create(setup), times);
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

  private Explanation explanation(int times) throws IOException {
    World world = World.named("CartPole-v1", UnweightedTest.class.getClassLoader());
    Path run = directory.resolve("run");
    Experiment.in(world).algorithm(Config.class.getName()).set("times", times).steps(60).run(run);
    return Explanation.of(world, run, 2);
  }

  @Test
  void whatItStepsOnceIsExplained() throws IOException {
    assertThat(explanation(1).update()).isEqualTo(2);
  }

  @Test
  void whatItStepsSeveralTimesIsRefusedWithASentence() {
    assertThatThrownBy(() -> explanation(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("update 2 of " + Config.class.getName() + " took 3 steps")
        .hasMessageEndingWith("only updates of one step are explained yet");
  }
}
