package uphill.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.autodiff.Program;
import uphill.autodiff.Tensor;
import uphill.env.ActionMask;
import uphill.env.Space;
import uphill.env.vector.VectorEnv;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;
import uphill.nn.Activation;
import uphill.nn.Descent;
import uphill.nn.Distribution;
import uphill.rl.algorithms.VpgConfig;
import uphill.rl.data.Columns;
import uphill.rl.data.Rollout;
import uphill.rl.data.Rounds;
import uphill.rl.data.Sampling;

/// What a state does not allow has probability 0, is never drawn, and gets no gradient, exactly.
class MaskedActionsTest {

  private static final int DRAWS = 100_000;
  private static final Network TABLE = Network.of(Activation.TANH); // z = W[s] + b

  static Stream<Space> spaces() {
    return Stream.of(
        new Space.Discrete(6),
        new Space.Discrete(4, -2),
        new Space.MultiDiscrete(new int[] {2, 5, 3}));
  }

  /// Row by row what the states 0 … 9 allow, as networks read it.
  private static float[] masks(Space space) {
    Gates world = new Gates(space);
    int choices = ActionMask.choices(space);
    float[] masks = new float[Gates.STATES * choices];
    for (int s = 0; s < Gates.STATES; s++) {
      boolean[] allowed = new boolean[choices];
      world.fill(s, allowed);
      ActionMask.write(allowed, masks, s * choices);
    }
    return masks;
  }

  /// Whether a state does not allow the values of this action; of an index from 0 for each
  /// component.
  private static boolean forbidden(Space space, float[] mask, float[] action) {
    int[] n = space instanceof Space.MultiDiscrete several ? several.n() : new int[] {mask.length};
    int from = 0;
    for (int j = 0; j < n.length; j++) {
      if (mask[from + (int) action[j]] != 0) {
        return true;
      }
      from += n[j];
    }
    return false;
  }

  private static Policy policy(Space space) {
    Policy policy = Policy.of(TABLE, Setup.acting(new Space.Discrete(Gates.STATES), space, true));
    int choices = ActionMask.choices(space);
    float[] masks = masks(space);
    float[] theta = policy.parameters().values();
    Rng random = Rng.seeded(4);
    for (int k = 0; k < theta.length; k++) {
      theta[k] = (float) random.standardNormal();
      // Without the mask, what is forbidden would be the most probable by far.
      theta[k] += k < Gates.STATES * choices && masks[k] != 0 ? 20 : 0;
    }
    return policy;
  }

  @ParameterizedTest
  @MethodSource("spaces")
  void whatIsNotAllowedIsNeverDrawnAndIsNoMode(Space space) {
    Policy policy = policy(space);
    int choices = ActionMask.choices(space);
    float[] masks = masks(space);
    float[] states = new float[Gates.STATES];
    for (int s = 0; s < states.length; s++) {
      states[s] = s;
    }
    for (Kernels kernels : List.of(new ScalarKernels(), Kernels.best())) {
      PolicyActor actor = new PolicyActor(policy, states.length, kernels);
      actor.look(states, 0, masks, 0, states.length);
      Rng random = Rng.seeded(9);
      float[] action = new float[space.size()];
      for (int i = 0; i < DRAWS; i++) {
        int s = i % states.length;
        float[] mask = Arrays.copyOfRange(masks, s * choices, (s + 1) * choices);
        actor.sample(s, random, action, 0);
        assertThat(forbidden(space, mask, action)).isFalse();
      }
      for (int s = 0; s < states.length; s++) {
        float[] mask = Arrays.copyOfRange(masks, s * choices, (s + 1) * choices);
        actor.mode(s, action, 0);
        assertThat(forbidden(space, mask, action)).isFalse();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("spaces")
  void itsProbabilityIsZeroAndTheOthersSumToOne(Space space) {
    Policy policy = policy(space);
    int choices = ActionMask.choices(space);
    float[] masks = masks(space);
    float[] oneHot = new float[Gates.STATES * Gates.STATES];
    for (int s = 0; s < Gates.STATES; s++) {
      oneHot[s * Gates.STATES + s] = 1;
    }
    Distribution pi =
        policy.distribution(
            Tensor.input("observation", Gates.STATES), Tensor.input("mask", choices));
    float[] probability = new float[masks.length];
    float[] entropy = new float[Gates.STATES];
    for (Kernels kernels : List.of(new ScalarKernels(), Kernels.best())) {
      Program.with(kernels)
          .output("π", pi.heads().firstEntry().getValue().exp())
          .output("H", pi.entropy())
          .build()
          .feed("observation", oneHot)
          .feed("mask", masks)
          .into("π", probability)
          .into("H", entropy)
          .evaluate(Gates.STATES, Workers.one());

      double sum = 0;
      for (int k = 0; k < masks.length; k++) {
        sum += probability[k];
        assertThat(probability[k] == 0).isEqualTo(masks[k] != 0);
      }
      assertThat(Math.abs(sum - Gates.STATES * space.size())).isLessThan(1e-4);
      for (float h : entropy) {
        assertThat(h >= 0 && h < space.size() * Math.log(choices)).isTrue();
      }
    }
  }

  /// The whole loss that an algorithm may have: Σ Ψ·log π, an entropy bonus, and KL.
  @ParameterizedTest
  @MethodSource("spaces")
  void itsLogitGetsNoGradientFromAnyTerm(Space space) {
    VectorEnv envs = new VectorEnv("Gates", List.of(new Gates(space), new Gates(space)));
    Setup setup = Setup.of(1, envs, new ScalarKernels(), Workers.one());
    Policy policy = Policy.of(TABLE, setup);
    Rollout rollout = setup.rollout(new Sampling(2, 400, 1, false), policy);
    Distribution pi = policy.distribution(rollout);
    Rollout.Column weight = rollout.extra("weight");
    Distribution old = pi.asInput("old.");
    Rollout.Column before =
        rollout.extra("old.logProbs", pi.heads().firstEntry().getValue().columns());
    Descent descent =
        setup
            .descent(policy.parameters())
            .term(
                "policy",
                pi.logProb(rollout.input("action")).mul(rollout.input("weight")).mean().neg())
            .term("entropy", pi.entropy().mean().mul(-0.1))
            .term("kl", old.kl(pi).mean().mul(0.5))
            .output("logProbs", pi.heads().firstEntry().getValue())
            .build()
            .feed(rollout);
    envs.reset(1);
    new Sampler(
            envs,
            policy,
            (_, rows) -> new PolicyActor(policy, rows, new ScalarKernels()),
            Critic.Valuation.zero(),
            setup.streams(Purpose.ACTING, 2),
            Workers.one())
        .fill(rollout);
    descent.into("logProbs", before.values()).gradients(rollout.rows());
    descent.into("logProbs", new float[before.values().length]);
    Rng random = Rng.seeded(2);
    for (int i = 0; i < rollout.rows(); i++) {
      weight.values()[i] = (float) random.standardNormal();
    }
    float[] theta = policy.parameters().values();
    for (int k = 0; k < theta.length; k++) {
      theta[k] += (float) (0.5 * random.standardNormal()); // so that KL has a gradient
    }
    float[] gradient = descent.gradients(rollout.rows()).values();

    float[] masks = masks(space); // W[s, a] is read in state s alone
    int nonzero = 0;
    for (int k = 0; k < masks.length; k++) {
      if (masks[k] != 0) {
        assertThat(gradient[k]).isZero();
      } else {
        nonzero += gradient[k] != 0 ? 1 : 0;
      }
    }
    assertThat(nonzero).isGreaterThan(Gates.STATES);
    assertThat(descent.value("kl")).isFinite().isPositive();
  }

  /// The world throws where it is given what it does not allow.
  @ParameterizedTest
  @MethodSource("spaces")
  void trainingMovesWhatIsAllowedAloneAndImproves(Space space) {
    Trial trial = trial(space, "batch_steps", "280", "envs", "4");
    float[] theta = trial.parameters("policy");
    float[] first = theta.clone();
    double reward = meanReward(trial);
    for (int round = 0; round < 40; round++) {
      trial.update();
    }

    float[] masks = masks(space);
    int moved = 0;
    for (int k = 0; k < masks.length; k++) {
      if (masks[k] != 0) {
        assertThat(theta[k]).isEqualTo(first[k]);
      } else {
        moved += theta[k] != first[k] ? 1 : 0;
      }
    }
    assertThat(moved).isGreaterThan(Gates.STATES);
    assertThat(meanReward(trial)).isGreaterThan(1.2 * reward);
  }

  private static double meanReward(Trial trial) {
    trial.update();
    Rollout rollout = trial.agent.rollout();
    return Columns.mean(rollout.reward, rollout.rows());
  }

  private static Trial trial(Space space, String... settings) {
    VpgConfig tabular =
        Trial.with(
            VpgConfig.classicControl(),
            "hidden",
            "none",
            "entropy_weight",
            "0.01",
            "learning_rate",
            "0.05",
            "anneal",
            "false");
    return Trial.of(Trial.with(tabular, settings), () -> new Gates(space), 3);
  }

  @ParameterizedTest
  @MethodSource("spaces")
  void aRolloutHasTheMaskOfEachStateAlsoWhereItGrew(Space space) {
    float[] masks = masks(space);
    int choices = ActionMask.choices(space);
    for (Trial trial :
        List.of(
            trial(space, "batch_steps", "60", "envs", "3"),
            trial(space, "batch_steps", "15", "envs", "1", "whole_episodes", "true"))) {
      trial.learner.gather();
      Rollout rollout = trial.agent.rollout();
      for (int i = 0; i < rollout.rows(); i++) {
        int s = 0;
        while (rollout.observation[i * Gates.STATES + s] == 0) {
          s++;
        }
        assertThat(Arrays.copyOfRange(rollout.mask, i * choices, (i + 1) * choices))
            .isEqualTo(Arrays.copyOfRange(masks, s * choices, (s + 1) * choices));
      }
      float[] mask = rollout.mask;
      rollout.grow(2 * rollout.capacity());
      assertThat(rollout.column("mask")).startsWith(mask).hasSize(rollout.capacity() * choices);
      assertThat(rollout.input("mask").columns()).isEqualTo(choices);
    }
  }

  /// An explorer that knows no policy reads the same mask.
  @ParameterizedTest
  @MethodSource("spaces")
  void aUniformExplorerDrawsWhatIsAllowed(Space space) {
    VectorEnv envs = new VectorEnv("Gates", List.of(new Gates(space), new Gates(space)));
    Setup setup = Setup.of(1, envs, new ScalarKernels(), Workers.one());
    Policy policy = Policy.of(TABLE, setup);
    Rollout rollout = setup.rollout(new Sampling(2, 2_000, 1, false), policy);
    envs.reset(1);
    new Sampler(
            envs,
            policy,
            (_, rows) -> new UniformActor(space),
            Critic.Valuation.zero(),
            setup.streams(Purpose.ACTING, 2),
            Workers.one())
        .fill(rollout);

    assertThat(rollout.rows()).isEqualTo(2_000);
  }

  /// Shared layers, and V beside π: both know the mask, and V needs none.
  @ParameterizedTest
  @MethodSource("spaces")
  void anActorCriticsPolicyKnowsTheMaskAsOneAloneDoes(Space space) {
    VectorEnv envs = new VectorEnv("Gates", List.of(new Gates(space), new Gates(space)));
    Setup setup = Setup.of(1, envs, new ScalarKernels(), Workers.one());
    ActorCritic both = ActorCritic.of(Network.of(Activation.TANH, 4), true, setup);
    Policy policy = both.policy();
    Rollout rollout = setup.rollout(new Sampling(2, 40, 1, false), policy);
    envs.reset(1);
    new Sampler(
            envs,
            policy,
            (_, rows) -> new PolicyActor(policy, rows, new ScalarKernels()),
            both.valuation(new ScalarKernels()),
            setup.streams(Purpose.ACTING, 2),
            Workers.one())
        .fill(rollout);
    ActorCritic.At at = both.at(rollout);
    int choices = ActionMask.choices(space);
    float[] probability = new float[rollout.rows() * choices];
    float[] alone = new float[rollout.rows() * choices];
    float[] value = new float[rollout.rows()];
    Program.with(new ScalarKernels())
        .output("π", at.policy().heads().firstEntry().getValue().exp())
        .output("alone", policy.distribution(rollout).heads().firstEntry().getValue().exp())
        .output("V", at.value())
        .build()
        .feed("observation", rollout.observation)
        .feed("mask", rollout.mask)
        .into("π", probability)
        .into("alone", alone)
        .into("V", value)
        .evaluate(rollout.rows(), Workers.one());

    assertThat(probability).isEqualTo(alone);
    assertThat(value).isEqualTo(rollout.value);
    for (int k = 0; k < probability.length; k++) {
      assertThat(probability[k] == 0).isEqualTo(rollout.mask[k] != 0);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> both.at(rollout.input("observation")))
        .withMessageContaining("ask for distribution(rollout), or give the mask");
  }

  /// Several rounds of one update, as an explanation joins them.
  @ParameterizedTest
  @MethodSource("spaces")
  void joinedRoundsKeepTheirMasks(Space space) {
    Trial trial = trial(space, "batch_steps", "60", "envs", "3");
    Rounds joined = new Rounds(trial.agent.rollout());
    float[] expected = {};
    for (int round = 0; round < 3; round++) {
      trial.learner.gather();
      Rollout rollout = trial.agent.rollout();
      int before = expected.length;
      expected = Arrays.copyOf(expected, before + rollout.mask.length);
      System.arraycopy(rollout.mask, 0, expected, before, rollout.mask.length);
      joined.add(rollout);
    }
    assertThat(joined.rows().choices()).isEqualTo(ActionMask.choices(space));
    assertThat(joined.rows().mask).startsWith(expected);
  }

  @Test
  void whoeverForgetsTheMaskIsTold() {
    Space space = new Space.Discrete(6);
    Policy masked = policy(space);
    Policy plain = Policy.of(TABLE, Setup.acting(new Space.Discrete(Gates.STATES), space));
    PolicyActor actor = new PolicyActor(masked, 1, new ScalarKernels());
    float[] state = {1};

    assertThatIllegalArgumentException()
        .isThrownBy(() -> masked.distribution(Tensor.input("observation", Gates.STATES)))
        .withMessageContaining("ask for distribution(rollout), or give the mask");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> actor.look(state, 0, 1))
        .withMessage("the policy's world masks actions: say what each state allows");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new PolicyActor(plain, 1, new ScalarKernels()).look(state, 0, new float[6], 0, 1))
        .withMessage("the policy's world masks no actions: give an empty mask");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Rollout(4, 1, 1, 1).input("mask"))
        .withMessageContaining("the rollout's world masks no actions");
    assertThat(new Rollout(4, 1, 1, 1).column("mask")).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plain.requireMasks("Gates", true))
        .withMessageStartingWith("Gates masks actions, and the policy learnt in a world that does");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> masked.requireMasks("Open", false))
        .withMessageStartingWith("Open masks no actions, and the policy learnt in a world that");
  }
}
