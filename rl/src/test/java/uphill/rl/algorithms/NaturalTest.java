package uphill.rl.algorithms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.env.Ending;
import uphill.env.TimeLimit;
import uphill.env.classic.CartPole;
import uphill.rl.Bandit;
import uphill.rl.Chain;
import uphill.rl.Trial;
import uphill.rl.data.Metrics;
import uphill.rl.data.Rollout;
import uphill.rl.data.Rollouts;

/// Steps along the natural gradient: NPG and TRPO.
class NaturalTest {

  private static final NpgConfig NPG =
      Trial.with(
          NpgConfig.spinningUp(),
          "standardize",
          "false",
          "hidden",
          "none",
          "value_epochs",
          "0",
          "damping",
          "1e-7",
          "cg_steps",
          "50",
          "cg_tolerance",
          "1e-6");
  private static final TrpoConfig TRPO =
      Trial.with(
          TrpoConfig.spinningUp(),
          "standardize",
          "false",
          "hidden",
          "none",
          "value_epochs",
          "0",
          "damping",
          "1e-7");

  private static final float[] ADVANTAGES = {3, -1, 0.5f, 2, -2, -2.5f, 1, 4};

  /// Kakade 2001: where F counts each state as often as it is visited, a table's logits move by Q,
  /// up to one factor and a constant for each state. Here each action of four states was taken
  /// once, as often as a uniform policy takes it.
  @Test
  void aTablesLogitsMoveByTheAdvantagesUpToAConstantOfTheState() {
    Pupil pupil = new Pupil(NPG, new Chain());
    pupil.learn(table());

    float[] theta = pupil.theta(); // W[5, 2], then b[2]
    double[] moved = new double[4];
    double[] wanted = new double[4];
    for (int s = 0; s < 4; s++) {
      moved[s] = theta[2 * s + 1] + theta[11] - theta[2 * s] - theta[10];
      wanted[s] = ADVANTAGES[2 * s + 1] - ADVANTAGES[2 * s];
    }
    double factor = moved[0] / wanted[0];
    assertThat(factor).isPositive();
    for (int s = 1; s < 4; s++) {
      assertThat(moved[s] / wanted[s]).isCloseTo(factor, within(1e-3 * factor));
    }
  }

  private static Rollout table() {
    var rollout = new Rollout(8, 1, Chain.STATES, 1);
    for (int i = 0; i < 8; i++) {
      rollout.observation[i * Chain.STATES + i / 2] = 1;
      rollout.action[i] = i % 2;
      rollout.reward[i] = ADVANTAGES[i];
      rollout.ended[i] = Ending.TERMINATED;
    }
    return Rollouts.filled(rollout, 8);
  }

  /// ½·α²·xᵀFx = δ, to second order.
  @ParameterizedTest
  @ValueSource(doubles = {1e-2, 1e-4})
  void aStepOfNpgReachesItsDivergence(double delta) {
    NpgConfig config = Trial.with(NPG, "max_kl", Double.toString(delta));
    Metrics metrics = new Pupil(config, new Chain()).learn(table());

    assertThat(metrics.get("kl")).isCloseTo(delta, within(0.25 * Math.sqrt(delta) * delta * 10));
    assertThat(metrics.get("cg_residual")).isLessThan(1e-4);
  }

  @Test
  void trpoKeepsItsPromise() {
    TrpoConfig config =
        Trial.with(TrpoConfig.spinningUp(), "batch_steps", "400", "value_epochs", "5");
    Trial trial = Trial.of(config, () -> new TimeLimit(new CartPole(), 200), 1);
    int kept = 0;
    for (int update = 0; update < 10; update++) {
      Metrics metrics = trial.update();
      assertThat(metrics.get("kl")).isBetween(0.0, 0.01);
      assertThat(metrics.get("improvement")).isNotNegative();
      kept += (int) metrics.get("step_kept");
    }
    assertThat(kept).isGreaterThan(5);
  }

  /// From a policy that is almost certain, the quadratic model of KL promises too much: steps are
  /// shortened until KL keeps within δ.
  @Test
  void trpoShortensAStepThatGoesTooFar() {
    Pupil pupil = new Pupil(Trial.with(TRPO, "max_kl", "0.5"), new Bandit());
    pupil.agent.policy().parameters().assign(new float[] {0, 0, 0, 3});

    Metrics metrics = pupil.learn(Pupil.pulls(new int[] {0, 1, 1, 1}, 5, -1, -1, -1));

    assertThat(metrics.get("backtracks")).isPositive();
    assertThat(metrics.get("kl")).isBetween(0.01, 0.5);
    assertThat(metrics.get("improvement")).isPositive();
    assertThat(metrics.get("improvement_promised")).isPositive();
  }

  /// At the first tries the parameters are infinite.
  @Test
  void trpoShortensAStepAfterWhichProbabilitiesAreNotNumbers() {
    TrpoConfig config = Trial.with(TRPO, "max_kl", "1e80", "backtrack", "0.1", "backtracks", "20");
    Pupil pupil = new Pupil(config, new Bandit());

    Metrics metrics = pupil.learn(Pupil.pulls(new int[] {0, 1}, -1, 1));

    assertThat(metrics.get("backtracks")).isPositive();
    assertThat(metrics.get("step_kept")).isEqualTo(1);
    for (float parameter : pupil.theta()) {
      assertThat(parameter).isFinite();
    }
  }

  @Test
  void whereNoStepKeepsThePromiseThePolicyStays() {
    Pupil pupil = new Pupil(Trial.with(TRPO, "max_kl", "0.5", "backtracks", "1"), new Bandit());
    float[] before = {0, 0, 0, 3};
    pupil.agent.policy().parameters().assign(before);

    Metrics metrics = pupil.learn(Pupil.pulls(new int[] {0, 1, 1, 1}, 5, -1, -1, -1));

    assertThat(metrics.get("step_kept")).isZero();
    assertThat(metrics.get("kl")).isZero();
    assertThat(metrics.get("backtracks")).isEqualTo(1);
    assertThat(pupil.theta()).isEqualTo(before);
  }

  @Test
  void withoutAGradientThereIsNoStep() {
    Rollout nothing = Pupil.pulls(new int[] {0, 1}, 0, 0);
    Pupil npg = new Pupil(NPG, new Bandit());
    Pupil trpo = new Pupil(TRPO, new Bandit());

    assertThat(npg.learn(nothing).get("step_length")).isZero();
    assertThat(trpo.learn(nothing).get("step_length")).isZero();
    assertThat(npg.theta()).containsOnly(0);
    assertThat(Arrays.equals(npg.theta(), trpo.theta())).isTrue();
  }
}
