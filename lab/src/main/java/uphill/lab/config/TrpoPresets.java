package uphill.lab.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import uphill.rl.algorithms.TrpoConfig;
import uphill.rl.setting.Settings;

/// Trust region policy optimization as the laboratory knows it.
final class TrpoPresets {

  private TrpoPresets() {}

  static Algorithm algorithm() {
    Map<String, Algorithm.Preset> presets = new LinkedHashMap<>();
    presets.put(
        "zoo-cartpole",
        new Algorithm.Preset(
            "RL Baselines3 Zoo's for CartPole-v1; the default elsewhere",
            cartPole(Map.of()),
            100_000));
    presets.put(
        "cartpole",
        new Algorithm.Preset(
            "the same with twice the batch and a nearer horizon of the advantages",
            cartPole(Map.of("batch_steps", "2048", "lambda", "0.95")),
            100_000,
            List.of("CartPole-v1")));
    presets.put(
        "acrobot",
        new Algorithm.Preset(
            "sixteen environments, normalization, and twice the critic's epochs",
            stableBaselines(
                Map.ofEntries(
                    Map.entry("envs", "16"),
                    Map.entry("lambda", "0.98"),
                    Map.entry("value_epochs", "20"),
                    Map.entry("normalize_observations", "true"),
                    Map.entry("normalize_rewards", "true"))),
            1_000_000,
            List.of("Acrobot-v1")));
    presets.put(
        "mountain-car",
        new Algorithm.Preset(
            "normalization, and noise that lasts for twenty steps: without it no episode reaches"
                + " the flag",
            valley(Map.of("envs", "8", "value_epochs", "20")),
            150_000,
            List.of("MountainCar-v0")));
    presets.put(
        "mountain-car-continuous",
        new Algorithm.Preset(
            "the same in two environments, with the critic's epochs of the defaults",
            valley(Map.of("envs", "2")),
            50_000,
            List.of("MountainCarContinuous-v0")));
    presets.put(
        "pendulum",
        new Algorithm.Preset(
            "four environments, a nearer horizon, and more epochs of the critic",
            stableBaselines(Map.of("envs", "4", "gamma", "0.95", "value_epochs", "15")),
            200_000,
            List.of("Pendulum-v1")));
    presets.put(
        "mujoco",
        new Algorithm.Preset(
            "the Zoo's for MuJoCo's robots: two environments, observations and rewards normalized,"
                + " twice the critic's epochs, and larger steps",
            robot(Map.of("max_kl", "0.02")),
            1_000_000,
            Robots.both(Robots.OTHERS)));
    presets.put(
        "half-cheetah",
        new Algorithm.Preset(
            "the same in eight environments with larger steps yet, a nearer horizon, and a narrower"
                + " Gaussian",
            robot(
                Map.of(
                    "envs", "8",
                    "max_kl", "0.04",
                    "gamma", "0.98",
                    "lambda", "0.92",
                    "log_std", "-1")),
            1_000_000,
            Robots.both(Robots.HALF_CHEETAH)));
    presets.put(
        "swimmer",
        new Algorithm.Preset(
            "the same with the far horizon that the Zoo has for Swimmer, and its smaller steps",
            robot(Map.of("gamma", "0.9999", "lambda", "0.98")),
            1_000_000,
            Robots.both(Robots.SWIMMER)));
    presets.put(
        "taxi",
        new Algorithm.Preset(
            "as tabular, with twice the batch, larger steps and a nearer horizon: 500 states are"
                + " to be visited",
            table(Map.of("batch_steps", "8192", "gamma", "0.99", "max_kl", "0.03")),
            1_000_000,
            List.of("Taxi-v4")));
    presets.put(
        "frozen-lake-8x8",
        new Algorithm.Preset(
            "as tabular, with twice the batch, a Fisher product that is damped less and solved"
                + " further, and noise that lasts for five steps: at random, one episode in 500"
                + " arrives",
            table(
                Map.of(
                    "batch_steps", "8192",
                    "damping", "0.0002",
                    "cg_steps", "60",
                    "hold_noise", "0.8")),
            1_000_000,
            List.of("FrozenLake8x8-v1")));
    presets.put(
        "tabular",
        new Algorithm.Preset(
            "for numbered states: no hidden layer, so logits W[s, a] + b[a], a table and a bias"
                + " that all states share; large batches, and a Fisher product that is damped less",
            table(Map.of()),
            500_000,
            List.of(Algorithm.NUMBERED)));
    presets.put(
        "sb3",
        new Algorithm.Preset(
            "the defaults of Stable-Baselines3 Contrib's TRPO",
            TrpoConfig.stableBaselines(),
            100_000));
    presets.put(
        "spinningup",
        new Algorithm.Preset(
            "the defaults of Spinning Up's TRPO", TrpoConfig.spinningUp(), 200_000));
    return new Algorithm(
        "trpo",
        "trust region policy optimization",
        "Schulman et al. 2015, arXiv:1502.05477; presets: Stable-Baselines3 Contrib and the Zoo,"
            + " Spinning Up",
        presets);
  }

  /// For numbered states.
  private static TrpoConfig table(Map<String, String> changes) {
    Map<String, String> all =
        new LinkedHashMap<>(
            Map.ofEntries(
                Map.entry("hidden", "none"),
                Map.entry("envs", "16"),
                Map.entry("batch_steps", "4096"),
                Map.entry("gamma", "0.999"),
                Map.entry("value_learning_rate", "0.03"),
                Map.entry("damping", "0.001"),
                Map.entry("cg_steps", "40")));
    all.putAll(changes);
    return stableBaselines(all);
  }

  /// For a robot.
  private static TrpoConfig robot(Map<String, String> changes) {
    Map<String, String> all =
        new LinkedHashMap<>(
            Map.ofEntries(
                Map.entry("envs", "2"),
                Map.entry("value_epochs", "20"),
                Map.entry("cg_steps", "25"),
                Map.entry("normalize_observations", "true"),
                Map.entry("normalize_rewards", "true")));
    all.putAll(changes);
    return stableBaselines(all);
  }

  /// For a car in a valley.
  private static TrpoConfig valley(Map<String, String> changes) {
    Map<String, String> all = new LinkedHashMap<>(changes);
    all.putAll(
        Map.of(
            "normalize_observations", "true", "normalize_rewards", "true", "hold_noise", "0.95"));
    return stableBaselines(all);
  }

  private static TrpoConfig cartPole(Map<String, String> changes) {
    Map<String, String> all =
        new LinkedHashMap<>(
            Map.ofEntries(
                Map.entry("envs", "2"),
                Map.entry("batch_steps", "1024"),
                Map.entry("damping", "0.001"),
                Map.entry("lambda", "0.98"),
                Map.entry("value_epochs", "20"),
                Map.entry("value_minibatch", "512")));
    all.putAll(changes);
    return stableBaselines(all);
  }

  private static TrpoConfig stableBaselines(Map<String, String> changes) {
    return Settings.with(TrpoConfig.stableBaselines(), changes);
  }
}
