package uphill.rl.algorithms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.autodiff.Parameter;
import uphill.autodiff.Parameters;
import uphill.rl.AgentConfig;
import uphill.rl.Probe;
import uphill.rl.Trial;
import uphill.rl.data.Metrics;
import uphill.rl.setting.Settings;

/// Algorithms that learn from replay.
class OffPolicyTest {

  private static final double GAMMA = 0.9;

  private static <C extends AgentConfig> C small(C preset, String... namesAndValues) {
    String small =
        "gamma=0.9 hidden=16 activation=tanh envs=2 train_every=2 gradient_steps=1"
            + " random_steps=200 learning_starts=64 minibatch=32 buffer_size=2000 tau=0.05"
            + " learning_rate=0.003 critic_learning_rate=0.01";
    Map<String, String> changes = new HashMap<>();
    for (String setting : small.split(" ", -1)) {
      String[] nameAndValue = setting.split("=", 2);
      changes.put(nameAndValue[0], nameAndValue[1]);
    }
    for (int i = 0; i < namesAndValues.length; i += 2) {
      changes.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return Settings.with(preset, changes);
  }

  private static AgentConfig config(String name) {
    return switch (name) {
      case "SAC" ->
          small(SacConfig.cleanRl(), "temperature", "0.002", "learn_temperature", "false");
      case "SAC, n = 3" ->
          small(
              SacConfig.spinningUp(),
              "temperature",
              "0.002",
              "learn_temperature",
              "false",
              "n_step",
              "3");
      case "TD3" -> small(Td3Config.spinningUp(), "target_noise", "0.05");
      case "DDPG" -> small(DdpgConfig.spinningUp());
      default -> throw new IllegalArgumentException(name);
    };
  }

  static Stream<Arguments> everyAlgorithmInEveryWorld() {
    return Stream.of("SAC", "SAC, n = 3", "TD3", "DDPG")
        .flatMap(name -> Arrays.stream(Probe.Kind.values()).map(kind -> Arguments.of(name, kind)));
  }

  /// tanh((s, a)·W₀ + b₀)·W₁ + b₁ of critic_1.
  private static double q(Trial trial, float... read) {
    Parameters critic = Objects.requireNonNull(trial.learner.setup().parameters().get("critic_1"));
    double[] x = new double[read.length];
    Arrays.setAll(x, k -> read[k]);
    List<Parameter> layers = critic.entries();
    for (int l = 0; l < layers.size(); l += 2) {
      x = affine(x, layers.get(l), layers.get(l + 1));
      if (l + 2 < layers.size()) {
        double[] h = x;
        Arrays.setAll(h, k -> Math.tanh(h[k]));
      }
    }
    return x[0];
  }

  private static double[] affine(double[] x, Parameter weight, Parameter bias) {
    float[] values = weight.owner().values();
    double[] y = new double[weight.columns()];
    Arrays.setAll(
        y,
        j -> {
          double sum = values[bias.at() + j];
          for (int k = 0; k < x.length; k++) {
            sum += x[k] * values[weight.at() + k * weight.columns() + j];
          }
          return sum;
        });
    return y;
  }

  /// A world behind a limit of five steps is worth 1/(1 − γ) = 10, and one that ends with its first
  /// step 1: a truncated step is followed by what comes after it, a terminated one by nothing.
  @ParameterizedTest
  @MethodSource
  void everyAlgorithmInEveryWorld(String name, Probe.Kind kind) {
    Trial trial = Trial.of(config(name), () -> new Probe(kind, /* discrete= */ false), 1);
    trial.train(4000);

    for (float x : kind.states()) {
      float action = trial.mode(x)[0];
      double value = kind.value(x, GAMMA);
      assertThat(q(trial, x, action / 2))
          .as("Q(%s, %s)", x, action)
          .isCloseTo(value, within(0.1 + 0.03 * value));
      if (kind == Probe.Kind.CHOSEN) {
        assertThat((double) action).isCloseTo(Probe.goal(x), within(0.2));
      }
    }
  }

  private static Map<String, float[]> parameters(Trial trial) {
    Map<String, float[]> all = new HashMap<>();
    trial
        .learner
        .setup()
        .parameters()
        .forEach((name, set) -> all.put(name, Arrays.copyOf(set.values(), set.size())));
    return all;
  }

  private static float[] of(Trial trial, String name) {
    return Objects.requireNonNull(parameters(trial).get(name));
  }

  private static Trial trial(AgentConfig config) {
    return Trial.of(config, () -> new Probe(Probe.Kind.DELAYED, /* discrete= */ false), 3);
  }

  @Test
  void ddpgIsTd3WithoutItsChangesToTheByte() {
    Trial ddpg = trial(small(DdpgConfig.spinningUp()));
    Trial td3 =
        trial(
            small(
                Td3Config.spinningUp(),
                "twins",
                "false",
                "target_noise",
                "0",
                "policy_delay",
                "1"));
    ddpg.train(200);
    td3.train(200);
    Map<String, float[]> of = parameters(td3);

    assertThat(of).containsOnlyKeys("policy", "target_policy", "critic_1", "target_1");
    parameters(ddpg).forEach((name, values) -> assertThat(values).isEqualTo(of.get(name)));
    assertThat(ddpg.agent.metrics().get("q")).isEqualTo(td3.agent.metrics().get("q"));
  }

  /// φ̄ ← φ̄ + τ·(φ − φ̄) after every gradient step, in single precision.
  @ParameterizedTest
  @CsvSource({"SAC", "DDPG"})
  void targetsAreTheRunningAverage(String name) {
    Trial trial = trial(config(name));
    trial.train(31); // 62 steps: nothing is learnt before 64
    float[] average = of(trial, "target_1");
    for (int round = 0; round < 20; round++) {
      trial.update();
      float[] critic = of(trial, "critic_1");
      for (int k = 0; k < average.length; k++) {
        average[k] = Math.fma(0.05f, critic[k] - average[k], average[k]);
      }
    }

    assertThat(parameters(trial).get("target_1")).containsExactly(average, within(1e-6f));
    assertThat(parameters(trial).get("critic_1")).isNotEqualTo(parameters(trial).get("target_1"));
  }

  @ParameterizedTest
  @CsvSource({"SAC", "TD3", "DDPG"})
  void neitherMovesWhereTheOtherSteps(String name) {
    Trial without = trial(Trial.with(config(name), "learning_rate", "0"));
    Trial only = trial(Trial.with(config(name), "critic_learning_rate", "0"));
    Map<String, float[]> before = parameters(only);
    without.train(100);
    only.train(100);

    assertThat(parameters(without).get("policy")).isEqualTo(before.get("policy"));
    assertThat(parameters(without).get("critic_1")).isNotEqualTo(before.get("critic_1"));
    assertThat(parameters(only).get("critic_1")).isEqualTo(before.get("critic_1"));
    assertThat(parameters(only).get("policy")).isNotEqualTo(before.get("policy"));
  }

  @Test
  void thePolicyAndTheTargetsWaitForEveryThirdStep() {
    Trial trial = trial(small(Td3Config.spinningUp(), "policy_delay", "3"));
    trial.train(33); // the second gradient step
    Map<String, float[]> before = parameters(trial);
    Metrics second = trial.agent.metrics();

    assertThat(second.measured("critic_loss")).isTrue();
    assertThat(second.measured("policy_loss")).isFalse();
    trial.update();
    assertThat(trial.agent.metrics().measured("policy_loss")).isTrue();
    for (String name : List.of("policy", "target_policy", "target_1", "target_2")) {
      assertThat(parameters(trial).get(name)).as(name).isNotEqualTo(before.get(name));
    }
  }

  /// Where the entropy is above H̄ the temperature falls, and where it is below it rises.
  @ParameterizedTest
  @CsvSource({"-5, true", "5, false"})
  void theTemperatureMovesTheEntropyTowardsItsTarget(double target, boolean falls) {
    Trial trial =
        trial(
            small(
                SacConfig.stableBaselines(),
                "entropy_of_component",
                Double.toString(target),
                "temperature_learning_rate",
                "0.01"));
    trial.train(200);
    double temperature = Math.exp(trial.parameters("temperature")[0]);

    assertThat(temperature < 0.5).isEqualTo(falls);
    assertThat(temperature > 2).isEqualTo(!falls);
  }

  /// It settles where the entropy is H̄: what π is then.
  @Test
  void theTemperatureSettlesWhereTheEntropyIsItsTarget() {
    Trial trial =
        Trial.of(
            small(
                SacConfig.stableBaselines(),
                "entropy_of_component",
                "-1",
                "temperature_learning_rate",
                "0.01"),
            () -> new Probe(Probe.Kind.CHOSEN, /* discrete= */ false),
            1);
    trial.train(4000);
    double sum = 0;
    for (int k = 0; k < 100; k++) {
      sum += trial.update().get("entropy") / 100;
    }

    assertThat(sum).isCloseTo(-1, within(0.1));
  }

  /// The box is [−2, 2]: log π of its actions is lower by log 2 than of those in [−1, 1].
  @Test
  void entropyIsMeasuredByActionsAsTheyAreAskedFor() {
    Trial unit = trial(small(SacConfig.stableBaselines(), "temperature", "1e-6"));
    Trial world =
        trial(small(SacConfig.stableBaselines(), "temperature", "1e-6", "scaled_entropy", "true"));
    unit.train(32);
    world.train(32);
    double difference = world.agent.metrics().get("entropy") - unit.agent.metrics().get("entropy");

    assertThat(difference).isCloseTo(Math.log(2), within(1e-4));
  }

  @Test
  void actionsThatAreChosenAreRefused() {
    for (AgentConfig config :
        List.of(SacConfig.cleanRl(), Td3Config.cleanRl(), DdpgConfig.cleanRl())) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> Trial.of(config, () -> new Probe(Probe.Kind.CHOSEN, /* discrete= */ true), 1))
          .withMessageContaining("policy acts in a Box, got")
          .withMessageContaining("take an algorithm whose policy chooses, such as vpg");
    }
  }
}
