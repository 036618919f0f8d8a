package uphill.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.kernel.Kernels;
import uphill.kernel.Workers;
import uphill.lab.record.Checkpoint;
import uphill.lab.training.Training;
import uphill.lab.world.World;

/// The advice names what has run away.
class DivergenceTest {

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Pendulum-v1 | learning_rate=3 entropy_weight=100      | log sigma has run away, to
          Pendulum-v1 | learning_rate=3 entropy_weight=100      | a smaller entropy_weight
          CartPole-v1 | value_learning_rate=1e25                | Try a smaller value_learning_rate.
          CartPole-v1 | learning_rate=1e38 max_gradient_norm=0  | Try a smaller learning_rate.
          """)
  void whatHasRunAwayIsNamed(String world, String settings, String said) {
    Experiment experiment =
        Experiment.in(World.named(world, getClass().getClassLoader())).algorithm("vpg");
    experiment.steps(100_000).set("anneal", "false").set("hidden", "8");
    for (String setting : settings.split(" ", -1)) {
      int equals = setting.indexOf('=');
      experiment.set(setting.substring(0, equals), setting.substring(equals + 1));
    }

    assertThatThrownBy(() -> experiment.run(directory.resolve("run")))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining(said);
  }

  /// It has no learning rate that could be smaller.
  @Test
  void ofANaturalGradientTheTrustRegionIsNamed() {
    Experiment experiment =
        Experiment.in(World.named("Pendulum-v1", getClass().getClassLoader())).algorithm("npg");
    experiment.preset("spinningup").steps(12_000).set("max_kl", "1e6").set("hidden", "8");

    assertThatThrownBy(() -> experiment.run(directory.resolve("run")))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("a smaller max_kl, or more damping")
        .hasMessageNotContainingAny("learning_rate");
  }

  /// The next update's gradient would not be finite either, but there is none.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          learning_rate=1e38       | the policy's parameters are not finite. Try a smaller learning
          learning_rate=3e37       | the policy's probabilities are not numbers. Try a smaller learn
          value_learning_rate=1e38 | the critic's parameters are not finite. The critic has run away
          """)
  void aRunThatHasRunAwayInItsLastUpdateIsNotFinished(String setting, String said)
      throws IOException {
    Experiment experiment =
        Experiment.in(World.named("CartPole-v1", getClass().getClassLoader())).algorithm("vpg");
    experiment.steps(400).set("value_minibatch", "0").set("value_epochs", "1"); // one step each
    int equals = setting.indexOf('=');
    experiment.set(setting.substring(0, equals), setting.substring(equals + 1));
    Path run = directory.resolve("run");

    assertThatThrownBy(() -> experiment.run(run))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining(said);
    assertThat(RunDirectory.isFinished(run)).isFalse();
    assertThat(Checkpoint.of(run)).isEmpty();
  }

  /// In the first update no learning rate has acted.
  @Test
  void theTermOfTheLossThatIsNotFiniteIsNamed() {
    Experiment experiment =
        Experiment.in(World.named("CartPole-v1", getClass().getClassLoader())).algorithm("vpg");
    experiment.steps(400).set("entropy_weight", "1e308");

    assertThatThrownBy(() -> experiment.run(directory.resolve("run")))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining(
            "The entropy's term of the loss is not finite: entropy_weight=1.0E308")
        .hasMessageNotContainingAny("learning_rate");
  }

  /// Rewards whose sum is no float.
  public static final class Rich implements Env {
    @Override
    public Space observationSpace() {
      return Space.Box.of(-1, 1, 1);
    }

    @Override
    public Space actionSpace() {
      return new Space.Discrete(2);
    }

    @Override
    public void reset(Reset how, float[] observation) {
      observation[0] = 0;
    }

    @Override
    public void step(float[] action, Step step) {
      step.set(3e38 * action[0], Ending.NONE);
    }
  }

  /// Numbers whose squares are no floats.
  public static final class Far implements Env {
    @Override
    public Space observationSpace() {
      return Space.Box.of(-1e30f, 1e30f, 1);
    }

    @Override
    public Space actionSpace() {
      return new Space.Discrete(2);
    }

    @Override
    public void reset(Reset how, float[] observation) {
      observation[0] = 1e25f;
    }

    @Override
    public void step(float[] action, Step step) {
      step.observation[0] = 1e25f * action[0];
      step.set(action[0], Ending.NONE);
    }
  }

  @Test
  void observationsThatAreTooLargeAreNamedAndNormalizingThemHelps() {
    Experiment experiment = Experiment.in(World.of(Far.class)).algorithm("vpg").steps(4_096);
    experiment.set("activation", "relu");

    assertThatThrownBy(() -> experiment.run(directory.resolve("run")))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("Observations are as large as")
        .hasMessageEndingWith("size one or ten, or set normalize_observations=true.");
    requireLearns(World.of(Far.class), experiment.set("normalize_observations", true));
  }

  private static void requireLearns(World world, Experiment experiment) {
    try (Training training =
        new Training(experiment.config(), world, Kernels.best(), Workers.one())) {
      float[] before = training.policy().parameters().snapshot();
      while (!training.finished()) {
        training.update();
      }
      assertThat(training.policy().parameters().values()).isNotEqualTo(before);
    }
  }

  @Test
  void scalingRewardsThatAreTooLargeHelps() {
    Experiment experiment = Experiment.in(World.of(Rich.class)).algorithm("vpg").steps(4_096);

    requireLearns(World.of(Rich.class), experiment.set("normalize_rewards", true));
  }

  @Test
  void rewardsThatAreTooLargeAreNamed() {
    Experiment experiment = Experiment.in(World.of(Rich.class)).algorithm("vpg").steps(4_096);

    assertThatThrownBy(() -> experiment.run(directory.resolve("run")))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining(String.format(Locale.ROOT, "Rewards are as large as %.2g", 3e38))
        .hasMessageEndingWith("size one or ten, or set normalize_rewards=true.");
  }
}
