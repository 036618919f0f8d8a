package uphill.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import uphill.autodiff.Program;
import uphill.autodiff.Tensor;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.env.TimeLimit;
import uphill.env.classic.Pendulum;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;
import uphill.rl.algorithms.VpgConfig;

class NormalizerTest {

  private static final VpgConfig PLAIN =
      Trial.with(
          VpgConfig.classicControl(), "hidden", "8", "envs", "2", "batch_steps", "64", "anneal",
          "false");

  private static final VpgConfig NORMALIZED =
      Trial.with(PLAIN, "normalize_observations", "true", "observation_clip", "1.5");

  private static Env world() {
    return new TimeLimit(new Pendulum(), 25);
  }

  private static Normalizer normalizer(Trial trial) {
    return trial.agent.policy().normalizer();
  }

  /// What a network reads of these rows.
  private static float[] read(Normalizer normalizer, float... rows) {
    int size = normalizer.mean().length;
    float[] read = new float[rows.length];
    Program.with(new ScalarKernels())
        .output("x", normalizer.apply(Tensor.input("s", size)))
        .build()
        .feed("s", rows)
        .into("x", read)
        .evaluate(rows.length / size, Workers.one());
    return read;
  }

  @Test
  void itReadsObservationsInDeviationsFromTheMeanOfAllRoundsThatWereLearntFrom() {
    Trial trial = Trial.of(NORMALIZED, NormalizerTest::world, 3);
    double[] sum = new double[3];
    double[] squares = new double[3];
    int rows = 0;
    for (int round = 0; round < 4; round++) {
      trial.update();
      float[] seen = trial.agent.rollout().observation;
      for (int i = 0; i < trial.agent.rollout().rows(); i++, rows++) {
        for (int j = 0; j < 3; j++) {
          sum[j] += seen[i * 3 + j];
          squares[j] += (double) seen[i * 3 + j] * seen[i * 3 + j];
        }
      }
    }

    Normalizer normalizer = normalizer(trial);
    float[] some = {0.3f, -0.2f, 1, 1, 0, 8};
    float[] read = read(normalizer, some);
    for (int j = 0; j < 3; j++) {
      double mean = sum[j] / rows;
      double scale = 1 / Math.sqrt(squares[j] / rows - mean * mean + 1e-8);
      assertThat(normalizer.mean()[j]).isCloseTo((float) mean, within(1e-6f));
      assertThat(normalizer.scale()[j]).isCloseTo((float) scale, within(1e-6f * (float) scale));
      for (int i = 0; i < 2; i++) {
        double x = Math.clamp((some[i * 3 + j] - mean) * scale, -1.5, 1.5);
        assertThat(read[i * 3 + j]).isCloseTo((float) x, within(1e-5f));
      }
    }
    assertThat(read).contains(1.5f);
  }

  /// s − 0 and s·1 are s, to the bit; nothing here is as large as 10.
  @Test
  void theFirstRoundIsGatheredAndLearntAsIfItWereNotThere() {
    Trial plain = Trial.of(PLAIN, NormalizerTest::world, 3);
    Trial normalized =
        Trial.of(
            Trial.with(PLAIN, "normalize_observations", "true"), NormalizerTest::world, 3);

    plain.update();
    normalized.update();

    for (String set : List.of("policy", "critic")) {
      assertThat(normalized.parameters(set)).isEqualTo(plain.parameters(set));
    }
    assertThat(normalizer(normalized).mean()).doesNotContain(0);
  }

  @Test
  void itMovesWhenARoundHasBeenLearntFromAndRestsWhileOneIsGathered() {
    Trial trial = Trial.of(NORMALIZED, NormalizerTest::world, 3);
    trial.update();
    float[] before = trial.parameters("normalizer").clone();

    trial.learner.gather();
    assertThat(trial.parameters("normalizer")).isEqualTo(before);
    trial.learner.learn(new Progress(0, 1));
    assertThat(trial.parameters("normalizer")).isNotEqualTo(before);
  }

  /// Shows a number that never changes beside one that does.
  private static final class HalfStill implements Env {
    private int t;

    @Override
    public Space observationSpace() {
      return Space.Box.of(-10, 10, 2);
    }

    @Override
    public Space actionSpace() {
      return new Space.Discrete(2);
    }

    @Override
    public void reset(Reset how, float[] observation) {
      t = 0;
      observation[0] = 0.1f;
      observation[1] = 0;
    }

    @Override
    public void step(float[] action, Step step) {
      t++;
      step.observation[0] = 0.1f;
      step.observation[1] = t;
      step.set(action[0], t == 10 ? Ending.TERMINATED : Ending.NONE);
    }
  }

  @Test
  void whatNeverChangesIsReadAsZeroAndAsTheClipOnceItDoes() {
    Trial trial = Trial.of(NORMALIZED, HalfStill::new, 1);
    trial.train(5);

    assertThat(read(normalizer(trial), 0.1f, 4.5f)).startsWith(0);
    assertThat(read(normalizer(trial), 0.2f, 4.5f)).startsWith(1.5f);
    for (String set : List.of("policy", "critic", "normalizer")) {
      for (float value : trial.parameters(set)) {
        assertThat(value).isFinite();
      }
    }
  }

  @Test
  void clippedAtZeroMeansNotAtAll() {
    Trial trial = Trial.of(Trial.with(NORMALIZED, "observation_clip", "0"), HalfStill::new, 1);
    trial.update();

    assertThat(read(normalizer(trial), 0.2f, 4.5f)[0]).isCloseTo(1000, within(1f));
  }

  @Test
  void observationsThatAreNoNumbersOfABoxAreRefused() {
    Normalization settings = NORMALIZED.normalization();
    Space acted = new Space.Discrete(2);
    for (Space space :
        List.of(new Space.Discrete(16), new Space.MultiDiscrete(new int[] {2, 3}), new Space.MultiBinary(4))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Normalizer.of(settings, Setup.acting(space, acted)))
          .withMessageStartingWith(
              "normalize_observations=true is for observations in a Box, got %s, which", space)
          .withMessageEndingWith(": set normalize_observations=false");
    }
    assertThat(
            Normalizer.of(PLAIN.normalization(), Setup.acting(new Space.Discrete(16), acted))
                .normalizes())
        .isFalse();
  }

  @Test
  void aPolicyThatOnlyActsBeginsWithNothingNormalized() {
    Setup setup = Setup.acting(Space.Box.of(-1, 1, 2), new Space.Discrete(2));
    Normalizer normalizer = NORMALIZED.policy(setup).normalizer();

    assertThat(read(normalizer, 0.5f, -1)).containsExactly(0.5f, -1);
    assertThat(setup.parameters().keySet()).containsExactly("normalizer", "policy");
  }
}
