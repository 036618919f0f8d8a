package uphill.rl.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;
import uphill.env.Env;
import uphill.env.Space;
import uphill.env.TimeLimit;
import uphill.env.classic.CartPole;
import uphill.env.classic.Pendulum;
import uphill.kernel.Rng;
import uphill.rl.Body;
import uphill.rl.Trial;
import uphill.rl.algorithms.VpgConfig;

/// Settings that have no effect.
class ConditionsTest {

  /// A value of each setting that no case below has, and that shows within two updates.
  private static final Map<String, String> OTHER =
      Map.ofEntries(
          Map.entry("weights", "baseline"),
          Map.entry("gamma", "0.5"),
          Map.entry("lambda", "0.4"),
          Map.entry("standardize", "true"),
          Map.entry("divisor", "trajectories"),
          Map.entry("learning_rate", "0.02"),
          Map.entry("value_learning_rate", "0.02"),
          Map.entry("value_epochs", "3"),
          Map.entry("value_minibatch", "7"),
          Map.entry("value_target", "lambda_return"),
          Map.entry("entropy_weight", "0.3"),
          Map.entry("max_gradient_norm", "0.001"),
          Map.entry("anneal", "true"),
          Map.entry("batch_steps", "128"),
          Map.entry("hidden", "5"),
          Map.entry("activation", "relu"),
          Map.entry("initialization", "uniform"),
          Map.entry("log_std", "0.3"),
          Map.entry("hold_noise", "0.5"),
          Map.entry("hold_steps", "3"),
          Map.entry("critic_hidden", "6"),
          Map.entry("layer_norm", "true"),
          Map.entry("output_gain", "0.5"),
          Map.entry("log_std_of_state", "true"),
          Map.entry("state_noise", "true"),
          Map.entry("network", Line.class.getName()),
          Map.entry("normalize_observations", "true"),
          Map.entry("observation_clip", "0.01"),
          Map.entry("normalize_rewards", "true"),
          Map.entry("reward_clip", "0.01"));

  /// A layer of another kind than those that are built in.
  public static final class Line implements Body {
    @Override
    public Layers on(Parameters parameters, String prefix, int inputs) {
      return new Layers() {
        @Override
        public Tensor apply(Tensor x) {
          return x.mul(2);
        }

        @Override
        public void initialize(Rng random) {}
      };
    }
  }

  static Stream<VpgConfig> cases() {
    VpgConfig small =
        Trial.with(
            VpgConfig.classicControl(),
            "envs",
            "1",
            "batch_steps",
            "64",
            "hidden",
            "4",
            "anneal",
            "false",
            "value_epochs",
            "2",
            "whole_episodes",
            "true",
            "max_gradient_norm",
            "0");
    return Stream.of(
        small,
        Trial.with(small, "weights", "return", "hidden", "none"),
        Trial.with(small, "weights", "baseline", "value_epochs", "0", "initialization", "uniform"),
        Trial.with(small, "network", Line.class.getName()),
        Trial.with(small, "normalize_observations", "true", "normalize_rewards", "true"));
  }

  /// The law: what is said to have no effect has none, and whatever else is set has one.
  @ParameterizedTest
  @MethodSource("cases")
  void aSettingChangesWhatIsLearntUnlessItIsSaidToHaveNoEffect(VpgConfig config) {
    for (Env world : List.of(new CartPole(), new Pendulum())) {
      Conditions conditions =
          Conditions.of(config, world.observationSpace(), world.actionSpace(), /* drawn= */ true);
      List<Float> learnt = learnt(config, world);
      Settings.values(config)
          .forEach(
              (name, value) -> {
                if (List.of("envs", "whole_episodes").contains(name)) {
                  return; // each asks for the other
                }
                String other = OTHER.getOrDefault(name, "");
                assertThat(other).as("another value of " + name).isNotEmpty();
                if (!other.equals(Settings.text(value))) {
                  boolean same = learnt(Trial.with(config, name, other), world).equals(learnt);
                  assertThat(conditions.idle(name).isPresent())
                      .as("%s=%s in %s", name, other, world.actionSpace())
                      .isEqualTo(same);
                }
              });
    }
  }

  private static List<Float> learnt(VpgConfig config, Env world) {
    Env fresh = world instanceof CartPole ? new CartPole() : new Pendulum();
    Trial trial = Trial.of(config, () -> new TimeLimit(fresh, 20), 3);
    trial.train(2);
    List<Float> learnt = new ArrayList<>();
    for (Parameters all : trial.learner.setup().parameters().values()) {
      for (float value : all.values()) {
        learnt.add(value);
      }
    }
    return learnt;
  }

  @Test
  void itIsSaidWhatWouldGiveASettingAnEffectAndWhatIsInTheWay() {
    VpgConfig config = Trial.with(VpgConfig.simple(), "hidden", "none");
    Conditions conditions =
        Conditions.of(config, new Space.Discrete(5), new Space.Discrete(2), /* drawn= */ false);

    assertThat(conditions.idle("lambda"))
        .contains(
            "lambda has no effect: it has one only with weights=gae or value_target=lambda_return,"
                + " and here weights=return, value_target=reward_to_go");
    assertThat(conditions.idle("log_std").orElseThrow())
        .endsWith("they are another run's, actions are in Discrete(2)");
    assertThat(conditions.idle("layer_norm").orElseThrow())
        .endsWith("only with hidden layers, and here hidden=none");
    assertThat(conditions.idle("normalize_observations").orElseThrow())
        .endsWith("only with observations in a Box, and here observations are in Discrete(5)");
    assertThat(conditions.idle("gamma")).isEmpty();
    assertThat(conditions.needs("log_std")).isEqualTo("actions in a Box");
    assertThat(conditions.needs("value_minibatch"))
        .isEqualTo("value_epochs above 0 and weights=baseline or gae");
  }

  @Test
  void whatIsSaidOfASettingThatIsNotThereIsRefused() {
    record Own(@Setting(value = "x", source = "here") int x) implements Conditional {
      @Override
      public void conditions(Conditions conditions) {
        conditions.only("y", false, "nothing");
      }
    }
    assertThatThrownBy(() -> Conditions.of(new Own(1))).hasMessageContaining("no component y");
    assertThat(Arrays.asList(Settings.text(List.of()), Settings.text(List.of(3, 4))))
        .containsExactly("none", "3,4");
  }
}
