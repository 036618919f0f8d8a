package uphill.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.lab.Experiment;
import uphill.lab.RunInterrupted;
import uphill.lab.config.RunConfig;
import uphill.lab.world.World;

/// An update is explained by carrying it out again: in another world of the same name, or with
/// another config, it is not the update that was made, and nobody is told a story about it.
class ChangedRunTest {

  private static final int AS_IT_WAS = Integer.MAX_VALUE;

  @TempDir private Path directory;
  private Path run = Path.of("");

  @BeforeEach
  void name() {
    run = directory.resolve("run");
  }

  /// Holds a number near 0; from some step of its life on it pays 8 more.
  private static final class Held implements Env {
    private static final int LENGTH = 200; // steps of an episode
    private final int from;
    private double x;
    private long step;

    Held(int from) {
      this.from = from;
    }

    @Override
    public Space observationSpace() {
      return Space.Box.of(-100, 100, 1);
    }

    @Override
    public Space actionSpace() {
      return Space.Box.of(-1, 1, 1);
    }

    @Override
    public void reset(Reset how, float[] observation) {
      x = 0.5;
      observation[0] = (float) x;
    }

    @Override
    public void step(float[] action, Step out) {
      x = Math.clamp(x + 0.1 * action[0], -100, 100);
      out.observation[0] = (float) x;
      double reward = -x * x + (step++ < from ? 0 : 8);
      out.set(reward, step % LENGTH == 0 ? Ending.TRUNCATED : Ending.NONE);
    }

    @Override
    public boolean savesState() {
      return true;
    }

    @Override
    public long[] state() {
      return new long[] {Double.doubleToRawLongBits(x), step};
    }

    @Override
    public void restore(long[] state) {
      x = Double.longBitsToDouble(state[0]);
      step = state[1];
    }
  }

  private static World world(int from) {
    return World.of("held", () -> new Held(from));
  }

  private static Experiment experiment() {
    return Experiment.in(world(AS_IT_WAS))
        .seed(7)
        .steps(4_000)
        .set("batch_steps", 500)
        .set("envs", 4)
        .set("hidden", "8")
        .set("anneal", false);
  }

  /// A checkpoint after update 3.
  private void trainInTwoParts() throws IOException {
    AtomicInteger updates = new AtomicInteger();
    assertThatThrownBy(
            () -> experiment().interruptedBy(() -> updates.incrementAndGet() >= 3).run(run))
        .isInstanceOf(RunInterrupted.class);
    experiment().resume(run);
  }

  /// From the beginning, or from the checkpoint of update 3.
  @ParameterizedTest
  @CsvSource({"0,1,1", "0,2,1", "300,3,3", "0,5,4"})
  void anUpdateThatWasNotMadeIsNotExplained(int from, int update, int differing)
      throws IOException {
    trainInTwoParts();
    assertThat(Explanation.of(world(AS_IT_WAS), run, update).update()).isEqualTo(update);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Explanation.of(world(from), run, update))
        .withMessageContainingAll(
            run + ": update " + differing + ", carried out again, gives ",
            "That is not the run that was recorded.",
            "uphill verify " + run);
  }

  @Test
  void withAConfigThatTheRunDidNotBeginWithNothingIsExplained() throws IOException {
    experiment().set("gamma", 0.9).run(run);
    Path config = run.resolve(RunConfig.FILE);
    Files.writeString(config, Files.readString(config).replace("\"gamma\": 0.9", "\"gamma\": 0.5"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Explanation.of(world(AS_IT_WAS), run, 2))
        .withMessageStartingWith(config + ": gamma is 0.5, the run began with 0.9 (state.json)");
  }
}
