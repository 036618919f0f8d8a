package uphill.rl;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import uphill.env.Env;
import uphill.env.Environments;
import uphill.env.TimeLimit;
import uphill.env.classic.CartPole;
import uphill.env.classic.Pendulum;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;
import uphill.rl.algorithms.VpgConfig;

/// Once warm, sampling and learning allocate nothing. With the scalar kernels that needs no
/// compiler that removes objects; vectors are objects until they are compiled, so the vector
/// kernels take a few thousand updates to become as clean.
class AllocationTest {

  /// Updates that are looked at together: what one of them allocates, they do.
  private static final int WINDOW = 5;

  /// Windows until everything must be warm, and grown to the longest batch.
  private static final int WINDOWS = 50;

  private static final VpgConfig SIDE_BY_SIDE =
      Trial.with(
          VpgConfig.classicControl(),
          "envs",
          "4",
          "batch_steps",
          "64",
          "value_minibatch",
          "32",
          "hidden",
          "8,8",
          "anneal",
          "false",
          "learning_rate",
          "1e-4");

  private static final VpgConfig WHOLE_EPISODES =
      Trial.with(VpgConfig.simple(), "batch_steps", "64", "hidden", "8", "learning_rate", "1e-4");

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /// The worlds of CartPole-v1, FrozenLake-v1 and Pendulum-v1, and one that masks actions.
  enum World implements Supplier<Env> {
    CART_POLE,
    FROZEN_LAKE,
    MASKED_TAXI,
    PENDULUM;

    @Override
    public Env get() {
      return switch (this) {
        case CART_POLE -> new TimeLimit(new CartPole(), 500);
        case FROZEN_LAKE -> Environments.create("FrozenLake-v1");
        case MASKED_TAXI -> Environments.create("Taxi-v4:action_mask=true");
        case PENDULUM -> new TimeLimit(new Pendulum(), 200);
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void anUpdateFromEnvironmentsSideBySideAllocatesNothing(World world) {
    assertThat(leastAllocated(SIDE_BY_SIDE, world)).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void anUpdateFromWholeEpisodesAllocatesNothing(World world) {
    assertThat(leastAllocated(WHOLE_EPISODES, world)).isZero();
  }

  /// Bytes that the best window allocated. The first time of something rare allocates now and then
  /// (a longer batch, a class), so there is no number of updates after which all must be clean; but
  /// what every update allocates, every window does.
  private static long leastAllocated(VpgConfig config, World world) {
    Trial trial = new Trial(config, world, 1, new ScalarKernels(), Workers.one());
    long least = Long.MAX_VALUE;
    for (int window = 0; window < WINDOWS && least > 0; window++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int u = 0; u < WINDOW; u++) {
        trial.update();
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
    }
    return least;
  }
}
