package uphill.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.kernel.Rng;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;
import uphill.lab.config.RunConfig;
import uphill.lab.training.Training;
import uphill.lab.world.World;
import uphill.rl.Actor;
import uphill.rl.Agent;
import uphill.rl.AgentConfig;
import uphill.rl.Policy;
import uphill.rl.Progress;
import uphill.rl.Purpose;
import uphill.rl.Setup;
import uphill.rl.State;
import uphill.rl.algorithms.VpgConfig;
import uphill.rl.data.LongEpisodeException;
import uphill.rl.data.Metrics;
import uphill.rl.data.Rollout;
import uphill.rl.data.Sampling;
import uphill.rl.setting.Settings;

/// A round that was gathered in vain leaves nothing behind, in the agent neither.
class WayBackTest {

  /// Explores with noise that lasts, drawn from a stream of its own, and counts its steps.
  private static final class Restless implements Agent {
    private final Agent learning;
    private final Rng noise;
    private final float[] lasting = new float[1];
    private final long[] steps = new long[1];

    private Restless(AgentConfig config, Setup setup) {
      learning = config.create(setup);
      noise = setup.stream(Purpose.NOISE);
    }

    @Override
    public Actor explorer(int first, int rows) {
      Actor acting = learning.explorer(first, rows);
      return new Actor() {
        @Override
        public void read(float[] inputs, int at, float[] mask, int maskAt, int count) {
          acting.read(inputs, at, mask, maskAt, count);
        }

        @Override
        public void sample(int row, Rng random, float[] action, int at) {
          acting.sample(row, random, action, at);
          steps[0]++;
          lasting[0] = 0.9f * lasting[0] + noise.randomFloat();
          action[at] = lasting[0] > 5 ? 1 - action[at] : action[at];
        }
      };
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

    @Override
    public void state(State state) {
      state.floats("lasting", lasting);
      state.longs("steps", steps);
    }
  }

  /// Its settings.
  public record Config(VpgConfig learning) implements AgentConfig {
    public Config() {
      this(Settings.with(VpgConfig.simple(), Map.of("hidden", "4", "batch_steps", "2")));
    }

    @Override
    public Agent create(Setup setup) {
      return new Restless(learning, setup);
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

  /// Ends its first episode after two steps, and the next one never.
  private static final class Trap implements Env {
    private int begun;
    private int t;

    @Override
    public Space observationSpace() {
      return Space.Box.of(0, 1, 1);
    }

    @Override
    public Space actionSpace() {
      return new Space.Discrete(2);
    }

    @Override
    public void reset(Reset how, float[] observation) {
      begun++;
      t = 0;
      observation[0] = 0;
    }

    @Override
    public void step(float[] action, Step step) {
      t++;
      step.observation[0] = 1;
      step.set(1, t == 2 && begun == 1 ? Ending.TERMINATED : Ending.NONE);
    }

    @Override
    public boolean savesState() {
      return true;
    }

    @Override
    public long[] state() {
      return new long[] {begun, t};
    }

    @Override
    public void restore(long[] state) {
      begun = (int) state[0];
      t = (int) state[1];
    }
  }

  @Test
  void afterAnEndlessEpisodeAllIsAsItWasBefore() {
    World world = World.of("Trap", Trap::new);
    RunConfig config = Experiment.in(world).algorithm(Config.class.getName()).steps(100).config();
    try (Training training = new Training(config, world, new ScalarKernels(), Workers.one())) {
      training.update();
      Map<String, Object> before = training.contents().state();

      assertThatThrownBy(training::update).isInstanceOf(LongEpisodeException.class);

      assertThat(training.contents().state()).isEqualTo(before);
      assertThat(before).extractingByKey("agent").asString().contains("lasting");
    }
  }
}
