package uphill.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uphill.env.Env;
import uphill.env.TimeLimit;
import uphill.env.classic.CartPole;
import uphill.lab.config.Work;
import uphill.lab.world.Watchdog;
import uphill.lab.world.World;

/// A world that takes long to make is made once for each environment that is trained in, and once
/// more for all evaluations.
class MadeOnceTest {

  private static final int ENVS = 2;
  private static final Duration LONG = Duration.ofMillis(101); // more than evaluations spend

  @TempDir private Path folder;

  private final AtomicInteger made = new AtomicInteger();

  /// CartPole, solved by whatever stands for a moment, so that it is evaluated on the way.
  private World world(boolean slow) {
    return new World(
        "Slow",
        () -> make(slow),
        OptionalDouble.of(20),
        Watchdog.none(),
        Optional.empty(),
        List.of(),
        e -> {
          throw e;
        });
  }

  private Env make(boolean slow) {
    made.incrementAndGet();
    if (slow) {
      try {
        Thread.sleep(LONG);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return new TimeLimit(new CartPole(), 500);
  }

  private static Experiment training(World world) {
    return Experiment.in(world)
        .set("envs", ENVS)
        .set("batch_steps", 200)
        .set("anneal", false)
        .evaluateEvery(400)
        .steps(1000);
  }

  private int madeFor(Work work) throws Exception {
    made.set(0);
    work.carryOut();
    return made.get();
  }

  private interface Work {
    void carryOut() throws Exception;
  }

  @Test
  void aWholeRunMakesTheEnvironmentsThatItTrainsInAndOneMore() throws Exception {
    World slow = world(true);
    Path run = folder.resolve("slow");

    assertThat(madeFor(() -> training(slow).run(run))).isEqualTo(ENVS + 1);
    assertThat(madeFor(() -> Experiment.in(slow).resume(run, 1400))).isEqualTo(ENVS + 1);
    assertThat(madeFor(() -> new Verification(slow, run).verify(1, 7, 1, _ -> {})))
        .isEqualTo(ENVS + 1);
  }

  @Test
  void howLongMakingThemTakesChangesNoNumber() throws Exception {
    RunResult slow = training(world(true)).run(folder.resolve("slow"));
    RunResult fast = training(world(false)).run(folder.resolve("fast"));

    assertThat(slow.solved()).isPresent();
    assertThat(slow.solved().map(RunResult.Solved::update))
        .isEqualTo(fast.solved().map(RunResult.Solved::update));
    assertThat(slow.evaluation()).usingRecursiveComparison().isEqualTo(fast.evaluation());
    assertThat(slow.toJson().get("random_policy_mean"))
        .isEqualTo(fast.toJson().get("random_policy_mean"));
  }
}
