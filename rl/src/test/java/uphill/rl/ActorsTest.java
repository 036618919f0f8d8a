package uphill.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
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

  /// Whoever looks at nothing and stays at 4, and remembers whose episode ended.
  private static final class Standing implements Actor {
    int ended = -1;

    @Override
    public void read(float[] inputs, int at, float[] mask, int maskAt, int rows) {}

    @Override
    public void sample(int row, Rng random, float[] action, int at) {
      action[at] = 0;
      action[at + 1] = 4;
    }

    @Override
    public void ended(int row) {
      ended = row;
    }
  }

  /// Noise of component 1, in widths of the half box, of `envs` environments after `steps` steps.
  private static double[] drifted(ActionNoise noise, int envs, int steps) {
    Actor actor = noise.in(BOX, envs).over(new Standing(), 0);
    Rng random = Rng.seeded(1);
    double[] x = new double[envs];
    float[] action = new float[2];
    for (int n = 0; n < envs; n++) {
      for (int t = 0; t < steps; t++) {
        actor.sample(n, random, action, 0);
        x[n] = (action[1] - 4) / 4;
      }
    }
    return x;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 50})
  void noiseThatDriftsHasTheVarianceOfItsRecursion(int steps) {
    double sigma = 0.2;
    double reversion = 0.5;
    double dt = 0.4;
    var noise = new ActionNoise(ActionNoise.Kind.ORNSTEIN_UHLENBECK, sigma, reversion, dt);
    double stationary = sigma * sigma / (reversion * (2 - reversion * dt));
    double expected = stationary * (1 - Math.pow(1 - reversion * dt, 2 * steps));

    double mean = Arrays.stream(drifted(noise, DRAWS, steps)).average().orElseThrow();
    double square =
        Arrays.stream(drifted(noise, DRAWS, steps)).map(x -> x * x).average().orElseThrow();

    assertThat(mean).isCloseTo(0, within(4 * Math.sqrt(expected / DRAWS)));
    assertThat(square / expected).isCloseTo(1, within(4 * Math.sqrt(2.0 / DRAWS)));
  }

  @Test
  void noiseThatDriftsIsOfEachEnvironmentAndBeginsAt0WithAnEpisode() {
    Noise noise = ActionNoise.ornsteinUhlenbeck(0.5).in(BOX, 3);
    Standing standing = new Standing();
    Actor actor = noise.over(standing, 1);
    float[] action = new float[2];
    for (int t = 0; t < 10; t++) {
      actor.sample(0, Rng.seeded(t), action, 0);
      actor.sample(1, Rng.seeded(10 + t), action, 0);
    }
    float[] before = saved(noise);
    actor.ended(0);
    float[] after = saved(noise);

    assertThat(before).hasSize(6).startsWith(0, 0);
    assertThat(Arrays.copyOfRange(before, 2, 6)).doesNotHaveDuplicates().doesNotContain(0);
    assertThat(after).startsWith(0, 0, 0, 0).endsWith(before[4], before[5]);
    assertThat(standing.ended).isZero();
  }

  /// The law of [Actor#ended].
  @Test
  void anActorOverAnotherTellsItThatAnEpisodeEnded() {
    Standing standing = new Standing();
    List<Actor> over =
        List.of(
            new NoisyActor(standing, BOX, 0.1),
            UniformActor.until(() -> true, BOX, standing),
            HeldNoise.share(0.5, 9).over(standing, 0),
            HeldNoise.steps(3, 9).over(standing, 0),
            ActionNoise.gaussian(1).in(BOX, 9).over(standing, 0),
            ActionNoise.ornsteinUhlenbeck(1).in(BOX, 9).over(standing, 0));
    for (int row = 0; row < over.size(); row++) {
      over.get(row).read(new float[] {1}, 0, NO_MASK, 0, 1);
      over.get(row).ended(row);
      assertThat(standing.ended).isEqualTo(row);
    }
  }

  /// Numbers that last.
  private static float[] saved(Noise noise) {
    List<float[]> saved = new ArrayList<>();
    noise.state(
        new State() {
          @Override
          public void longs(String name, long[] values) {}

          @Override
          public void floats(String name, float[] values) {
            saved.add(values.clone());
          }
        });
    return saved.getFirst();
  }

  @Test
  void noiseThatWouldGoBackBeyond0IsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ActionNoise(ActionNoise.Kind.ORNSTEIN_UHLENBECK, 0.1, 3, 0.5))
        .withMessage(
            "noise goes back by noise_reversion*noise_time_step of itself in a step, which is at"
                + " most 1, got 3.0*0.5: set one of them lower");
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
      new PolicyActor(
          Policy.of(network.with("state_noise", true), Setup.acting(NUMBER, BOX)),
          1,
          new ScalarKernels()),
      new NoisyActor(still(), BOX, 0.1),
      ActionNoise.ornsteinUhlenbeck(0.1).in(BOX, 1).over(still(), 0),
      HeldNoise.steps(4, 1).over(still(), 0),
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
