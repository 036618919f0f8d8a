package uphill.rl.algorithms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.rl.AgentConfig;
import uphill.rl.Probe;
import uphill.rl.Trial;
import uphill.rl.setting.Settings;

/// Every algorithm solves the smallest worlds there are, with one configuration of its own.
class ProbeTest {

  private static final double GAMMA = 0.9;

  private static final Map<String, String> SMALL =
      Map.of(
          "gamma", "0.9", "lambda", "0.9", "hidden", "8", "envs", "8", "batch_steps", "64",
          "log_std", "-1.5");

  /// Where V has a loss of its own: it is fitted as fast as that.
  private static final String FIT =
      " value_epochs=4 value_minibatch=16 value_learning_rate=0.02";

  enum Algorithm {
    VPG(VpgConfig.spinningUp(), 250, "learning_rate=0.02" + FIT),
    A2C(
        A2cConfig.stableBaselines(),
        1000,
        "critic=joint learning_rate=0.003 batch_steps=32 value_weight=1"),
    PPO_SHARED(
        PpoConfig.cleanRl(),
        200,
        "critic=shared value_weight=1 learning_rate=0.02 minibatch=16 entropy_weight=0"
            + " value_clip=0"),
    PPO_JOINT(
        PpoConfig.cleanRl(),
        200,
        "critic=joint value_weight=1 learning_rate=0.02 minibatch=16 entropy_weight=0"
            + " value_clip=0"),
    PPO_APART(PpoConfig.spinningUp(), 200, "epochs=4 learning_rate=0.02 anneal=true max_kl=0" + FIT),
    NPG(NpgConfig.spinningUp(), 250, "max_kl=0.02" + FIT),
    TRPO(TrpoConfig.spinningUp(), 250, "max_kl=0.02" + FIT);

    final int updates;
    final AgentConfig config;

    Algorithm(AgentConfig config, int updates, String settings) {
      this.updates = updates;
      Map<String, String> changes = new HashMap<>(SMALL);
      for (String setting : settings.trim().split(" ")) {
        String[] nameAndValue = setting.split("=", 2);
        changes.put(nameAndValue[0], nameAndValue[1]);
      }
      this.config = Settings.with(config, changes);
    }

    Trial in(Probe.Kind kind, boolean discrete) {
      return Trial.of(config, () -> new Probe(kind, discrete), 1);
    }
  }

  static Stream<Arguments> everyAlgorithmInEveryWorld() {
    return Arrays.stream(Algorithm.values())
        .flatMap(
            algorithm ->
                Arrays.stream(Probe.Kind.values())
                    .flatMap(
                        kind ->
                            Stream.of(true, false)
                                .map(discrete -> Arguments.of(algorithm, kind, discrete))));
  }

  /// A world behind a limit of five steps is worth 1/(1 − γ) = 10, and one that ends with its first
  /// step 1.
  @ParameterizedTest
  @MethodSource
  void everyAlgorithmInEveryWorld(Algorithm algorithm, Probe.Kind kind, boolean discrete) {
    Trial trial = algorithm.in(kind, discrete);
    trial.train(algorithm.updates);

    for (float x : kind.states()) {
      assertThat((double) trial.value(x)).as("V(%s)", x).isCloseTo(kind.value(x, GAMMA), within(0.1));
      if (kind == Probe.Kind.CHOSEN && discrete) {
        assertThat(trial.probability(Probe.choice(x), x)).isGreaterThan(0.9);
      } else if (kind == Probe.Kind.CHOSEN) {
        assertThat((double) trial.mode(x)[0]).isCloseTo(Probe.goal(x), within(0.2));
      }
    }
  }

  /// A critic without a learning rate, or without weight in the loss they share, stays to the bit.
  @ParameterizedTest
  @EnumSource
  void aFrozenCriticStaysWhileThePolicyLearns(Algorithm algorithm) {
    Object critic = Settings.values(algorithm.config).getOrDefault("critic", "apart");
    String freezing = critic.equals("apart") ? "value_learning_rate" : "value_weight";
    AgentConfig frozen = Trial.with(algorithm.config, freezing, "0");
    Trial trial = Trial.of(frozen, () -> new Probe(Probe.Kind.CHOSEN, /* discrete= */ true), 1);
    Map<String, List<Float>> before = matrices(trial);

    trial.train(3);

    matrices(trial)
        .forEach(
            (name, now) -> {
              boolean ofCritic = name.matches("critic[.].*|policy[.]value[.].*");
              assertThat(now.equals(before.get(name))).as(name).isEqualTo(ofCritic);
            });
  }

  private static Map<String, List<Float>> matrices(Trial trial) {
    Map<String, List<Float>> matrices = new HashMap<>();
    trial
        .learner
        .setup()
        .parameters()
        .forEach(
            (name, set) ->
                set.entries()
                    .forEach(
                        matrix -> {
                          List<Float> elements = new ArrayList<>();
                          for (int k = 0; k < matrix.size(); k++) {
                            elements.add(set.values()[matrix.at() + k]);
                          }
                          matrices.put(name + "." + matrix.name(), elements);
                        }));
    return matrices;
  }
}
