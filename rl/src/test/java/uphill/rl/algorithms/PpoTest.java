package uphill.rl.algorithms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.autodiff.Program;
import uphill.env.Env;
import uphill.env.TimeLimit;
import uphill.env.classic.CartPole;
import uphill.env.classic.Pendulum;
import uphill.kernel.Kernels;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;
import uphill.nn.Descent;
import uphill.rl.Bandit;
import uphill.rl.Chain;
import uphill.rl.Progress;
import uphill.rl.Trial;
import uphill.rl.data.Metrics;
import uphill.rl.data.Rollout;
import uphill.rl.setting.Settings;

class PpoTest {

  /// One step of the whole batch along Â = r, by a linear policy; nothing else is in its loss.
  private static final PpoConfig PLAIN =
      Trial.with(
          PpoConfig.spinningUp(),
          "epochs",
          "1",
          "standardize_over",
          "none",
          "max_kl",
          "0",
          "hidden",
          "none",
          "value_epochs",
          "0",
          "learning_rate",
          "0.2");

  private static final int[] BOTH = {0, 1};

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void withOneStepOfTheWholeBatchItIsVpgToTheBit(boolean discrete) {
    PpoConfig ppo =
        Trial.with(PpoConfig.spinningUp(), "epochs", "1", "max_kl", "0", "batch_steps", "300");
    VpgConfig vpg = Trial.with(VpgConfig.spinningUp(), "batch_steps", "300");
    Trial one = Trial.of(ppo, () -> world(discrete), 3);
    Trial other = Trial.of(vpg, () -> world(discrete), 3);

    for (int update = 0; update < 3; update++) {
      one.update();
      other.update();
    }

    assertThat(one.parameters("policy")).isEqualTo(other.parameters("policy"));
    assertThat(one.parameters("critic")).isEqualTo(other.parameters("critic"));
  }

  private static Env world(boolean discrete) {
    return new TimeLimit(discrete ? new CartPole() : new Pendulum(), 50);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whereThePolicyIsTheOldOneEveryRatioIsOne(boolean discrete) {
    PpoConfig config = Trial.with(PpoConfig.cleanRl(), "clip", "0", "learning_rate", "0");
    Metrics metrics = Trial.of(config, () -> world(discrete), 1).update();

    assertThat(metrics.get("clip_fraction")).isZero(); // of ratios that differ from 1 at all
    assertThat(metrics.get("kl")).isZero();
  }

  /// By those who act, four rows at a time; a pass over all rows gives the same bits.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void theOldPolicyIsWrittenDownWhileARoundIsGathered(boolean discrete) {
    PpoConfig config = Trial.with(PpoConfig.cleanRl(), "normalize_observations", "true");
    for (Kernels kernels : List.of(new ScalarKernels(), Kernels.best())) {
      Trial trial = new Trial(config, () -> world(discrete), 1, kernels, Workers.one());
      trial.update(); // so that nothing is at its beginning
      trial.learner.gather();

      Rollout rollout = trial.agent.rollout();
      trial
          .agent
          .policy()
          .distribution(rollout)
          .heads()
          .forEach(
              (name, head) -> {
                float[] again = new float[rollout.rows() * head.columns()];
                Program.with(kernels)
                    .output(name, head)
                    .build()
                    .feed(Map.of("observation", rollout.observation))
                    .into(name, again)
                    .evaluate(rollout.rows(), Workers.one());
                assertThat(rollout.column("old." + name)).as(name).isEqualTo(again);
              });
    }
  }

  /// Somebody else gathered the second time.
  @Test
  void whereNobodyWroteItDownItIsComputed() {
    Trial trial = Trial.of(PpoConfig.cleanRl(), () -> world(true), 1);
    trial.update();
    Trial other = Trial.of(PpoConfig.cleanRl(), () -> world(true), 2);
    other.learner.gather();
    Rollout theirs = other.agent.rollout();
    trial.learner.gatheredBy(
        (ours, _) -> {
          System.arraycopy(theirs.observation, 0, ours.observation, 0, theirs.observation.length);
          ours.filled(theirs.rows());
        });
    trial.learner.gather();
    float[] stale = trial.agent.rollout().column("old.logProbs").clone();
    trial.learner.learn(new Progress(1, 2));

    assertThat(trial.agent.rollout().column("old.logProbs")).isNotEqualTo(stale);
  }

  /// π₁ = ½ and Â = ±1. Adam's first step goes by α in each of four parameters, so the ratio of the
  /// better arm is 2/(1 + e^(−4α)) = 1.38, and of the other one 0.62.
  @Test
  void rowsThatAreClippedHaveNoGradient() {
    double[] norms = gradientNorms(0.2, pulls(-1, 1));
    assertThat(norms[0]).isCloseTo(1, within(1e-6));
    assertThat(norms[1]).isZero();
  }

  @Test
  void rowsThatWentTheWrongWayAreNotClipped() {
    double[] norms = gradientNorms(0.2, pulls(1, 3)); // arm 0 is worth more now, and lost

    // Only arm 0 has a gradient: ρ₀·Â₀·∇log π₀/2, with ρ₀ = 2·π₀.
    double p0 = 1 / (1 + Math.exp(0.8));
    double length = Math.sqrt(4) * (1 - p0); // of ∇log π₀ in two weights and two biases
    assertThat(norms[1]).isCloseTo(2 * p0 * length / 2, within(1e-6));
  }

  @Test
  void withinTheClipRangeTheGradientIsThatOfTheRatio() {
    double[] norms = gradientNorms(0.5, pulls(-1, 1));

    double p1 = 1 / (1 + Math.exp(-0.8));
    double p0 = 1 - p1;
    // ½·(ρ₁·∇log π₁ − ρ₀·∇log π₀) = (p₁·p₀ + p₀·p₁)·∇(z₁ − z₀), ∇(z₁ − z₀) of length 2
    assertThat(norms[1]).isCloseTo(4 * p1 * p0, within(1e-6));
  }

  /// ‖∇L‖ before each of two steps.
  private static double[] gradientNorms(double clip, Rollout rollout) {
    PpoConfig config = Trial.with(PLAIN, "epochs", "2", "clip", Double.toString(clip));
    Pupil pupil = new Pupil(config, new Bandit());
    List<Double> norms = new ArrayList<>();
    pupil
        .descent()
        .watchedBy(
            new Descent.Watcher() {
              @Override
              public void before(Descent descent) {}

              @Override
              public void after(Descent descent, double learningRate) {
                norms.add(descent.gradientNorm());
              }
            });
    pupil.learn(rollout);
    return norms.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static Rollout pulls(float zero, float one) {
    return Pupil.pulls(BOTH, zero, one);
  }

  @Test
  void theStepThatPassesTheLargestKlIsUndoneByTheNextMinibatchOrTheWholeBatch() {
    for (int epochs : new int[] {1, 5}) {
      PpoConfig config = Trial.with(PLAIN, "epochs", "" + epochs, "max_kl", "0.01", "clip", "10");
      Pupil pupil = new Pupil(config, new Bandit());
      float[] before = pupil.theta().clone();

      Metrics metrics = pupil.learn(pulls(-1, 1)); // one step of α = 0.2 has a KL of 0.08

      assertThat(pupil.theta()).isEqualTo(before);
      assertThat(metrics.get("steps_undone")).isEqualTo(1);
      assertThat(metrics.get("steps_taken")).isZero();
      assertThat(metrics.get("kl")).isZero();
      assertThat(pupil.descent().optimizer().steps()).isZero();
      assertThat(pupil.descent().optimizer().memory()[0]).containsOnly(0);
    }
  }

  /// There is none to undo but one of an earlier update, which stays.
  @Test
  void aKlAboveTheLargestBeforeAnyStepUndoesNothing() {
    PpoConfig config = Trial.with(PLAIN, "epochs", "1", "max_kl", "0.1", "clip", "10");
    Pupil pupil = new Pupil(config, new Bandit());
    pupil.learn(pulls(-1, 1)); // one step, of a KL of 0.08
    float[] learnt = pupil.theta().clone();
    pupil
        .descent()
        .watchedBy(
            new Descent.Watcher() {
              @Override
              public void before(Descent descent) {
                descent.parameters().values()[0] += 3; // somebody else moves the policy
              }

              @Override
              public void after(Descent descent, double learningRate) {}
            });

    Metrics metrics = pupil.learn(pulls(0, 0));

    assertThat(metrics.get("kl")).isGreaterThan(0.1);
    assertThat(metrics.get("steps_undone")).isEqualTo(1); // its own, by the whole batch
    assertThat(metrics.get("steps_taken")).isZero();
    assertThat(pupil.theta()[0]).isEqualTo(learnt[0] + 3);
  }

  @Test
  void belowTheLargestKlEveryStepIsTaken() {
    PpoConfig config = Trial.with(PLAIN, "epochs", "3", "max_kl", "1", "clip", "10");

    Metrics metrics = new Pupil(config, new Bandit()).learn(pulls(-1, 1));

    assertThat(metrics.get("steps_taken")).isEqualTo(3);
    assertThat(metrics.get("steps_undone")).isZero();
    assertThat(metrics.get("kl")).isBetween(0.02, 1.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "batch", "minibatch"})
  void equalAdvantagesAndSingleRowsAreNoReasonForNaN(String over) {
    PpoConfig config =
        Trial.with(PLAIN, "standardize_over", over, "minibatch", "1", "epochs", "2", "clip", "0.2");
    Pupil pupil = new Pupil(config, new Bandit());

    pupil.learn(Pupil.pulls(new int[] {0, 1, 1}, 2, 2, 2));
    pupil.learn(Pupil.pulls(new int[] {1}, 5));

    for (float parameter : pupil.theta()) {
      assertThat(parameter).isFinite();
    }
  }

  @Test
  void aMinibatchIsStandardizedAmongItsRows() {
    PpoConfig config = Trial.with(PLAIN, "standardize_over", "minibatch", "minibatch", "3");
    Pupil pupil = new Pupil(config, new Bandit());
    pupil.learn(Pupil.pulls(new int[] {0, 1, 0, 1, 0, 1}, 1, 2, 3, 10, 20, 60));

    float[] weight = pupil.agent.rollout().column("weight");
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 6; i++) {
      sum += weight[i];
      squares += weight[i] * weight[i];
    }
    assertThat(sum).isCloseTo(0, within(1e-5));
    assertThat(squares).isCloseTo(6, within(1e-5));
  }

  /// V = 0 at first, and Â + V = 4 for each row. Not clipped, the error falls; held within ±1 of 0
  /// it is the larger of the two, whose gradient is the unclipped one until V has passed 1.
  @Test
  void aClippedValueMovesAsAFreeOneUntilItHasGoneTooFar() {
    Pupil free = valued("0");
    Pupil held = valued("1");
    Rollout rollout = pulls(4, 4);

    free.learn(rollout);
    held.learn(rollout);
    assertThat(held.theta()).isEqualTo(free.theta());

    rollout.value[0] = -10; // V is far from what it was: held within −9, the larger error counts
    rollout.value[1] = -10;
    rollout.reward[0] = 0;
    rollout.reward[1] = 0;
    free.learn(rollout);
    held.learn(rollout);
    assertThat(held.theta()).isNotEqualTo(free.theta());
  }

  private static Pupil valued(String clip) {
    PpoConfig config =
        Trial.with(
            PLAIN, "critic", "joint", "value_clip", clip, "value_weight", "1", "epochs", "2");
    return new Pupil(config, new Bandit());
  }

  @Test
  void learningRateAndClipFallWhereThatIsSet() {
    PpoConfig config = Trial.with(PLAIN, "anneal", "true", "anneal_clip", "true", "clip", "0.2");
    Metrics metrics = new Pupil(config, new Bandit()).learn(pulls(-1, 1), new Progress(3, 4));

    assertThat(metrics.get("learning_rate")).isEqualTo(0.25 * 0.2);
    assertThat(metrics.get("clip")).isEqualTo(0.25 * 0.2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"shared", "joint", "apart"})
  void aChainIsLearntWhereverTheCriticIs(String critic) {
    PpoConfig config =
        Trial.with(
            PpoConfig.cleanRl(),
            "critic",
            critic,
            "hidden",
            "16",
            "batch_steps",
            "64",
            "minibatch",
            "32",
            "learning_rate",
            "0.01",
            "value_epochs",
            "5",
            "value_learning_rate",
            "0.01");
    Trial trial = Trial.of(config, Chain::new, 1);
    trial.train(60);

    for (int state = 0; state < 4; state++) {
      float[] oneHot = new float[5];
      oneHot[state] = 1;
      assertThat(trial.probability(1, oneHot)).isGreaterThan(0.8);
      assertThat((double) trial.value(oneHot)).isCloseTo(Math.pow(0.99, 3 - state), within(0.1));
    }
  }

  @Test
  void aMinibatchLargerThanTheBatchIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Trial.with(PpoConfig.cleanRl(), "minibatch", "513"))
        .withMessageContaining("minibatch=513 is more than the 512 rows of a batch");
  }

  @Test
  void everySettingCanBeChanged() {
    assertThat(Settings.entries(PpoConfig.class).stream().map(Settings.Entry::name))
        .contains(
            "epochs", "minibatch", "clip", "max_kl", "critic", "value_clip", "envs", "hidden");
    assertThat(Arrays.asList(PpoConfig.Standardized.values())).hasSize(3);
  }
}
