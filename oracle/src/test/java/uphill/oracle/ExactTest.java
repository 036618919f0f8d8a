package uphill.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.env.Ending;
import uphill.env.Reset;
import uphill.env.Step;
import uphill.env.mdp.FiniteMdp;
import uphill.env.mdp.FrozenLake;
import uphill.env.mdp.SmallMdps;
import uphill.env.mdp.TableEnv;
import uphill.kernel.Rng;

class ExactTest {

  static final FiniteMdp LAKE =
      FrozenLake.mdp("FrozenLake", FrozenLake.map("4x4"), FrozenLake.Ice.STANDARD);

  @Test
  void aBanditIsWorthTheMeanOfItsArms() {
    FiniteMdp bandit = SmallMdps.bandit(1, 5, 0);
    TabularPolicy policy = TabularPolicy.of(new double[][] {{0.5, 0.25, 0.25}});
    Exact exact = Exact.of(bandit, policy, Criterion.of(bandit));

    assertThat(exact.objective()).isEqualTo(1.75);
    assertThat(exact.advantage(0, 0, 1)).isEqualTo(3.25);
    assertThat(exact.policyGradient()) // π·A
        .containsExactly(new double[] {-0.375, 0.8125, -0.4375}, within(1e-15));
  }

  @Test
  void aBernoulliArmIsWorthItsProbability() {
    FiniteMdp bandit = SmallMdps.bernoulliBandit(0.25, 0.75);

    Exact exact = Exact.of(bandit, TabularPolicy.uniform(bandit), Criterion.of(bandit));

    assertThat(exact.actionValue(0, 0, 0)).isEqualTo(0.25);
    assertThat(exact.objective()).isEqualTo(0.5);
  }

  /// Right all the way: the goal is n − 1 steps away, and the visits stop there.
  @Test
  void aChainPaysWhenItsEndIsReached() {
    FiniteMdp chain = SmallMdps.chain(4, 0);
    TabularPolicy right = TabularPolicy.of(new double[][] {{0, 1}, {0, 1}, {0, 1}, {0, 1}});

    assertThat(Exact.of(chain, right, Criterion.steps(3, 1)).objective()).isEqualTo(1);
    assertThat(Exact.of(chain, right, Criterion.steps(2, 1)).objective()).isZero();
    Exact discounted = Exact.of(chain, right, Criterion.forever(0.5));
    assertThat(discounted.objective()).isCloseTo(0.25, within(1e-15));
    assertThat(discounted.visitation(0)).isCloseTo(1, within(1e-15));
    assertThat(discounted.visitation(2)).isCloseTo(0.25, within(1e-15));
    assertThat(discounted.visitation(3)).isZero();
    assertThat(Exact.of(chain, right, Criterion.steps(5, 1)).visitation(4, 0)).isZero();
  }

  static Stream<FiniteMdp> processes() {
    return Stream.of(
        LAKE, SmallMdps.chain(5, 0.2), SmallMdps.random(6, 3, 2, 1), SmallMdps.random(4, 2, 3, 2));
  }

  @ParameterizedTest
  @MethodSource("processes")
  void aLongHorizonTendsToTheInfiniteOne(FiniteMdp mdp) {
    TabularPolicy policy = policy(mdp, 3);
    Exact infinite = Exact.of(mdp, policy, Criterion.forever(0.9));
    Exact finite = Exact.of(mdp, policy, Criterion.steps(400, 0.9)); // 0.9⁴⁰⁰ = 5·10⁻¹⁹

    for (int s = 0; s < mdp.states(); s++) {
      assertThat(finite.value(0, s)).isCloseTo(infinite.value(7, s), within(1e-12));
      assertThat(finite.visitation(s)).isCloseTo(infinite.visitation(s), within(1e-12));
    }
    assertThat(finite.policyGradient()).containsExactly(infinite.policyGradient(), within(1e-12));
  }

  @ParameterizedTest
  @MethodSource("processes")
  void advantagesAreZeroOnAverageAndValuesSolveBellmansEquation(FiniteMdp mdp) {
    TabularPolicy policy = policy(mdp, 4);
    for (Criterion criterion :
        new Criterion[] {Criterion.forever(0.95), Criterion.steps(5, 1), Criterion.steps(5, 0.5)}) {
      Exact exact = Exact.of(mdp, policy, criterion);
      for (int s = 0; s < mdp.states(); s++) {
        double mean = 0;
        for (int a = 0; a < mdp.actions(); a++) {
          mean += policy.probability(s, a) * exact.advantage(2, s, a);
        }
        assertThat(mean).isCloseTo(0, within(1e-13));
      }
    }
  }

  /// J is also what the visits earn: Σ_s d(s)·Σ_a π(a|s)·r(s, a).
  @ParameterizedTest
  @MethodSource("processes")
  void visitsTimesRewardsAreTheObjective(FiniteMdp mdp) {
    TabularPolicy policy = policy(mdp, 5);
    for (Criterion criterion : new Criterion[] {Criterion.forever(0.95), Criterion.steps(6, 1)}) {
      Exact exact = Exact.of(mdp, policy, criterion);
      double earned = 0;
      for (int s = 0; s < mdp.states(); s++) {
        for (int a = 0; a < mdp.actions(); a++) {
          for (FiniteMdp.Transition outcome : mdp.transitions(s, a)) {
            earned +=
                exact.visitation(s)
                    * policy.probability(s, a)
                    * outcome.probability()
                    * outcome.reward();
          }
        }
      }
      assertThat(earned).isCloseTo(exact.objective(), within(1e-12));
    }
  }

  /// The world that is stepped and the table that is solved are one: 4 standard errors.
  @Test
  void playingItGivesTheSameMean() {
    FiniteMdp mdp = SmallMdps.random(5, 3, 2, 8);
    TabularPolicy policy = policy(mdp, 6);
    double exact = Exact.of(mdp, policy, Criterion.steps(8, 0.9)).objective();
    TableEnv env = new TableEnv(mdp);
    Step step = new Step(1);
    Rng acting = Rng.seeded(1);
    int episodes = 40_000;
    double sum = 0;
    double squares = 0;
    for (int episode = 0; episode < episodes; episode++) {
      env.reset(episode == 0 ? Reset.seeded(2) : Reset.next(), step.observation);
      step.ending = Ending.NONE;
      double earned = 0;
      double weight = 1;
      for (int t = 0; t < 8 && !step.ending.ended(); t++) {
        int s = (int) step.observation[0];
        double u = acting.random();
        int a = 0;
        while (a + 1 < mdp.actions() && u >= policy.probability(s, a)) {
          u -= policy.probability(s, a++);
        }
        env.step(new float[] {a}, step);
        earned += weight * step.reward;
        weight *= 0.9;
      }
      sum += earned;
      squares += earned * earned;
    }
    double mean = sum / episodes;
    double error = Math.sqrt((squares / episodes - mean * mean) / episodes);

    assertThat(mean).isCloseTo(exact, within(4 * error));
  }

  @Test
  void whatCannotBeAskedIsSaid() {
    TabularPolicy policy = TabularPolicy.uniform(LAKE);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Criterion(1, OptionalInt.empty()))
        .withMessageContaining("an infinite horizon needs gamma below 1");
    assertThatIllegalArgumentException().isThrownBy(() -> Criterion.steps(0, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Criterion.forever(1.5))
        .withMessage("gamma must be in [0, 1], got 1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Exact.of(SmallMdps.bandit(1, 2), policy, Criterion.steps(1, 1)))
        .withMessage("a policy of 16 states and 4 actions is none for bandit: 1 state, 2 actions");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Exact.of(LAKE, policy, Criterion.steps(3, 1)).value(4, 0))
        .withMessage("step 4 is not within the horizon of 3 steps");
    assertThatIllegalStateException()
        .isThrownBy(() -> Exact.of(LAKE, policy, Criterion.forever(0.9)).visitation(0, 0));
    assertThat(Criterion.of(LAKE)).isEqualTo(Criterion.forever(0.99));
    assertThat(Criterion.of(LAKE.withMaxSteps(100))).isEqualTo(Criterion.steps(100, 1));
  }

  /// A softmax policy with logits drawn from a seed.
  static TabularPolicy policy(FiniteMdp mdp, long seed) {
    Rng rng = Rng.seeded(seed);
    double[][] logits = new double[mdp.states()][mdp.actions()];
    for (double[] row : logits) {
      for (int a = 0; a < row.length; a++) {
        row[a] = rng.standardNormal();
      }
    }
    return TabularPolicy.softmax(logits);
  }
}
