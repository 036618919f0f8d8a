package uphill.rl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.autodiff.Parameters;
import uphill.env.Env;
import uphill.env.TimeLimit;
import uphill.env.classic.CartPole;
import uphill.env.classic.Pendulum;
import uphill.kernel.Kernels;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;
import uphill.rl.algorithms.VpgConfig;
import uphill.rl.data.Metrics;

/// Same seed, same bits.
class DeterminismTest {

  /// Batches of three blocks of rows, so that programs have shards to share.
  private static final VpgConfig SIDE_BY_SIDE =
      Trial.with(VpgConfig.classicControl(), "envs", "8", "batch_steps", "272", "hidden", "20,12");

  private static final VpgConfig WHOLE_EPISODES =
      Trial.with(VpgConfig.simple(), "batch_steps", "272", "divisor", "trajectories");

  /// What is trained, and in which world.
  record Case(String name, VpgConfig config, Supplier<Env> world) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case("CartPole side by side", SIDE_BY_SIDE, DeterminismTest::cartPole),
        new Case("Pendulum side by side", SIDE_BY_SIDE, DeterminismTest::pendulum),
        new Case("CartPole in whole episodes", WHOLE_EPISODES, DeterminismTest::cartPole));
  }

  private static Env cartPole() {
    return new TimeLimit(new CartPole(), 500);
  }

  private static Env pendulum() {
    return new TimeLimit(new Pendulum(), 50);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theSameSeedGivesTheSameBits(Case trained) {
    assertThat(bits(trained, 5, new ScalarKernels(), Workers.one()))
        .isEqualTo(bits(trained, 5, new ScalarKernels(), Workers.one()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void anotherSeedGivesOthers(Case trained) {
    assertThat(bits(trained, 5, new ScalarKernels(), Workers.one()))
        .isNotEqualTo(bits(trained, 6, new ScalarKernels(), Workers.one()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void workersDoNotChangeABit(Case trained) {
    List<Long> one = bits(trained, 5, new ScalarKernels(), Workers.one());

    for (int workers : new int[] {2, 4}) {
      try (var threads = new Threads(workers)) {
        assertThat(bits(trained, 5, new ScalarKernels(), threads)).isEqualTo(one);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void kernelsDoNotChangeABit(Case trained) {
    try (var threads = new Threads(2)) {
      assertThat(bits(trained, 5, Kernels.best(), threads))
          .isEqualTo(bits(trained, 5, new ScalarKernels(), Workers.one()));
    }
  }

  /// Every metric of three updates and every parameter after them.
  private static List<Long> bits(Case trained, long seed, Kernels kernels, Workers workers) {
    Trial trial = new Trial(trained.config, trained.world, seed, kernels, workers);
    List<Long> bits = new ArrayList<>();
    for (int u = 0; u < 3; u++) {
      Metrics metrics = trial.update(new Progress(u, 3));
      metrics.names().forEach(name -> bits.add(Double.doubleToRawLongBits(metrics.get(name))));
    }
    for (Parameters parameters : trial.learner.setup().parameters().values()) {
      add(bits, parameters.values());
    }
    return bits;
  }

  private static void add(List<Long> bits, float[] values) {
    for (float value : values) {
      bits.add((long) Float.floatToRawIntBits(value));
    }
  }
}
