package uphill.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.env.Space;
import uphill.kernel.Rng;
import uphill.kernel.ScalarKernels;
import uphill.nn.Activation;
import uphill.rl.data.Columns;

/// Actors that are made of others.
class ActorsTest {

  private static final int DRAWS = 10_000;
  private static final float[] NO_MASK = {};
  private static final Space NUMBER = Space.Box.of(-10, 10, 1);
  private static final Space.Box BOX = new Space.Box(new float[] {-1, 0}, new float[] {1, 8});

  /// Always in the middle of the box.
  private static Actor still() {
    var policy = Policy.deterministic(Network.of(Activation.TANH), Setup.acting(NUMBER, BOX));
    return new PolicyActor(policy, 1, new ScalarKernels());
  }

  /// Component j of actions that are drawn one after another.
  private static float[] drawn(Actor actor, int size, int j) {
    Rng random = Rng.seeded(1);
    float[] component = new float[DRAWS];
    float[] action = new float[size];
    actor.read(new float[] {1}, 0, NO_MASK, 0, 1);
    for (int i = 0; i < DRAWS; i++) {
      actor.sample(0, random, action, 0);
      component[i] = action[j];
    }
    return component;
  }

  private static void assertInside(float[] component) {
    for (float a : component) {
      assertThat(a).isBetween(0f, 8f);
    }
  }

  @Test
  void uniformActionsAreUniformInTheirSpaceAndCountedFrom0() {
    float[] wide = drawn(new UniformActor(BOX), 2, 1);
    float[] chosen = drawn(new UniformActor(new Space.Discrete(3, -5)), 1, 0);

    assertThat(Columns.mean(wide, DRAWS)).isCloseTo(4, within(0.1));
    assertThat(Columns.std(wide, DRAWS, 4)).isCloseTo(8 / Math.sqrt(12), within(0.05));
    assertInside(wide);
    assertThat(chosen).containsOnly(0, 1, 2);
    assertThat(Columns.mean(chosen, DRAWS)).isCloseTo(1, within(0.03));
  }

  @Test
  void noiseIsMeasuredByTheBoxAndHeldInIt() {
    float[] narrow = drawn(new NoisyActor(still(), BOX, 0.1), 2, 0);
    float[] wide = drawn(new NoisyActor(still(), BOX, 0.1), 2, 1);
    float[] loud = drawn(new NoisyActor(still(), BOX, 5), 2, 1);

    assertThat(Columns.std(narrow, DRAWS, 0)).isCloseTo(0.1, within(0.003));
    assertThat(Columns.std(wide, DRAWS, 4)).isCloseTo(0.4, within(0.012));
    assertThat(loud).contains(0, 8);
    assertInside(loud);
    assertThat(drawn(new NoisyActor(still(), BOX, 0), 2, 1)).containsOnly(4);
  }

  @Test
  void aWarmUpIsUniformUntilItIsOver() {
    AtomicBoolean over = new AtomicBoolean();
    Actor actor = UniformActor.until(over::get, BOX, still());

    assertThat(drawn(actor, 2, 1)).isEqualTo(drawn(new UniformActor(BOX), 2, 1));
    over.set(true);
    assertThat(drawn(actor, 2, 1)).containsOnly(4);
  }

  @Test
  void noiseWithoutBoundsToMeasureItByIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NoisyActor(still(), new Space.Discrete(2), 0.1))
        .withMessage(
            "noise is measured by the bounds of a Box, got Discrete(2): give the environment's"
                + " actions finite bounds, or take an algorithm that draws its actions, such as"
                + " vpg");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new NoisyActor(still(), BOX, -1))
        .withMessage("noise has a deviation of at least 0, got -1.0");
  }

  static Actor[] actors() {
    Network network = Network.of(Activation.TANH, 4);
    Setup box = Setup.acting(NUMBER, BOX);
    Setup choices = Setup.acting(NUMBER, new Space.MultiDiscrete(new int[] {2, 3}));
    var squashed = new PolicyActor(Policy.squashed(network, box), 1, new ScalarKernels());
    return new Actor[] {
      squashed,
      new PolicyActor(Policy.of(network, choices), 1, new ScalarKernels()),
      new NoisyActor(still(), BOX, 0.1),
      new UniformActor(BOX),
      UniformActor.until(() -> true, BOX, squashed)
    };
  }

  @ParameterizedTest
  @MethodSource("actors")
  void actingAllocatesNothing(Actor actor) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Rng random = Rng.seeded(1);
    float[] input = {0.5f};
    float[] action = new float[2];
    long least = Long.MAX_VALUE;
    for (int window = 0; window < 50 && least > 0; window++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 100; i++) {
        actor.read(input, 0, NO_MASK, 0, 1);
        actor.sample(0, random, action, 0);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).isZero();
  }
}
