package uphill.rl.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.env.Ending;
import uphill.env.Space;
import uphill.kernel.Rng;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;
import uphill.nn.Activation;
import uphill.nn.Descent;
import uphill.rl.Critic;
import uphill.rl.Network;
import uphill.rl.Setup;
import uphill.rl.Trial;
import uphill.rl.data.Gae;
import uphill.rl.data.Metrics;
import uphill.rl.data.RewardToGo;
import uphill.rl.data.Rollout;

class ValueRegressionTest {

  private static final int STATES = 7;
  private static final double LAMBDA = 0.25;
  private static final ValueFit FIT =
      new ValueFit(/* valueLearningRate= */ 0.1, /* valueEpochs= */ 80, /* valueMinibatch= */ 0);

  private final Setup setup = Setup.acting(Space.Box.of(0, 1, STATES), new Space.Discrete(2));
  private final Critic critic = Critic.of(Network.of(Activation.TANH), setup);
  private final Rollout rollout = everyStateOnce();
  private final Metrics metrics =
      new Metrics(List.of("value_loss", "value_loss_after", "explained_variance"));

  /// Episodes of one step: in state s, seen one-hot, 10·(s + 1) is earned.
  private static Rollout everyStateOnce() {
    var rollout = new Rollout(STATES, 1, STATES, 1);
    for (int s = 0; s < STATES; s++) {
      rollout.observation[s * STATES + s] = 1;
      rollout.reward[s] = 10 * (s + 1);
      rollout.ended[s] = Ending.TERMINATED;
    }
    rollout.filled(STATES);
    return rollout;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 7, 100})
  void fitsWhatWasEarnedInEveryState(int minibatch) {
    fit(
        "value_minibatch", Integer.toString(minibatch),
        "value_epochs", "1000",
        "value_learning_rate", "0.3");

    assertThat(values()).containsExactly(new float[] {10, 20, 30, 40, 50, 60, 70}, within(0.5f));
    assertThat(metrics.get("value_loss_after")).isLessThan(0.1);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 7", "3, 3", "7, 1", "100, 1"})
  void anEpochStepsOnceForEveryMinibatchAndSeesEveryRow(int minibatch, int steps) {
    fit("value_minibatch", Integer.toString(minibatch), "value_epochs", "1");

    assertThat(setup.descents().getFirst().optimizer().steps()).isEqualTo(steps);
    float[] weight = critic.parameters().snapshot();
    for (int s = 0; s < STATES; s++) {
      assertThat(weight[s]).isPositive();
    }
  }

  /// ½·mean (10² + … + 70²) = ½·14000/7.
  @Test
  void theLossIsHalfTheMeanSquareBeforeAndAfter() {
    fit("value_epochs", "1");

    assertThat(metrics.get("value_loss")).isEqualTo(1000);
    // One step of Adam by 0.1, of weights and bias: every value is 0.2, every error less by it.
    // ½·mean ((10 − 0.2)² + …) = 1000 − 0.2·40 + ½·0.04
    assertThat(metrics.get("value_loss_after")).isCloseTo(992.02, within(1e-3));
  }

  @ParameterizedTest
  @CsvSource({"0, 0.1", "1, 0", "5, 0"})
  void theLossAfterIsTheLossBeforeWhereNothingIsLearnt(int epochs, double rate) {
    fit(
        "value_epochs", Integer.toString(epochs),
        "value_minibatch", "3",
        "value_learning_rate", Double.toString(rate));

    assertThat(metrics.get("value_loss_after")).isCloseTo(metrics.get("value_loss"), within(1e-3));
  }

  @Test
  void theErrorIsThatOfTheValuesAtSampling() {
    rollout.value[0] = 80; // right but for a shift in no row but this: errors 70, 20, 30, …
    fit("value_epochs", "0");

    assertThat(metrics.get("value_loss")).isEqualTo(0.5 * (14000 - 100 + 4900) / 7);
  }

  @Test
  void explainedVarianceIsThatOfTheValuesAtSampling() {
    System.arraycopy(rollout.reward, 0, rollout.value, 0, STATES);
    fit("value_epochs", "1");
    assertThat(metrics.get("explained_variance")).isEqualTo(1);
  }

  @Test
  void theTargetIsTheDiscountedRewardToGo() {
    Arrays.fill(rollout.ended, Ending.NONE);
    rollout.ended[STATES - 1] = Ending.CUT;
    rollout.nextValue[STATES - 1] = 100;
    float[] target = new float[STATES];
    RewardToGo.fill(rollout, 0.5, target);

    fit(0.5, "value_epochs", "2000", "value_learning_rate", "0.3");

    assertThat(values()).containsExactly(target, within(0.5f));
  }

  @Test
  void orTheLambdaReturn() {
    Arrays.fill(rollout.ended, Ending.NONE);
    rollout.ended[STATES - 1] = Ending.CUT;
    Arrays.fill(rollout.value, 4);
    Arrays.fill(rollout.nextValue, 4);
    float[] target = new float[STATES];
    Gae.fill(rollout, 0.5, LAMBDA, target);
    for (int s = 0; s < STATES; s++) {
      target[s] += 4;
    }

    fit(0.5, "value_target", "lambda_return", "value_epochs", "2000", "value_learning_rate", "0.3");

    assertThat(values()).containsExactly(target, within(0.5f));
  }

  @Test
  void theWholeBatchIsReadInItsOrderAndDrawsNothing() {
    Rng shuffling = Rng.seeded(1);
    var regression =
        new ValueRegression(
            FIT, /* gamma= */ 1, /* lambda= */ 1, critic, rollout, shuffling, setup);

    regression.fit(/* remaining= */ 1, metrics);

    assertThat(shuffling.state()).isEqualTo(Rng.seeded(1).state());
    Descent descent = setup.descents().getFirst();
    assertThat(IntStream.range(0, descent.rows()).map(descent::row).toArray())
        .isEqualTo(IntStream.range(0, STATES).toArray());
  }

  private void fit(String... changes) {
    fit(/* gamma= */ 1, changes);
  }

  private void fit(double gamma, String... changes) {
    new ValueRegression(
            Trial.with(FIT, changes), gamma, LAMBDA, critic, rollout, Rng.seeded(1), setup)
        .fit(/* remaining= */ 1, metrics);
  }

  private float[] values() {
    float[] values = new float[STATES];
    critic.valuation(new ScalarKernels()).fill(rollout.observation, STATES, values, Workers.one());
    return values;
  }
}
