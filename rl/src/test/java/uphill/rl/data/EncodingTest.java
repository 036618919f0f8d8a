package uphill.rl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import uphill.env.Ending;
import uphill.env.Space;
import uphill.env.TimeLimit;
import uphill.env.mdp.FiniteMdp;
import uphill.env.mdp.FrozenLake;
import uphill.env.mdp.TableEnv;
import uphill.env.vector.VectorEnv;
import uphill.kernel.Rng;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;
import uphill.nn.Activation;
import uphill.rl.Critic;
import uphill.rl.Network;
import uphill.rl.Policy;
import uphill.rl.PolicyActor;
import uphill.rl.Sampler;
import uphill.rl.Setup;

class EncodingTest {

  @Test
  void oneOfManyIsOneHot() {
    var encoding = new Encoding(new Space.Discrete(3, -1));
    float[] inputs = {9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9};

    encoding.encode(new float[] {5, 1, -1}, 1, 2, inputs, 1);

    assertThat(encoding.size()).isEqualTo(3);
    assertThat(inputs).containsExactly(9, 9, 9, 0, 0, 1, 1, 0, 0, 9, 9, 9);
  }

  @Test
  void severalChoicesLieSideBySide() {
    var encoding = new Encoding(new Space.MultiDiscrete(new int[] {2, 3}));
    float[] inputs = new float[10];

    encoding.encode(new float[] {1, 0, 0, 2}, 0, 2, inputs, 0);

    assertThat(encoding.size()).isEqualTo(5);
    assertThat(inputs).containsExactly(0, 1, 1, 0, 0, 1, 0, 0, 0, 1);
  }

  @Test
  void boxesAndSwitchesAreReadAsTheyAre() {
    for (Space space : List.of(Space.Box.of(-1, 1, 2), new Space.MultiBinary(2))) {
      var encoding = new Encoding(space);
      float[] inputs = new float[6];

      encoding.encode(new float[] {9, 9, 1, 0, 0, 1}, 1, 2, inputs, 1);

      assertThat(encoding.plain()).isTrue();
      assertThat(inputs).containsExactly(0, 0, 1, 0, 0, 1);
    }
  }

  @Test
  void whatIsOutsideItsSpaceIsRefused() {
    var encoding = new Encoding(new Space.Discrete(3));
    for (float wrong : new float[] {-1, 3, 0.5f, Float.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> encoding.encode(new float[] {wrong}, 0, 1, new float[3], 0))
          .withMessage("the observation %s is not in Discrete(3)", wrong);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Encoding(new Space.MultiDiscrete(new int[] {1 << 24, 1})))
        .withMessageContaining("too many to read one-hot");
  }

  /// Rows, boundaries and values of a rollout, for a critic whose V(s) is the number of the state.
  @Test
  void aRolloutHoldsWhatNetworksRead() {
    FiniteMdp ice =
        FrozenLake.mdp(
            "ice", List.of("SFFFF"), new FrozenLake.Ice(false, 1, FrozenLake.Rewards.STANDARD));
    var envs =
        new VectorEnv(
            "ice",
            List.of(new TimeLimit(new TableEnv(ice), 3), new TimeLimit(new TableEnv(ice), 3)));
    envs.reset(1);
    var setup = Setup.acting(envs.observationSpace(), envs.actionSpace());
    var network = Network.of(Activation.TANH);
    var policy = Policy.of(network, setup);
    policy.parameters().values()[5 * 4 + 2] = 100; // b: always right
    var critic = Critic.of(network, setup);
    critic.parameters().assign(new float[] {0, 1, 2, 3, 4, 0});
    var kernels = new ScalarKernels();
    Rng[] random = {Rng.seeded(1), Rng.seeded(2)};
    var sampler =
        new Sampler(
            envs,
            policy,
            (_, rows) -> new PolicyActor(policy, rows, kernels),
            critic.valuation(kernels),
            random,
            Workers.one());
    var rollout = new Rollout(8, 2, policy.encoding().size(), 1);

    sampler.fill(rollout);

    int[] states = {0, 0, 1, 1, 2, 2, 0, 0};
    for (int i = 0; i < 8; i++) {
      for (int j = 0; j < 5; j++) {
        assertThat(rollout.observation[5 * i + j]).isEqualTo(j == states[i] ? 1 : 0);
      }
    }
    assertThat(rollout.value).containsExactly(0, 0, 1, 1, 2, 2, 0, 0);
    assertThat(rollout.nextValue).containsExactly(1, 1, 2, 2, 3, 3, 1, 1);
    assertThat(rollout.ended[4]).isEqualTo(Ending.TRUNCATED);
    assertThat(rollout.ended[6]).isEqualTo(Ending.CUT);
    assertThat(rollout.lastObservation[5 * 4 + 3]).isEqualTo(1);
    assertThat(rollout.lastObservation[5 * 7 + 1]).isEqualTo(1);
  }
}
