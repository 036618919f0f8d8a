package uphill.lab.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import uphill.rl.algorithms.A2cConfig;
import uphill.rl.setting.Settings;

/// Advantage actor-critic as the laboratory knows it.
final class A2cPresets {

  private A2cPresets() {}

  static Algorithm algorithm() {
    Map<String, Algorithm.Preset> presets = new LinkedHashMap<>();
    presets.put(
        "sb3",
        new Algorithm.Preset(
            "the defaults of Stable-Baselines3's A2C, in eight environments as its Zoo has it for"
                + " CartPole-v1",
            A2cConfig.stableBaselines(),
            500_000));
    presets.put(
        "acrobot",
        new Algorithm.Preset(
            "long rollouts for a critic apart, which learns in minibatches; advantages"
                + " standardized, normalization, a learning rate that falls",
            critic(
                Map.ofEntries(
                    Map.entry("envs", "16"),
                    Map.entry("batch_steps", "512"),
                    Map.entry("lambda", "0.95"),
                    Map.entry("learning_rate", "0.003"),
                    Map.entry("standardize", "true"),
                    Map.entry("normalize_observations", "true"),
                    Map.entry("normalize_rewards", "true"))),
            1_000_000,
            List.of("Acrobot-v1")));
    presets.put(
        "mountain-car",
        new Algorithm.Preset(
            "the same with longer rollouts, a larger λ and learning rate, and noise that lasts for"
                + " twenty steps: without it no episode reaches the flag",
            critic(
                Map.ofEntries(
                    Map.entry("envs", "16"),
                    Map.entry("batch_steps", "1024"),
                    Map.entry("lambda", "0.98"),
                    Map.entry("learning_rate", "0.006"),
                    Map.entry("standardize", "true"),
                    Map.entry("normalize_observations", "true"),
                    Map.entry("normalize_rewards", "true"),
                    Map.entry("hold_noise", "0.95"))),
            1_000_000,
            List.of("MountainCar-v0")));
    presets.put(
        "mountain-car-continuous",
        new Algorithm.Preset(
            "rollouts of 100 steps in four environments, normalization, and noise that lasts for"
                + " twenty steps",
            Settings.with(
                A2cConfig.stableBaselines(),
                Map.ofEntries(
                    Map.entry("envs", "4"),
                    Map.entry("batch_steps", "400"),
                    Map.entry("normalize_observations", "true"),
                    Map.entry("normalize_rewards", "true"),
                    Map.entry("hold_noise", "0.95"))),
            100_000,
            List.of("MountainCarContinuous-v0")));
    presets.put(
        "pendulum",
        new Algorithm.Preset(
            "long rollouts for a critic apart, which learns in minibatches; a nearer horizon, a"
                + " learning rate that falls",
            critic(
                Map.ofEntries(
                    Map.entry("envs", "8"),
                    Map.entry("batch_steps", "512"),
                    Map.entry("lambda", "0.95"),
                    Map.entry("gamma", "0.95"),
                    Map.entry("learning_rate", "0.002"))),
            1_000_000,
            List.of("Pendulum-v1")));
    presets.put(
        "tabular",
        new Algorithm.Preset(
            "for numbered states: no hidden layer, so logits W[s, a] + b[a], a table and a bias"
                + " that all states share; sixteen environments, a little entropy",
            Settings.with(
                A2cConfig.stableBaselines(),
                Map.ofEntries(
                    Map.entry("hidden", "none"),
                    Map.entry("envs", "16"),
                    Map.entry("batch_steps", "256"),
                    Map.entry("gamma", "0.99"),
                    Map.entry("lambda", "0.95"),
                    Map.entry("learning_rate", "0.01"),
                    Map.entry("entropy_weight", "0.003"))),
            500_000,
            List.of(Algorithm.NUMBERED)));
    return new Algorithm(
        "a2c",
        "advantage actor-critic",
        "Mnih et al. 2016, arXiv:1602.01783; presets: Stable-Baselines3 and its Zoo",
        presets);
  }

  /// A critic apart, which learns more often than the actor.
  private static A2cConfig critic(Map<String, String> changes) {
    Map<String, String> all = new LinkedHashMap<>(changes);
    all.putAll(
        Map.of(
            "anneal", "true",
            "critic", "apart",
            "value_epochs", "10",
            "value_minibatch", "128",
            "value_learning_rate", "0.001"));
    return Settings.with(A2cConfig.stableBaselines(), all);
  }
}
