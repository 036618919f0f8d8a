package uphill.rl.algorithms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.TimeLimit;
import uphill.env.classic.CartPole;
import uphill.env.classic.Pendulum;
import uphill.env.vector.VectorEnv;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;
import uphill.rl.Bandit;
import uphill.rl.Chain;
import uphill.rl.Progress;
import uphill.rl.Setup;
import uphill.rl.Target;
import uphill.rl.Trial;
import uphill.rl.data.Columns;
import uphill.rl.data.Metrics;
import uphill.rl.data.Rollout;
import uphill.rl.data.Rollouts;
import uphill.rl.data.Weights;
import uphill.rl.setting.Settings;

class VpgTest {

  private static final double ROUNDING = 1e-6;
  private static final double RATE = 0.1;
  private static final Progress BEGINNING = new Progress(0, 1);
  private static final Progress END = new Progress(1, 1);

  /// Ψ is what one pull of an arm earned, and nothing is done to it; the policy is linear.
  private static final VpgConfig PLAIN =
      Trial.with(
          VpgConfig.simple(),
          "weights",
          "reward_to_go",
          "learning_rate",
          Double.toString(RATE),
          "hidden",
          "none");

  /// θ of a policy that pulls both arms alike: two weights and two biases.
  private static final float[] ALIKE = new float[4];

  /// ∂J/∂z₁ = π₀·π₁·(r₁ − r₀) with arms pulled as often as they are probable. The state is 1, so
  /// the weights' gradient is that of the biases.
  @Test
  void theGradientOfABanditIsMinusItsPolicyGradient() {
    assertThat(gradient(PLAIN, ALIKE, pulls(0, 1)))
        .containsExactly(new float[] {0.25f, -0.25f, 0.25f, -0.25f}, within(1e-6f));

    float[] skewed = {0, 0, 0, (float) Math.log(3)}; // π = (¼, ¾)
    assertThat(gradient(PLAIN, skewed, pulls(1, 0, 1, 1)))
        .containsExactly(new float[] {0.1875f, -0.1875f, 0.1875f, -0.1875f}, within(1e-6f));
  }

  /// ∂log π/∂μ = (a − μ)/σ² and ∂log π/∂log σ = ((a − μ)/σ)² − 1.
  @Test
  void theGradientOfAGaussianIsThatOfItsLogDensity() {
    float[] aim = {0, 0.5f, (float) Math.log(2)};
    Rollout rollout = pulls(0);
    rollout.action[0] = 4.5f; // two deviations above the mean
    rollout.reward[0] = 3;

    assertThat(gradient(PLAIN, new Target(0), aim, rollout))
        .containsExactly(new float[] {-3, -3, -9}, within(1e-5f));
  }

  @Test
  void oneUpdateRaisesTheProbabilityOfTheBetterArm() {
    Trial trial = Trial.of(Trial.with(PLAIN, "batch_steps", "50"), Bandit::new, 1);
    double before = trial.probability(1, 1);

    trial.update();

    assertThat(trial.probability(1, 1)).isGreaterThan(before + 0.01);
  }

  /// Six rows of three trajectories, one of them cut.
  @Test
  void overTrajectoriesTheGradientIsRowsPerTrajectoryTimesThatOverRows() {
    Rollout rollout = pulls(0, 1, 1, 0, 1, 1);
    Arrays.fill(rollout.ended, Ending.NONE);
    rollout.ended[2] = Ending.TERMINATED;
    rollout.ended[3] = Ending.TRUNCATED;
    rollout.ended[5] = Ending.CUT;

    float[] overRows = gradient(PLAIN, ALIKE, rollout);
    float[] overTrajectories =
        gradient(Trial.with(PLAIN, "divisor", "trajectories"), ALIKE, rollout);

    assertThat(overRows[1]).isNegative();
    for (int k = 0; k < overRows.length; k++) {
      assertThat(overTrajectories[k]).isCloseTo(overRows[k] * 6 / 3, within(1e-6f));
    }
  }

  @Test
  void theGradientIsThatOfEveryRow() {
    int rows = 300; // more than one block of a program
    for (int probe : new int[] {0, 127, 128, 299}) {
      Rollout rollout = pulls(new int[rows]);
      rollout.reward[probe] = rows;

      // π₀·(1 − π₀)… only the probed row has a weight: g₀ = −(1 − ½)
      assertThat(gradient(PLAIN, ALIKE, rollout)[2]).isCloseTo(-0.5f, within(1e-5f));
    }
  }

  @Test
  void metricsOfAKnownBatch() {
    Metrics metrics = update(PLAIN, ALIKE, pulls(0, 1), BEGINNING);

    assertThat(metrics.get("policy_loss")).isCloseTo(-0.5 * Math.log(0.5), within(ROUNDING));
    assertThat(metrics.get("entropy")).isCloseTo(Math.log(2), within(ROUNDING));
    assertThat(metrics.get("weight_mean")).isEqualTo(0.5);
    assertThat(metrics.get("weight_std")).isEqualTo(0.5);
    assertThat(metrics.get("policy_gradient_norm")).isCloseTo(0.5, within(ROUNDING));
    assertThat(metrics.get("learning_rate")).isEqualTo(RATE);
    assertThat(metrics.get("value_loss")).isNaN();
  }

  @ParameterizedTest
  @EnumSource
  void theWeightsAreThoseOfTheConfig(Weights weights) {
    VpgConfig config =
        Trial.with(PLAIN, "weights", Settings.word(weights), "gamma", "0.9", "lambda", "0.5");
    Rollout rollout = pulls(1, 0, 1, 1, 0);
    Arrays.fill(rollout.ended, 0, 4, Ending.NONE);
    Arrays.fill(rollout.value, 2);
    System.arraycopy(rollout.value, 1, rollout.nextValue, 0, 4);
    float[] weight = new float[5];
    weights.fill(rollout, 0.9, 0.5, weight);

    Metrics metrics = update(config, ALIKE, rollout, BEGINNING);

    assertThat(metrics.get("weight_mean")).isEqualTo(Columns.mean(weight, 5));
  }

  /// Adam's first step moves every parameter by α: the weights and biases of (0, 0) to (−α, α), the
  /// logits to ∓2α. KL(π_old‖π_new) = ½·log(½/π₀) + ½·log(½/π₁).
  @Test
  void klIsFromThePolicyBeforeTheStepToTheOneAfter() {
    Metrics metrics = update(PLAIN, ALIKE, pulls(0, 1), BEGINNING);

    double p = 1 / (1 + Math.exp(-4 * RATE));
    double expected = 0.5 * Math.log(0.5 / p) + 0.5 * Math.log(0.5 / (1 - p));
    assertThat(metrics.get("kl")).isCloseTo(expected, within(1e-6));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void klIsZeroWithoutAStepAndGrowsWithTheRate(boolean discrete) {
    double[] kl = new double[4];
    String[] rates = {"0", "1e-3", "1e-2", "1e-1"};
    for (int k = 0; k < kl.length; k++) {
      VpgConfig config = Trial.with(PLAIN, "learning_rate", rates[k]);
      Pupil pupil = discrete ? new Pupil(config, new Bandit()) : new Pupil(config, new Target(0));
      kl[k] = pupil.learn(pulls(0, 1), BEGINNING).get("kl");
    }

    assertThat(kl[0]).isZero();
    assertThat(kl[1]).isPositive();
    assertThat(kl[2]).isGreaterThan(10 * kl[1]);
    assertThat(kl[3]).isGreaterThan(10 * kl[2]);
  }

  @Test
  void entropyFallsAsABanditIsLearnt() {
    Trial trial = Trial.of(Trial.with(PLAIN, "batch_steps", "50"), Bandit::new, 5);
    double first = trial.update().get("entropy");
    double before = first;

    for (int u = 0; u < 10; u++) {
      double entropy = trial.update().get("entropy");
      assertThat(entropy).isLessThan(before);
      before = entropy;
    }
    assertThat(before).isLessThan(first / 2);
  }

  /// Without rewards only c_h·H is left in the loss, so the step makes a skewed policy less so.
  @Test
  void theEntropyBonusPullsTowardsTheUniformPolicy() {
    VpgConfig config = Trial.with(PLAIN, "entropy_weight", "0.01");
    Rollout nothing = pulls(0, 0);
    float[] skewed = {0, 0, 0, 2};
    float[] gradient = gradient(config, skewed, nothing);

    // ∂H/∂z₁ = −π₁·(log π₁ + H)
    double p = 1 / (1 + Math.exp(-2));
    double entropy = -p * Math.log(p) - (1 - p) * Math.log(1 - p);
    assertThat((double) gradient[3]).isCloseTo(0.01 * p * (Math.log(p) + entropy), within(1e-6));
    assertThat(gradient(PLAIN, skewed, nothing)).containsOnly(0);
  }

  @Test
  void aLongGradientIsScaledToTheBoundAndAShortOneKept() {
    float[] free = gradient(PLAIN, ALIKE, pulls(0, 1)); // of norm ½
    float[] kept = gradient(Trial.with(PLAIN, "max_gradient_norm", "0.6"), ALIKE, pulls(0, 1));
    float[] scaled = gradient(Trial.with(PLAIN, "max_gradient_norm", "0.1"), ALIKE, pulls(0, 1));

    assertThat(kept).isEqualTo(free);
    for (int k = 0; k < free.length; k++) {
      assertThat(scaled[k]).isCloseTo(free[k] / 5, within(1e-6f));
    }
  }

  @Test
  void theNormIsReportedAsItWasBeforeScaling() {
    VpgConfig config = Trial.with(PLAIN, "max_gradient_norm", "0.1");

    assertThat(update(config, ALIKE, pulls(0, 1), BEGINNING).get("policy_gradient_norm"))
        .isCloseTo(0.5, within(ROUNDING));
  }

  @Test
  void annealedRatesFallLinearlyToZero() {
    VpgConfig config = Trial.with(PLAIN, "anneal", "true");

    assertThat(update(config, ALIKE, pulls(0, 1), BEGINNING).get("learning_rate")).isEqualTo(RATE);
    assertThat(update(config, ALIKE, pulls(0, 1), new Progress(1, 4)).get("learning_rate"))
        .isEqualTo(0.75 * RATE);

    Pupil pupil = new Pupil(config, new Bandit());
    float[] before = pupil.theta().clone();
    Metrics metrics = pupil.learn(pulls(0, 1), END);
    assertThat(metrics.get("learning_rate")).isZero();
    assertThat(metrics.get("kl")).isZero();
    assertThat(pupil.theta()).isEqualTo(before);
  }

  @Test
  void annealedTheCriticRestsAtTheEndToo() {
    VpgConfig config = Trial.with(VpgConfig.classicControl(), "envs", "2", "batch_steps", "64");
    Trial trial = Trial.of(config, Chain::new, 1);
    float[] before = trial.parameters("critic").clone();

    trial.update(END);
    assertThat(trial.parameters("critic")).isEqualTo(before);

    trial.update(new Progress(1, 2));
    assertThat(trial.parameters("critic")).isNotEqualTo(before);
  }

  @Test
  void withoutAnnealingProgressDoesNotMatter() {
    assertThat(update(PLAIN, ALIKE, pulls(0, 1), new Progress(3, 4)).get("learning_rate"))
        .isEqualTo(RATE);
  }

  @Test
  void standardizedWeightsForgetShiftAndScaleOfTheRewards() {
    VpgConfig config = Trial.with(PLAIN, "standardize", "true");
    Rollout rollout = pulls(0, 1, 1, 1);
    float[] plain = gradient(config, ALIKE, rollout);
    for (int i = 0; i < rollout.rows(); i++) {
      rollout.reward[i] = 4 * rollout.reward[i] + 32;
    }

    assertThat(gradient(config, ALIKE, rollout)).containsExactly(plain, within(1e-6f));
  }

  @Test
  void standardizedEqualWeightsLeaveThePolicyAsItIs() {
    VpgConfig config = Trial.with(PLAIN, "standardize", "true");

    Metrics metrics = update(config, ALIKE, pulls(1, 1, 1), BEGINNING);

    assertThat(metrics.get("policy_gradient_norm")).isZero();
    assertThat(metrics.get("kl")).isZero();
    assertThat(metrics.get("weight_mean")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void everyMetricMoves(Weights weights) {
    VpgConfig config =
        weights.needsCritic()
            ? Trial.with(VpgConfig.classicControl(), "envs", "4", "batch_steps", "128")
            : Trial.with(VpgConfig.simple(), "batch_steps", "128", "anneal", "true");
    config = Trial.with(config, "weights", Settings.word(weights), "value_minibatch", "50");
    assertThat(movingMetrics(Trial.of(config, () -> new TimeLimit(new CartPole(), 500), 1)))
        .containsExactlyElementsOf(expectedMetrics(weights));
    assertThat(movingMetrics(Trial.of(config, () -> new TimeLimit(new Pendulum(), 50), 1)))
        .containsExactlyElementsOf(expectedMetrics(weights));
  }

  private static Set<String> expectedMetrics(Weights weights) {
    var all = new LinkedHashSet<>(Trial.of(PLAIN, Bandit::new, 1).agent.metrics().names());
    if (!weights.needsCritic()) {
      all.removeIf(name -> name.startsWith("value") || name.startsWith("explained"));
    }
    return all;
  }

  /// The metrics that are finite in each of four updates and differ in any two.
  private static Set<String> movingMetrics(Trial trial) {
    Map<String, Set<Double>> seen = new LinkedHashMap<>();
    for (int u = 0; u < 4; u++) {
      Metrics metrics = trial.update(new Progress(u, 4));
      for (String name : metrics.names()) {
        if (Double.isFinite(metrics.get(name))) {
          seen.computeIfAbsent(name, _ -> new HashSet<>()).add(metrics.get(name));
        }
      }
    }
    seen.values().removeIf(values -> values.size() < 4);
    return seen.keySet();
  }

  @Test
  void aGradientThatIsNotFiniteLeavesTheParametersAsTheyWere() {
    Pupil pupil = new Pupil(PLAIN, new Bandit());
    float[] before = pupil.theta().clone();
    Rollout rollout = pulls(0, 1);
    rollout.reward[1] = Float.NaN;

    assertThatThrownBy(() -> pupil.learn(rollout, BEGINNING))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("NaN");
    assertThat(pupil.theta()).isEqualTo(before);
  }

  @Test
  void metricsThatThereAreNotAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pupil(PLAIN, new Bandit()).vpg.metrics().get("klx"))
        .withMessageContaining("no metric klx in [policy_loss, entropy, kl,");
  }

  /// ∂L/∂θ of one update from here: Adam's first moment after its first step is (1 − β₁)·∂L/∂θ.
  private static float[] gradient(VpgConfig config, float[] theta, Rollout rollout) {
    return gradient(config, new Bandit(), theta, rollout);
  }

  private static float[] gradient(VpgConfig config, Env world, float[] theta, Rollout rollout) {
    Pupil pupil = new Pupil(config, world);
    pupil.vpg.policy().parameters().assign(theta);
    pupil.learn(rollout, BEGINNING);
    float[] gradient = pupil.setup.descents().getFirst().optimizer().memory()[0].clone();
    for (int k = 0; k < gradient.length; k++) {
      gradient[k] /= 1 - 0.9f;
    }
    return gradient;
  }

  private static Metrics update(
      VpgConfig config, float[] theta, Rollout rollout, Progress progress) {
    Pupil pupil = new Pupil(config, new Bandit());
    pupil.vpg.policy().parameters().assign(theta);
    return pupil.learn(rollout, progress);
  }

  /// Learns from rollouts that are written by hand. It is linear and reads one number; at first all
  /// its parameters are zero.
  private static final class Pupil {
    final Setup setup;
    final Vpg vpg;

    Pupil(VpgConfig config, Env world) {
      var envs = new VectorEnv("world", List.of(world));
      setup = Setup.of(1, envs, new ScalarKernels(), Workers.one());
      vpg = new Vpg(Trial.with(config, "batch_steps", "400"), setup);
      Arrays.fill(theta(), 0);
    }

    float[] theta() {
      return vpg.policy().parameters().values();
    }

    Metrics learn(Rollout rollout, Progress progress) {
      Rollouts.copy(rollout, vpg.rollout());
      vpg.learn(progress);
      return vpg.metrics();
    }
  }

  /// Episodes of one step in the [Bandit]: which arms were pulled.
  private static Rollout pulls(int... arms) {
    var rollout = new Rollout(arms.length, 1, 1, 1);
    Arrays.fill(rollout.observation, 1);
    for (int i = 0; i < arms.length; i++) {
      rollout.action[i] = arms[i];
      rollout.reward[i] = arms[i];
      rollout.ended[i] = Ending.TERMINATED;
    }
    return Rollouts.filled(rollout, arms.length);
  }
}
