package uphill.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import uphill.env.Space;
import uphill.kernel.Rng;
import uphill.kernel.ScalarKernels;
import uphill.nn.Activation;
import uphill.rl.data.Columns;

class PolicyActorTest {

  private static final Space NUMBER = Space.Box.of(-10, 10, 1);
  private static final Network LINEAR = Network.of(Activation.TANH);
  private static final int DRAWS = 10_000;

  /// Logits z = s·(0, 1, 2): with s = log 2, π is (1, 2, 4)/7.
  private static Policy choosing() {
    var policy = Policy.of(LINEAR, Setup.acting(NUMBER, new Space.Discrete(3)));
    policy.parameters().assign(new float[] {0, 1, 2, 0, 0, 0});
    return policy;
  }

  /// μ = (3s, −s), σ = (½, 2).
  private static Policy aiming() {
    var policy = Policy.of(LINEAR, Setup.acting(NUMBER, Space.Box.of(-1, 1, 2)));
    float log2 = (float) Math.log(2);
    policy.parameters().assign(new float[] {3, -1, 0, 0, -log2, log2});
    return policy;
  }

  @Test
  void choicesAreAsFrequentAsTheyAreProbable() {
    var actor = new PolicyActor(choosing(), 2, new ScalarKernels());
    actor.look(new float[] {9, 0, (float) Math.log(2)}, 1, 2);
    Rng random = Rng.seeded(1);
    double[] share = new double[3];
    float[] action = new float[1];

    for (int i = 0; i < DRAWS; i++) {
      actor.sample(1, random, action, 0);
      share[(int) action[0]] += 1.0 / DRAWS;
    }

    assertThat(share).containsExactly(new double[] {1.0 / 7, 2.0 / 7, 4.0 / 7}, within(0.02));
  }

  @Test
  void numbersHaveTheMeanAndDeviationOfTheirRow() {
    var actor = new PolicyActor(aiming(), 2, new ScalarKernels());
    actor.look(new float[] {1, 2}, 0, 2);
    Rng random = Rng.seeded(1);
    float[] first = new float[DRAWS];
    float[] second = new float[DRAWS];
    float[] action = new float[3];

    for (int i = 0; i < DRAWS; i++) {
      actor.sample(1, random, action, 1);
      first[i] = action[1];
      second[i] = action[2];
    }

    assertThat(Columns.mean(first, DRAWS)).isCloseTo(6, within(0.02));
    assertThat(Columns.mean(second, DRAWS)).isCloseTo(-2, within(0.08));
    assertThat(Columns.std(first, DRAWS, 6)).isCloseTo(0.5, within(0.02));
    assertThat(Columns.std(second, DRAWS, -2)).isCloseTo(2, within(0.08));
  }

  @Test
  void theModeIsTheMostProbableAction() {
    var chooser = new PolicyActor(choosing(), 2, new ScalarKernels());
    var aimer = new PolicyActor(aiming(), 2, new ScalarKernels());
    float[] observation = {1, -2};
    float[] action = new float[3];

    chooser.look(observation, 0, 2);
    chooser.mode(0, action, 0);
    chooser.mode(1, action, 1);
    assertThat(action).containsExactly(2, 0, 0);

    aimer.look(observation, 0, 2);
    aimer.mode(1, action, 1);
    assertThat(action).containsExactly(2, -6, 2);
  }

  @Test
  void aTableIsALinearPolicyOnOneHotStates() {
    var policy = Policy.of(LINEAR, Setup.acting(new Space.Discrete(3, 5), new Space.Discrete(2)));
    float log2 = (float) Math.log(2);
    policy.parameters().assign(new float[] {0, 0, log2, 0, 0, log2, 0, log2}); // W, then b
    var actor = new PolicyActor(policy, 2, new ScalarKernels());
    float[] action = new float[1];

    actor.look(new float[] {9, 6, 7}, 1, 2);

    double[] share = new double[2];
    for (int row = 0; row < 2; row++) {
      Rng random = Rng.seeded(1);
      for (int i = 0; i < DRAWS; i++) {
        actor.sample(row, random, action, 0);
        share[row] += action[0] / DRAWS;
      }
    }
    assertThat(share).containsExactly(new double[] {0.5, 0.8}, within(0.02));
  }
}
