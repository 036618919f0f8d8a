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
          "gamma",
          "0.9",
          "lambda",
          "0.9",
          "hidden",
          "8",
          "envs",
          "8",
          "batch_steps",
          "64",
          "log_std",
          "-1.5");

  /// Where V has a loss of its own: it is fitted as fast as that.
  private static final String FIT = "value_epochs=4 value_minibatch=16 value_learning_rate=0.02";

  record Subject(String name, int updates, AgentConfig config) {
    static Subject of(String name, int updates, AgentConfig config, String settings) {
      Map<String, String> changes = new HashMap<>(SMALL);
      for (String setting : settings.split(" ", -1)) {
        String[] nameAndValue = setting.split("=", 2);
        changes.put(nameAndValue[0], nameAndValue[1]);
      }
      return new Subject(name, updates, Settings.with(config, changes));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Subject> algorithms() {
    String within = "value_weight=1 value_clip=0 learning_rate=0.02 minibatch=16 entropy_weight=0";
    return Stream.of(
        Subject.of("VPG", 250, VpgConfig.spinningUp(), FIT + " learning_rate=0.02"),
        Subject.of(
            "A2C",
            1000,
            A2cConfig.stableBaselines(),
            "critic=joint value_weight=1 learning_rate=0.003 batch_steps=32"),
        Subject.of("PPO, critic shared", 200, PpoConfig.cleanRl(), within + " critic=shared"),
        Subject.of("PPO, critic joint", 200, PpoConfig.cleanRl(), within + " critic=joint"),
        Subject.of(
            "PPO, critic apart",
            200,
            PpoConfig.spinningUp(),
            FIT + " epochs=4 learning_rate=0.02 anneal=true max_kl=0"),
        Subject.of("NPG", 250, NpgConfig.spinningUp(), FIT + " max_kl=0.02"),
        Subject.of("TRPO", 250, TrpoConfig.spinningUp(), FIT + " max_kl=0.02"));
  }

  static Stream<Arguments> everyAlgorithmInEveryWorld() {
    return algorithms()
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
  void everyAlgorithmInEveryWorld(Subject algorithm, Probe.Kind kind, boolean discrete) {
    Trial trial = Trial.of(algorithm.config(), () -> new Probe(kind, discrete), 1);
    trial.train(algorithm.updates());

    for (float x : kind.states()) {
      assertThat((double) trial.value(x))
          .as("V(%s)", x)
          .isCloseTo(kind.value(x, GAMMA), within(0.1));
      if (kind == Probe.Kind.CHOSEN && discrete) {
        assertThat(trial.probability(Probe.choice(x), x)).isGreaterThan(0.9);
      } else if (kind == Probe.Kind.CHOSEN) {
        assertThat((double) trial.mode(x)[0]).isCloseTo(Probe.goal(x), within(0.2));
      }
    }
  }

  /// A critic without a learning rate, or without weight in the loss they share, stays to the bit.
  @ParameterizedTest
  @MethodSource("algorithms")
  void aFrozenCriticStaysWhileThePolicyLearns(Subject algorithm) {
    Object critic = Settings.values(algorithm.config()).getOrDefault("critic", "apart");
    String freezing = critic.equals("apart") ? "value_learning_rate" : "value_weight";
    AgentConfig frozen = Trial.with(algorithm.config(), freezing, "0");
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
