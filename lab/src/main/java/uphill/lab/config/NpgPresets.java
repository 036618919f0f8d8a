package uphill.lab.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import uphill.rl.algorithms.NpgConfig;
import uphill.rl.setting.Settings;

/// The natural policy gradient as the laboratory knows it.
final class NpgPresets {

  private NpgPresets() {}

  static Algorithm algorithm() {
    Map<String, Algorithm.Preset> presets = new LinkedHashMap<>();
    presets.put(
        "spinningup",
        new Algorithm.Preset("the defaults of Spinning Up's NPG", NpgConfig.spinningUp(), 200_000));
    presets.put(
        "acrobot",
        new Algorithm.Preset(
            "steps twice as far (max_kl); the critic learns λ-returns in minibatches, twice as"
                + " often; normalization, sixteen environments",
            minibatches(
                Map.ofEntries(
                    Map.entry("envs", "16"),
                    Map.entry("batch_steps", "2048"),
                    Map.entry("lambda", "0.98"),
                    Map.entry("max_kl", "0.02"),
                    Map.entry("value_epochs", "20"),
                    Map.entry("normalize_observations", "true"),
                    Map.entry("normalize_rewards", "true"))),
            500_000,
            List.of("Acrobot-v1")));
    presets.put(
        "mountain-car",
        new Algorithm.Preset(
            "half of Spinning Up's batch, normalization, and noise that lasts for twenty steps:"
                + " without it no episode reaches the flag",
            valley(Map.of("envs", "8")),
            200_000,
            List.of("MountainCar-v0")));
    presets.put(
        "mountain-car-continuous",
        new Algorithm.Preset(
            "the same in two environments, with a wider Gaussian",
            valley(Map.of("envs", "2", "log_std", "0")),
            50_000,
            List.of("MountainCarContinuous-v0")));
    presets.put(
        "pendulum",
        new Algorithm.Preset(
            "the critic learns λ-returns in minibatches; a nearer horizon, four environments, a"
                + " wider Gaussian",
            Settings.with(
                NpgConfig.spinningUp(),
                Map.ofEntries(
                    Map.entry("envs", "4"),
                    Map.entry("batch_steps", "2048"),
                    Map.entry("log_std", "0"),
                    Map.entry("gamma", "0.95"),
                    Map.entry("lambda", "0.95"),
                    Map.entry("value_epochs", "15"),
                    Map.entry("value_minibatch", "128"),
                    Map.entry("value_target", "lambda_return"))),
            200_000,
            List.of("Pendulum-v1")));
    presets.put(
        "taxi",
        new Algorithm.Preset(
            "as tabular, with twice the batch, larger steps and a nearer horizon: 500 states are"
                + " to be visited",
            table(Map.of("batch_steps", "8192", "gamma", "0.99", "max_kl", "0.03")),
            1_000_000,
            List.of("Taxi-v4")));
    presets.put(
        "tabular",
        new Algorithm.Preset(
            "for numbered states: no hidden layer, so logits W[s, a] + b[a], a table and a bias"
                + " that all states share; large batches, and a Fisher product that is damped less",
            table(Map.of()),
            500_000,
            List.of(Algorithm.NUMBERED)));
    return new Algorithm(
        "npg", "the natural policy gradient", "Kakade 2001; presets: Spinning Up", presets);
  }

  /// For numbered states.
  private static NpgConfig table(Map<String, String> changes) {
    Map<String, String> all =
        new LinkedHashMap<>(
            Map.ofEntries(
                Map.entry("hidden", "none"),
                Map.entry("envs", "16"),
                Map.entry("batch_steps", "4096"),
                Map.entry("gamma", "0.999"),
                Map.entry("lambda", "0.95"),
                Map.entry("value_epochs", "10"),
                Map.entry("value_learning_rate", "0.03"),
                Map.entry("damping", "0.001"),
                Map.entry("cg_steps", "40")));
    all.putAll(changes);
    return minibatches(all);
  }

  /// For a car in a valley.
  private static NpgConfig valley(Map<String, String> changes) {
    Map<String, String> all = new LinkedHashMap<>(changes);
    all.putAll(
        Map.ofEntries(
            Map.entry("batch_steps", "2048"),
            Map.entry("normalize_observations", "true"),
            Map.entry("normalize_rewards", "true"),
            Map.entry("hold_noise", "0.95")));
    return Settings.with(NpgConfig.spinningUp(), all);
  }

  /// A critic that learns as Stable-Baselines3's does.
  private static NpgConfig minibatches(Map<String, String> changes) {
    Map<String, String> all = new LinkedHashMap<>(changes);
    all.putAll(
        Map.of(
            "value_minibatch", "128",
            "value_target", "lambda_return",
            "initialization", "orthogonal"));
    return Settings.with(NpgConfig.spinningUp(), all);
  }
}
