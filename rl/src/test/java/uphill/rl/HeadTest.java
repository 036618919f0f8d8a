package uphill.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import uphill.autodiff.Program;
import uphill.autodiff.Tensor;
import uphill.env.Space;
import uphill.kernel.Rng;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;
import uphill.nn.Activation;
import uphill.nn.Deterministic;
import uphill.nn.Distribution;
import uphill.nn.Gaussian;
import uphill.nn.SquashedGaussian;
import uphill.rl.data.Columns;

/// What actors draw and what losses are written with is one distribution.
class HeadTest {

  private static final Space NUMBER = Space.Box.of(-10, 10, 1);
  private static final Space.Box BOX = new Space.Box(new float[] {-1, 0.5f}, new float[] {1, 4});
  private static final Network LINEAR = Network.of(Activation.TANH).with("log_std", -0.5);
  private static final int DRAWS = 10_000;

  /// Every policy that acts in a box.
  enum Kind {
    GAUSSIAN,
    GAUSSIAN_OF_STATE,
    GAUSSIAN_OF_FEATURES,
    SQUASHED,
    SQUASHED_OF_STATE,
    SQUASHED_OF_FEATURES,
    DETERMINISTIC;

    Policy policy() {
      Network ofState = LINEAR.with("log_std_of_state", true);
      Network ofFeatures =
          Network.of(Activation.TANH, 3).with("log_std", -0.5).with("state_noise", true);
      Setup setup = Setup.acting(NUMBER, BOX);
      Policy policy =
          switch (this) {
            case GAUSSIAN -> Policy.of(LINEAR, setup);
            case GAUSSIAN_OF_STATE -> Policy.of(ofState, setup);
            case GAUSSIAN_OF_FEATURES -> Policy.of(ofFeatures, setup);
            case SQUASHED -> Policy.squashed(LINEAR, setup);
            case SQUASHED_OF_STATE -> Policy.squashed(ofState, setup);
            case SQUASHED_OF_FEATURES -> Policy.squashed(ofFeatures, setup);
            case DETERMINISTIC -> Policy.deterministic(LINEAR, setup);
          };
      float[] theta = policy.parameters().values();
      for (int k = 0; k < theta.length; k++) {
        theta[k] = (float) (0.5 * StrictMath.sin(3 * k + 1));
      }
      return policy;
    }
  }

  private static float[] values(Tensor tensor, int rows, Object... inputs) {
    float[] values = new float[rows * tensor.columns()];
    Program program = Program.with(new ScalarKernels()).output("value", tensor).build();
    for (int i = 0; i < inputs.length; i += 2) {
      program.feed((String) inputs[i], (float[]) inputs[i + 1]);
    }
    program.into("value", values).evaluate(rows, Workers.one());
    return values;
  }

  private static Distribution at(Policy policy) {
    return policy.distribution(Tensor.input("s", 1));
  }

  /// Actions drawn in one state.
  private static float[] drawn(Policy policy, float state) {
    var actor = new PolicyActor(policy, 2, new ScalarKernels());
    actor.look(new float[] {0, state}, 0, 2);
    Rng random = Rng.seeded(1);
    float[] actions = new float[2 * DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      actor.sample(1, random, actions, 2 * i);
    }
    return actions;
  }

  private static float[] repeated(float value, int rows) {
    float[] column = new float[rows];
    Arrays.fill(column, value);
    return column;
  }

  /// −log π of actions drawn is the entropy on average, here by a grid over all of them.
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DETERMINISTIC")
  void actionsAreDrawnFromTheDensityThatTheLossHas(Kind kind) {
    Policy policy = kind.policy();
    float state = 0.3f;
    float[] logProb =
        values(
            at(policy).logProb(Tensor.input("a", 2)),
            DRAWS,
            "s",
            repeated(state, DRAWS),
            "a",
            drawn(policy, state));

    int cells = 200;
    boolean inside = at(policy) instanceof SquashedGaussian;
    double[] low = inside ? new double[] {-1, 0.5} : new double[] {-6, -6};
    double[] high = inside ? new double[] {1, 4} : new double[] {6, 6};
    double cell = (high[0] - low[0]) * (high[1] - low[1]) / cells / cells;
    float[] grid = new float[2 * cells * cells];
    for (int i = 0; i < cells * cells; i++) {
      int row = i / cells;
      grid[2 * i] = (float) (low[0] + (high[0] - low[0]) * (row + 0.5) / cells);
      grid[2 * i + 1] = (float) (low[1] + (high[1] - low[1]) * (i % cells + 0.5) / cells);
    }
    double mass = 0;
    double mean = 0;
    for (float of :
        values(
            at(policy).logProb(Tensor.input("a", 2)),
            cells * cells,
            "s",
            repeated(state, cells * cells),
            "a",
            grid)) {
      mass += Math.exp(of) * cell;
      mean += of == Float.NEGATIVE_INFINITY ? 0 : Math.exp(of) * of * cell;
    }

    assertThat(mass).isCloseTo(1, within(5e-3));
    assertThat(Columns.mean(logProb, DRAWS)).isCloseTo(mean, within(0.05));
  }

  @ParameterizedTest
  @EnumSource
  void theModeIsWhatIsDrawnWhereThereIsNoDeviation(Kind kind) {
    Policy policy = kind.policy();
    float[] mean =
        switch (at(policy)) {
          case Gaussian(var mu, _) -> values(mu, 1, "s", new float[] {2});
          case SquashedGaussian pi ->
              values(
                  pi.sample(Tensor.input("ξ", 2)).action(),
                  1,
                  "s",
                  new float[] {2},
                  "ξ",
                  new float[2]);
          case Deterministic(var action) -> values(action, 1, "s", new float[] {2});
          default -> throw new AssertionError(kind);
        };
    var actor = new PolicyActor(policy, 1, new ScalarKernels());
    float[] mode = new float[2];
    float[] drawn = new float[2];

    actor.look(new float[] {2}, 0, 1);
    actor.mode(0, mode, 0);
    actor.sample(0, Rng.seeded(3), drawn, 0);

    assertThat(mode).containsExactly(mean);
    if (kind == Kind.DETERMINISTIC) {
      assertThat(drawn).containsExactly(mode);
    } else {
      assertThat(drawn).isNotEqualTo(mode);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SQUASHED", "SQUASHED_OF_STATE", "SQUASHED_OF_FEATURES", "DETERMINISTIC"})
  void squashedActionsAreInTheBoxAndAreGivenAsTheyAre(Kind kind) {
    Policy policy = kind.policy();
    for (float state : new float[] {-10, -1, 0, 10}) {
      float[] actions = drawn(policy, state);
      float[] given = actions.clone();
      int inside = 0;
      for (int i = 0; i < DRAWS; i++) {
        inside += BOX.contains(actions, 2 * i) ? 1 : 0;
        policy.allow(given, 2 * i, given, 2 * i);
      }
      assertThat(inside).isEqualTo(DRAWS);
      assertThat(given).containsExactly(actions);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SQUASHED", "DETERMINISTIC"})
  void aCriticReadsActionsInUnits(Kind kind) {
    Policy policy = kind.policy();
    float[] unit =
        values(policy.unit(Tensor.input("a", 2)), 3, "a", new float[] {-1, 0.5f, 0, 2.25f, 1, 4});

    assertThat(unit).containsExactly(-1, -1, 0, 0, 1, 1);
    assertThatThrownBy(() -> Kind.GAUSSIAN.policy().unit(Tensor.input("a", 2)))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("squashed or deterministic");
  }

  @Test
  void logStdOfTheStateBeginsNearItsSettingAndStaysInItsBounds() {
    Rng random = Rng.seeded(2);
    for (Kind kind : List.of(Kind.GAUSSIAN_OF_STATE, Kind.SQUASHED_OF_STATE)) {
      Policy policy = kind.policy();
      policy.initialize(random);
      for (float of : logStd(policy, 1)) {
        assertThat(of).isCloseTo(-0.5f, within(0.02f));
      }
      Arrays.fill(policy.parameters().values(), 9);
      assertThat(logStd(policy, 1)).containsExactly(2, 2);
      assertThat(logStd(policy, -10)).containsExactly(-20, -20);
    }
  }

  /// log σᵢⱼ begin at their setting, so σ(s) at the length of the features times that.
  @Test
  void logStdOfFeaturesBeginsAtItsSetting() {
    Policy policy = Kind.GAUSSIAN_OF_FEATURES.policy();
    policy.initialize(Rng.seeded(2));
    float[] features = values(policy.features(Tensor.input("s", 1)), 1, "s", new float[] {2});
    double length = 1e-6;
    for (float feature : features) {
      length += feature * feature * Math.exp(-1);
    }

    assertThat(policy.noise().orElseThrow().rows()).isEqualTo(3);
    for (float of : logStd(policy, 2)) {
      assertThat((double) of).isCloseTo(0.5 * Math.log(length), within(1e-6));
    }
  }

  /// What is held is the matrix: the same state is answered the same, and another is not.
  @Test
  void noiseOfFeaturesThatIsHeldIsAFunctionOfTheState() {
    for (Kind kind : List.of(Kind.GAUSSIAN_OF_FEATURES, Kind.SQUASHED_OF_FEATURES)) {
      var policy = new PolicyActor(kind.policy(), 1, new ScalarKernels());
      Actor actor = HeldNoise.steps(3, 1).over(policy, 0);
      Rng random = Rng.seeded(1);
      float[][] actions = new float[4][2];
      float[] states = {0.3f, 2, 0.3f, 0.3f};
      for (int t = 0; t < states.length; t++) {
        policy.look(new float[] {states[t]}, 0, 1);
        actor.sample(0, random, actions[t], 0);
      }
      assertThat(actions[2]).containsExactly(actions[0]);
      assertThat(actions[1]).isNotEqualTo(actions[0]);
      assertThat(actions[3]).isNotEqualTo(actions[0]);
    }
  }

  @Test
  void sigmaOfBothIsRefused() {
    Network ofState = LINEAR.with("log_std_of_state", true);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ofState.with("state_noise", true))
        .withMessage(
            "the noise is of log_std_of_state, an output of the network, or of state_noise, what"
                + " the output layer reads: set one of them to false");
  }

  private static float[] logStd(Policy policy, float state) {
    return values(
        Objects.requireNonNull(at(policy).heads().get("logStd")), 1, "s", new float[] {state});
  }

  @Test
  void aTargetIsACopyThatFollowsAndNoMore() {
    Setup setup = Setup.acting(NUMBER, BOX);
    Policy policy = Policy.deterministic(Network.of(Activation.TANH, 3), setup);
    Arrays.fill(policy.parameters().values(), 0.25f);
    Policy target = policy.copy(setup, "target_policy");
    Arrays.fill(policy.parameters().values(), 0.75f);

    assertThat(target.parameters().values()).containsOnly(0.25f);
    target.parameters().follow(policy.parameters(), 1, new ScalarKernels());

    assertThat(setup.parameters().keySet()).containsExactly("policy", "target_policy");
    assertThat(values(((Deterministic) at(target)).action(), 1, "s", new float[] {2}))
        .containsExactly(values(((Deterministic) at(policy)).action(), 1, "s", new float[] {2}));
  }

  @Test
  void whatCannotBeSquashedIsRefusedWithWhatToDo() {
    Setup choosing = Setup.acting(NUMBER, new Space.Discrete(3));
    Space endless = new Space.Box(new float[] {-1, 0}, new float[] {1, Float.POSITIVE_INFINITY});
    Setup unbounded = Setup.acting(NUMBER, endless);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Policy.squashed(LINEAR, choosing))
        .withMessage(
            "a squashed policy acts in a Box, got Discrete(3): take an algorithm whose policy"
                + " chooses, such as vpg");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Policy.deterministic(LINEAR, unbounded))
        .withMessage(
            "a deterministic policy cannot act in %s: actions are squashed between finite bounds,"
                    .formatted(endless)
                + " low < high; component 1 has [0.0, Infinity]. Give the environment's actions"
                + " such bounds, or take an algorithm whose Gaussian is not squashed, such as vpg");
  }
}
