package uphill.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.env.TimeLimit;
import uphill.env.mdp.FiniteMdp;
import uphill.env.mdp.SmallMdps;
import uphill.lab.world.MdpFile;
import uphill.lab.world.World;

/// Whole episodes in worlds whose episodes are long, or endless.
class LongEpisodesTest {

  @TempDir private Path directory;

  /// Ends its first episodes after two steps, and the next one never.
  private static final class Trap implements Env {
    private final int episodes;
    private int begun;
    private int t;

    private Trap(int episodes) {
      this.episodes = episodes;
    }

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
      step.set(1, t == 2 && begun <= episodes ? Ending.TERMINATED : Ending.NONE);
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

  private static World world(String name) {
    return World.named(name, LongEpisodesTest.class.getClassLoader());
  }

  private static Experiment simple(Supplier<Env> create) {
    return Experiment.in(World.of("Trap", create))
        .preset("simple")
        .set("hidden", "4")
        .set("batch_steps", "2")
        .steps(100);
  }

  @Test
  void anEndlessEpisodeIsSavedBeforeTheRunEndsWithAdviceThatWorks() throws IOException {
    Path run = directory.resolve("run");

    assertThatThrownBy(() -> simple(() -> new Trap(3)).run(run))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("Trap: an episode goes on after 1,000,000 steps")
        .hasMessageContaining("(Trap:max_episode_steps=1000; in code: new TimeLimit(world, 1000))")
        .hasMessageEndingWith("\"uphill eval %s\" evaluates what 3 updates learnt.".formatted(run));
    assertThat(TrainedPolicy.load(run, new Trap(3)).act(new float[1])).hasSize(1);
    assertThatThrownBy(() -> simple(() -> new Trap(3)).resume(run))
        .hasMessageStartingWith("Trap: an episode goes on after 1,000,000 steps");
    assertThat(
            simple(() -> new TimeLimit(new Trap(3), 50)).run(directory.resolve("limited")).steps())
        .isGreaterThanOrEqualTo(100);
  }

  /// What was sampled in vain is undone, so what is saved is the state after the last update.
  @Test
  void aCheckpointBeforeAnEndlessEpisodeIsThatOfTheUpdate() throws IOException {
    Path run = directory.resolve("run");
    Path stopped = directory.resolve("stopped");
    int[] updates = {0};
    assertThatThrownBy(() -> simple(() -> new Trap(3)).run(run))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () -> simple(() -> new Trap(3)).interruptedBy(() -> ++updates[0] == 3).run(stopped))
        .isInstanceOf(RunInterrupted.class);

    String state = "checkpoints/update-000003/state.json";
    assertThat(Files.readString(run.resolve(state)))
        .isEqualTo(Files.readString(stopped.resolve(state)));
  }

  @Test
  void aFileOfAFiniteMdpCanBeGivenATimeLimit() throws IOException {
    FiniteMdp mdp = SmallMdps.random(3, 2, 2, 1);
    Path file = directory.resolve("rooms.json");
    MdpFile.write(mdp, file);

    World limited = world(file + ":max_episode_steps=4");

    assertThat(limited.create().get().timeLimit()).hasValue(4);
    assertThat(world(file.toString()).create().get().timeLimit()).isEmpty();
    assertThatThrownBy(() -> world(file + ":slip=1"))
        .hasMessageContaining("takes one argument, max_episode_steps, got slip");
  }
}
