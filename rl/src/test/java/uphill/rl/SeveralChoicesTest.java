package uphill.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import uphill.autodiff.Tensor;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.Reset;
import uphill.env.Space;
import uphill.env.Step;
import uphill.env.vector.VectorEnv;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;
import uphill.nn.Activation;
import uphill.nn.Bernoulli;
import uphill.nn.MultiCategorical;
import uphill.rl.algorithms.VpgConfig;
import uphill.rl.setting.Settings;

/// Policies that make several choices at once.
class SeveralChoicesTest {

  private static final Space NUMBER = Space.Box.of(-10, 10, 1);
  private static final Space.MultiDiscrete TWO_AND_THREE =
      new Space.MultiDiscrete(new int[] {2, 3});
  private static final float LOG_2 = (float) Math.log(2);
  private static final int DRAWS = 10_000;

  /// A linear policy with these biases, and weights as large: logits z = (1 + s)·bias.
  private static Policy policy(Space actions, float... bias) {
    Policy policy = Policy.of(Network.of(Activation.TANH), Setup.acting(NUMBER, actions));
    float[] parameters = new float[2 * bias.length];
    System.arraycopy(bias, 0, parameters, 0, bias.length);
    System.arraycopy(bias, 0, parameters, bias.length, bias.length);
    policy.parameters().assign(parameters);
    return policy;
  }

  /// How often each action of two components is drawn where s = 0; `n` is how many values the
  /// second one has.
  private static double[] shares(Policy policy, int n) {
    var actor = new PolicyActor(policy, 2, new ScalarKernels());
    actor.look(new float[] {9, 5, 0}, 1, 2);
    Rng random = Rng.seeded(1);
    float[] action = new float[3];
    float[] given = new float[2];
    double[] share = new double[2 * n];
    for (int i = 0; i < DRAWS; i++) {
      actor.sample(1, random, action, 1);
      policy.allow(action, 1, given, 0);
      assertThat(policy.actions().contains(given, 0)).isTrue();
      share[((int) given[0]) * n + (int) given[1]] += 1.0 / DRAWS;
    }
    return share;
  }

  @Test
  void componentsAreChosenAsOftenAsTheyAreProbable() {
    Policy policy = policy(TWO_AND_THREE, 0, LOG_2, LOG_2, 0, 0);

    double[] expected = {1 / 6.0, 1 / 12.0, 1 / 12.0, 1 / 3.0, 1 / 6.0, 1 / 6.0};
    assertThat(shares(policy, 3)).containsExactly(expected, within(0.02));
    assertThat(policy.distribution(Tensor.input("s", 1))).isInstanceOf(MultiCategorical.class);
  }

  @Test
  void switchesAreOnAsOftenAsTheyAreProbable() {
    Policy policy = policy(new Space.MultiBinary(2), LOG_2, 0);

    double[] expected = {1 / 6.0, 1 / 6.0, 1 / 3.0, 1 / 3.0};
    assertThat(shares(policy, 2)).containsExactly(expected, within(0.02));
    assertThat(policy.distribution(Tensor.input("s", 1))).isInstanceOf(Bernoulli.class);
  }

  @Test
  void theModeIsTheMostProbableActionOfItsRow() {
    float[] observation = {-2, 1};
    float[] action = new float[4];

    var chooser = new PolicyActor(policy(TWO_AND_THREE, 0, 1, 2, 0, 1), 2, new ScalarKernels());
    chooser.look(observation, 0, 2);
    chooser.mode(0, action, 0);
    chooser.mode(1, action, 2);
    assertThat(action).containsExactly(0, 1, 1, 0);

    var switcher = new PolicyActor(policy(new Space.MultiBinary(2), 1, -1), 2, new ScalarKernels());
    switcher.look(observation, 0, 2);
    switcher.mode(0, action, 0);
    switcher.mode(1, action, 2);
    assertThat(action).containsExactly(0, 1, 1, 0);
  }

  @Test
  void aSpaceOfTooManyValuesIsRefused() {
    Space huge = new Space.MultiDiscrete(new int[] {1 << 24, 1});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy(huge))
        .withMessage(
            "MultiDiscrete([16777216 1]) has 16777217 values, too many for a policy, which has an"
                + " output for each; act in a Box instead");
  }

  /// One state, episodes of one step, reward 1/n for each component that is as wanted.
  private record Lock(Space actions, float... wanted) implements Env {

    @Override
    public Space observationSpace() {
      return Space.Box.of(0, 1, 1);
    }

    @Override
    public Space actionSpace() {
      return actions;
    }

    @Override
    public void reset(Reset how, float[] observation) {
      observation[0] = 1;
    }

    @Override
    public void step(float[] action, Step step) {
      double reward = 0;
      for (int j = 0; j < wanted.length; j++) {
        reward += action[j] == wanted[j] ? 1.0 / wanted.length : 0;
      }
      step.observation[0] = 1;
      step.set(reward, Ending.TERMINATED);
    }
  }

  @Test
  void vpgLearnsEveryChoice() {
    learns(new Lock(new Space.MultiDiscrete(new int[] {3, 2, 4}), 2, 0, 1));
  }

  @Test
  void vpgLearnsEverySwitch() {
    learns(new Lock(new Space.MultiBinary(4), 1, 0, 0, 1));
  }

  private static void learns(Lock lock) {
    VpgConfig config =
        Settings.with(
            VpgConfig.simple(),
            Map.of("batch_steps", "64", "learning_rate", "0.02", "hidden", "16"));
    VectorEnv envs = new VectorEnv("lock", List.of(lock));
    Learner learner = new Learner(config, envs, 1, Kernels.best(), Workers.one());
    for (int round = 0; round < 150; round++) {
      learner.gather();
      learner.learn(new Progress(round, 150));
    }

    var actor = new PolicyActor(learner.agent().policy(), 1, new ScalarKernels());
    actor.look(new float[] {1}, 0, 1);
    float[] action = new float[lock.wanted.length];
    actor.mode(0, action, 0);
    assertThat(action).containsExactly(lock.wanted);
    Rng random = Rng.seeded(2);
    int right = 0;
    for (int i = 0; i < 1000; i++) {
      actor.sample(0, random, action, 0);
      right += Arrays.equals(action, lock.wanted) ? 1 : 0;
    }
    assertThat(right).isGreaterThan(900);
  }
}
