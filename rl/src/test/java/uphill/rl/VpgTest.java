package uphill.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.env.Ending;
import uphill.env.Space;
import uphill.env.TimeLimit;
import uphill.env.classic.CartPole;
import uphill.env.classic.Pendulum;
import uphill.kernel.Rng;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;
import uphill.nn.Activation;

class VpgTest {

  private static final double ROUNDING = 1e-6;
  private static final double RATE = 0.1;

  /// Ψ is what one pull of an arm earned, and nothing is done to it; the policy is linear.
  private static final VpgConfig PLAIN =
      Learner.with(
          VpgConfig.simple(),
          "weights",
          "reward_to_go",
          "learning_rate",
          Double.toString(RATE),
          "hidden",
          "none");

  private static final Policy.Network LINEAR = new Policy.Network(new int[0], Activation.TANH);

  private final Policy arms = policy(new Space.Discrete(2));

  /// ∂J/∂z₁ = π₀·π₁·(r₁ − r₀) with arms pulled as often as they are probable. The state is 1, so
  /// the weights' gradient is that of the biases.
  @Test
  void theGradientOfABanditIsMinusItsPolicyGradient() {
    assertThat(gradient(PLAIN, arms, pulls(0, 1)))
        .containsExactly(new float[] {0.25f, -0.25f, 0.25f, -0.25f}, within(1e-6f));

    arms.parameters().assign(new float[] {0, 0, 0, (float) Math.log(3)}); // π = (¼, ¾)
    assertThat(gradient(PLAIN, arms, pulls(1, 0, 1, 1)))
        .containsExactly(new float[] {0.1875f, -0.1875f, 0.1875f, -0.1875f}, within(1e-6f));
  }

  /// ∂log π/∂μ = (a − μ)/σ² and ∂log π/∂log σ = ((a − μ)/σ)² − 1.
  @Test
  void theGradientOfAGaussianIsThatOfItsLogDensity() {
    Policy aim = policy(Space.Box.of(-9, 9, 1));
    aim.parameters().assign(new float[] {0, 0.5f, (float) Math.log(2)});
    Rollout rollout = pulls(0);
    rollout.action[0] = 4.5f; // two deviations above the mean
    rollout.reward[0] = 3;

    assertThat(gradient(PLAIN, aim, rollout))
        .containsExactly(new float[] {-3, -3, -9}, within(1e-5f));
  }

  @Test
  void oneUpdateRaisesTheProbabilityOfTheBetterArm() {
    Learner learner = Learner.of(Learner.with(PLAIN, "batch_steps", "50"), Bandit::new, 1);
    double before = learner.probability(1, 1);

    learner.update(0);

    assertThat(learner.probability(1, 1)).isGreaterThan(before + 0.01);
  }

  /// Six rows of three trajectories, one of them cut.
  @Test
  void overTrajectoriesTheGradientIsRowsPerTrajectoryTimesThatOverRows() {
    Rollout rollout = pulls(0, 1, 1, 0, 1, 1);
    Arrays.fill(rollout.ended, Ending.NONE);
    rollout.ended[2] = Ending.TERMINATED;
    rollout.ended[3] = Ending.TRUNCATED;
    rollout.ended[5] = Ending.CUT;

    float[] overRows = gradient(PLAIN, arms, rollout);
    float[] overTrajectories =
        gradient(Learner.with(PLAIN, "divisor", "trajectories"), arms, rollout);

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
      assertThat(gradient(PLAIN, arms, rollout)[2]).isCloseTo(-0.5f, within(1e-5f));
    }
  }

  @Test
  void metricsOfAKnownBatch() {
    Metrics metrics = update(PLAIN, arms, pulls(0, 1), 0);

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
        Learner.with(PLAIN, "weights", Settings.word(weights), "gamma", "0.9", "lambda", "0.5");
    Rollout rollout = pulls(1, 0, 1, 1, 0);
    Arrays.fill(rollout.ended, 0, 4, Ending.NONE);
    Arrays.fill(rollout.value, 2);
    System.arraycopy(rollout.value, 1, rollout.nextValue, 0, 4);
    float[] weight = new float[5];
    weights.fill(rollout, 0.9, 0.5, weight);
    var critic = new Critic(arms.observations(), LINEAR);

    Metrics metrics = vpg(config, arms, Optional.of(critic), rollout).update(rollout, 0);

    assertThat(metrics.get("weight_mean")).isEqualTo(Columns.mean(weight, 5));
  }

  /// Adam's first step moves every parameter by α: the weights and biases of (0, 0) to (−α, α), the
  /// logits to ∓2α. KL(π_old‖π_new) = ½·log(½/π₀) + ½·log(½/π₁).
  @Test
  void klIsFromThePolicyBeforeTheStepToTheOneAfter() {
    Metrics metrics = update(PLAIN, arms, pulls(0, 1), 0);

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
      Policy policy = policy(discrete ? new Space.Discrete(2) : Space.Box.of(-9, 9, 1));
      kl[k] =
          update(Learner.with(PLAIN, "learning_rate", rates[k]), policy, pulls(0, 1), 0).get("kl");
    }

    assertThat(kl[0]).isZero();
    assertThat(kl[1]).isPositive();
    assertThat(kl[2]).isGreaterThan(10 * kl[1]);
    assertThat(kl[3]).isGreaterThan(10 * kl[2]);
  }

  @Test
  void entropyFallsAsABanditIsLearnt() {
    Learner learner = Learner.of(Learner.with(PLAIN, "batch_steps", "50"), Bandit::new, 1);
    double first = learner.update(0).get("entropy");
    double before = first;

    for (int u = 0; u < 10; u++) {
      double entropy = learner.update(0).get("entropy");
      assertThat(entropy).isLessThan(before);
      before = entropy;
    }
    assertThat(before).isLessThan(first / 2);
  }

  /// Without rewards only c_h·H is left in the loss, so the step makes a skewed policy less so.
  @Test
  void theEntropyBonusPullsTowardsTheUniformPolicy() {
    VpgConfig config = Learner.with(PLAIN, "entropy_weight", "0.01");
    Rollout nothing = pulls(0, 0);
    arms.parameters().assign(new float[] {0, 0, 0, 2});
    float[] gradient = gradient(config, arms, nothing);

    // ∂H/∂z₁ = −π₁·(log π₁ + H)
    double p = 1 / (1 + Math.exp(-2));
    double entropy = -p * Math.log(p) - (1 - p) * Math.log(1 - p);
    assertThat((double) gradient[3]).isCloseTo(0.01 * p * (Math.log(p) + entropy), within(1e-6));
    assertThat(gradient(PLAIN, arms, nothing)).containsOnly(0);
  }

  @Test
  void aLongGradientIsScaledToTheBoundAndAShortOneKept() {
    float[] free = gradient(PLAIN, arms, pulls(0, 1)); // of norm ½
    float[] kept = gradient(Learner.with(PLAIN, "max_gradient_norm", "0.6"), arms, pulls(0, 1));
    float[] scaled = gradient(Learner.with(PLAIN, "max_gradient_norm", "0.1"), arms, pulls(0, 1));

    assertThat(kept).isEqualTo(free);
    for (int k = 0; k < free.length; k++) {
      assertThat(scaled[k]).isCloseTo(free[k] / 5, within(1e-6f));
    }
  }

  @Test
  void theNormIsReportedAsItWasBeforeScaling() {
    VpgConfig config = Learner.with(PLAIN, "max_gradient_norm", "0.1");

    assertThat(update(config, arms, pulls(0, 1), 0).get("policy_gradient_norm"))
        .isCloseTo(0.5, within(ROUNDING));
  }

  @Test
  void annealedRatesFallLinearlyToZero() {
    VpgConfig config = Learner.with(PLAIN, "anneal", "true");

    assertThat(update(config, arms, pulls(0, 1), 0).get("learning_rate")).isEqualTo(RATE);
    assertThat(update(config, arms, pulls(0, 1), 0.25).get("learning_rate")).isEqualTo(0.75 * RATE);

    float[] before = arms.parameters().snapshot();
    Metrics metrics = update(config, arms, pulls(0, 1), 1);
    assertThat(metrics.get("learning_rate")).isZero();
    assertThat(metrics.get("kl")).isZero();
    assertThat(arms.parameters().snapshot()).isEqualTo(before);
  }

  @Test
  void annealedTheCriticRestsAtTheEndToo() {
    VpgConfig config = Learner.with(VpgConfig.classicControl(), "envs", "2", "batch_steps", "64");
    Learner learner = Learner.of(config, Chain::new, 1);
    float[] before = learner.critic.orElseThrow().parameters().snapshot();

    learner.update(1);
    assertThat(learner.critic.orElseThrow().parameters().snapshot()).isEqualTo(before);

    learner.update(0.5);
    assertThat(learner.critic.orElseThrow().parameters().snapshot()).isNotEqualTo(before);
  }

  @Test
  void withoutAnnealingProgressDoesNotMatter() {
    assertThat(update(PLAIN, arms, pulls(0, 1), 0.75).get("learning_rate")).isEqualTo(RATE);
  }

  @Test
  void standardizedWeightsForgetShiftAndScaleOfTheRewards() {
    VpgConfig config = Learner.with(PLAIN, "standardize", "true");
    Rollout rollout = pulls(0, 1, 1, 1);
    float[] plain = gradient(config, arms, rollout);
    for (int i = 0; i < rollout.rows(); i++) {
      rollout.reward[i] = 4 * rollout.reward[i] + 32;
    }

    assertThat(gradient(config, arms, rollout)).containsExactly(plain, within(1e-6f));
  }

  @Test
  void standardizedEqualWeightsLeaveThePolicyAsItIs() {
    VpgConfig config = Learner.with(PLAIN, "standardize", "true");

    Metrics metrics = update(config, arms, pulls(1, 1, 1), 0);

    assertThat(metrics.get("policy_gradient_norm")).isZero();
    assertThat(metrics.get("kl")).isZero();
    assertThat(metrics.get("weight_mean")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void everyMetricMoves(Weights weights) {
    VpgConfig config =
        weights.needsCritic()
            ? Learner.with(VpgConfig.classicControl(), "envs", "4", "batch_steps", "128")
            : Learner.with(VpgConfig.simple(), "batch_steps", "128", "anneal", "true");
    config = Learner.with(config, "weights", Settings.word(weights), "value_minibatch", "50");
    assertThat(movingMetrics(Learner.of(config, () -> new TimeLimit(new CartPole(), 500), 1)))
        .containsExactlyElementsOf(expectedMetrics(weights));
    assertThat(movingMetrics(Learner.of(config, () -> new TimeLimit(new Pendulum(), 50), 1)))
        .containsExactlyElementsOf(expectedMetrics(weights));
  }

  private static Set<String> expectedMetrics(Weights weights) {
    var all = new LinkedHashSet<>(Learner.of(PLAIN, Bandit::new, 1).vpg.metrics().names());
    if (!weights.needsCritic()) {
      all.removeIf(name -> name.startsWith("value") || name.startsWith("explained"));
    }
    return all;
  }

  /// The metrics that are finite in each of four updates and differ in any two.
  private static Set<String> movingMetrics(Learner learner) {
    Map<String, Set<Double>> seen = new LinkedHashMap<>();
    for (int u = 0; u < 4; u++) {
      Metrics metrics = learner.update(u / 4.0);
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
    float[] before = arms.parameters().snapshot();
    Rollout rollout = pulls(0, 1);
    rollout.reward[1] = Float.NaN;

    assertThatThrownBy(() -> update(PLAIN, arms, rollout, 0))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("NaN");
    assertThat(arms.parameters().snapshot()).isEqualTo(before);
  }

  /// Episodes of twenty and more steps in a rollout that begins with room for eight rows.
  @ParameterizedTest
  @ValueSource(strings = {"0", "4"})
  void aRolloutThatGrowsChangesNoBit(String minibatch) {
    VpgConfig config =
        Learner.with(
            VpgConfig.simple(),
            "weights",
            "baseline",
            "batch_steps",
            "8",
            "hidden",
            "8",
            "value_minibatch",
            minibatch);
    List<Learner> learners = new ArrayList<>();
    for (int room : new int[] {0, 500}) {
      Learner learner =
          new Learner(
              config,
              () -> new TimeLimit(new CartPole(), 500),
              3,
              room,
              new ScalarKernels(),
              Workers.one());
      learner.train(10);
      learners.add(learner);
    }

    Learner grown = learners.getFirst();
    assertThat(grown.rollout.capacity()).isGreaterThan(8);
    assertThat(grown.policy.parameters().values())
        .isEqualTo(learners.getLast().policy.parameters().values());
    assertThat(grown.critic.orElseThrow().parameters().values())
        .isEqualTo(learners.getLast().critic.orElseThrow().parameters().values());
  }

  @Test
  void whatDoesNotFitIsRefused() {
    VpgConfig gae = Learner.with(PLAIN, "weights", "gae");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> vpg(gae, arms, pulls(0)))
        .withMessage("weights gae need a critic");

    Vpg vpg = vpg(PLAIN, arms, pulls(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> vpg.update(pulls(0), 0))
        .withMessage(
            "update takes the rollout that the algorithm was made for, or one with more room");

    Rollout rollout = pulls(0);
    Vpg annealed = vpg(PLAIN, arms, rollout);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> annealed.update(rollout, 1.5))
        .withMessage("progress must be in [0, 1], got 1.5");
  }

  @Test
  void metricsThatThereAreNotAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> vpg(PLAIN, arms, pulls(0)).metrics().get("klx"))
        .withMessageContaining("no metric klx in [policy_loss, entropy, kl,");
  }

  /// ∂L/∂θ of one update from here: Adam's first moment after its first step is (1 − β₁)·∂L/∂θ. The
  /// policy is left as it was.
  private static float[] gradient(VpgConfig config, Policy policy, Rollout rollout) {
    float[] before = policy.parameters().snapshot();
    Vpg vpg = vpg(config, policy, rollout);
    vpg.update(rollout, 0);
    policy.parameters().assign(before);
    float[] gradient = vpg.policyOptimizer().memory()[0].clone();
    for (int k = 0; k < gradient.length; k++) {
      gradient[k] /= 1 - 0.9f;
    }
    return gradient;
  }

  private static Metrics update(VpgConfig config, Policy policy, Rollout rollout, double progress) {
    return vpg(config, policy, rollout).update(rollout, progress);
  }

  private static Vpg vpg(VpgConfig config, Policy policy, Rollout rollout) {
    return vpg(config, policy, Optional.empty(), rollout);
  }

  private static Vpg vpg(
      VpgConfig config, Policy policy, Optional<Critic> critic, Rollout rollout) {
    return new Vpg(
        config, policy, critic, rollout, Rng.seeded(1), new ScalarKernels(), Workers.one());
  }

  /// A linear policy that reads one number, all parameters zero.
  private static Policy policy(Space actions) {
    return new Policy(Space.Box.of(0, 1, 1), actions, LINEAR);
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
    rollout.filled(arms.length);
    return rollout;
  }
}
