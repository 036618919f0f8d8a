package uphill.lab.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import uphill.rl.algorithms.PpoConfig;
import uphill.rl.setting.Settings;

/// Proximal policy optimization as the laboratory knows it.
final class PpoPresets {

  private PpoPresets() {}

  static Algorithm algorithm() {
    Map<String, Algorithm.Preset> presets = new LinkedHashMap<>();
    Map<String, String> zoo =
        Map.ofEntries(
            Map.entry("envs", "8"),
            Map.entry("batch_steps", "256"),
            Map.entry("minibatch", "256"),
            Map.entry("epochs", "20"),
            Map.entry("gamma", "0.98"),
            Map.entry("lambda", "0.8"),
            Map.entry("learning_rate", "0.001"),
            Map.entry("anneal", "true"),
            Map.entry("anneal_clip", "true"));
    presets.put(
        "zoo-cartpole",
        new Algorithm.Preset(
            "RL Baselines3 Zoo's for CartPole-v1; the default elsewhere",
            stableBaselines(zoo),
            100_000));
    presets.put(
        "cartpole",
        new Algorithm.Preset(
            "the same with a larger λ and twice the learning rate, for half the steps",
            Settings.with(stableBaselines(zoo), Map.of("lambda", "0.95", "learning_rate", "0.002")),
            50_000,
            List.of("CartPole-v1")));
    presets.put(
        "acrobot",
        new Algorithm.Preset(
            "the Zoo's for Acrobot-v1, with more epochs",
            stableBaselines(
                Map.ofEntries(
                    Map.entry("envs", "16"),
                    Map.entry("batch_steps", "4096"),
                    Map.entry("lambda", "0.94"),
                    Map.entry("normalize_observations", "true"),
                    Map.entry("normalize_rewards", "true"))),
            500_000,
            List.of("Acrobot-v1")));
    presets.put(
        "mountain-car",
        new Algorithm.Preset(
            "large batches, normalization, and noise that lasts for ten steps: without it no"
                + " episode reaches the flag",
            valley(Map.of("envs", "16", "lambda", "0.98", "hold_noise", "0.9")),
            500_000,
            List.of("MountainCar-v0")));
    presets.put(
        "mountain-car-continuous",
        new Algorithm.Preset(
            "the same in four environments, with a long horizon, a smaller λ, and noise that lasts"
                + " for twenty steps",
            valley(Map.of("gamma", "0.999", "hold_noise", "0.95")),
            100_000,
            List.of("MountainCarContinuous-v0")));
    presets.put(
        "pendulum",
        new Algorithm.Preset(
            "the Zoo's for Pendulum-v1 without gSDE, with a longer horizon, more epochs, a wider"
                + " Gaussian and a learning rate that falls",
            stableBaselines(
                Map.ofEntries(
                    Map.entry("envs", "4"),
                    Map.entry("batch_steps", "4096"),
                    Map.entry("epochs", "20"),
                    Map.entry("gamma", "0.97"),
                    Map.entry("log_std", "0.5"),
                    Map.entry("learning_rate", "0.001"),
                    Map.entry("anneal", "true"))),
            100_000,
            List.of("Pendulum-v1")));
    presets.put(
        "lunar-lander",
        new Algorithm.Preset(
            "the Zoo's for LunarLander with a quarter of its rollout, larger minibatches, more"
                + " epochs, normalized rewards and a learning rate that falls",
            lander(Map.of("entropy_weight", "0.01")),
            1_000_000,
            List.of("LunarLander-v3")));
    presets.put(
        "lunar-lander-continuous",
        new Algorithm.Preset(
            "the same with a larger learning rate and without a bonus for entropy",
            lander(Map.of("learning_rate", "0.001")),
            1_000_000,
            List.of("LunarLanderContinuous-v3")));
    presets.put(
        "bipedal-walker",
        new Algorithm.Preset(
            "the Zoo's for BipedalWalker-v3: 32 environments, observations and rewards normalized",
            stableBaselines(
                Map.ofEntries(
                    Map.entry("envs", "32"),
                    Map.entry("batch_steps", "65536"),
                    Map.entry("gamma", "0.999"),
                    Map.entry("clip", "0.18"),
                    Map.entry("normalize_observations", "true"),
                    Map.entry("normalize_rewards", "true"))),
            5_000_000,
            List.of("BipedalWalker-v3", "BipedalWalkerHardcore-v3")));
    presets.put(
        "mujoco",
        new Algorithm.Preset(
            "for MuJoCo's robots: observations and rewards normalized, eight environments, a"
                + " learning rate that falls",
            robot(Map.of()),
            1_000_000,
            Robots.both(Robots.OTHERS)));
    presets.put(
        "half-cheetah",
        new Algorithm.Preset(
            "the same with the nearer horizon that the Zoo has for HalfCheetah, and a narrower"
                + " Gaussian",
            robot(Map.of("gamma", "0.98", "lambda", "0.92", "log_std", "-1")),
            1_000_000,
            Robots.both(Robots.HALF_CHEETAH)));
    presets.put(
        "swimmer",
        new Algorithm.Preset(
            "the same with the far horizon that the Zoo has for Swimmer, and a larger learning"
                + " rate",
            robot(Map.of("gamma", "0.9999", "lambda", "0.98", "learning_rate", "0.001")),
            1_000_000,
            Robots.both(Robots.SWIMMER)));
    presets.put(
        "taxi",
        new Algorithm.Preset(
            "as tabular, with a nearer horizon, more entropy, as 500 states are to be visited, and"
                + " advantages standardized in each minibatch",
            Settings.with(table("minibatch", "0.05"), Map.of("gamma", "0.99")),
            1_000_000,
            List.of("Taxi-v4")));
    presets.put(
        "tabular",
        new Algorithm.Preset(
            "for numbered states: no hidden layer, so logits W[s, a] + b[a], a table and a bias"
                + " that all states share; large batches, and advantages as they are, which are 0"
                + " until a goal is found",
            table("none", "0.003"),
            1_000_000,
            List.of(Algorithm.NUMBERED)));
    presets.put(
        "cleanrl",
        new Algorithm.Preset("the defaults of CleanRL's ppo.py", PpoConfig.cleanRl(), 500_000));
    presets.put(
        "sb3",
        new Algorithm.Preset(
            "the defaults of Stable-Baselines3's PPO", PpoConfig.stableBaselines(), 500_000));
    presets.put(
        "spinningup",
        new Algorithm.Preset("the defaults of Spinning Up's PPO", PpoConfig.spinningUp(), 200_000));
    return new Algorithm(
        "ppo",
        "proximal policy optimization",
        "Schulman et al. 2017, arXiv:1707.06347; presets: CleanRL, Stable-Baselines3 and its Zoo,"
            + " Spinning Up",
        presets);
  }

  /// For numbered states.
  private static PpoConfig table(String standardizeOver, String entropyWeight) {
    return Settings.with(
        PpoConfig.cleanRl(),
        Map.ofEntries(
            Map.entry("hidden", "none"),
            Map.entry("envs", "16"),
            Map.entry("batch_steps", "4096"),
            Map.entry("minibatch", "512"),
            Map.entry("gamma", "0.999"),
            Map.entry("learning_rate", "0.03"),
            Map.entry("value_clip", "0"),
            Map.entry("standardize_over", standardizeOver),
            Map.entry("entropy_weight", entropyWeight)));
  }

  /// For a lander.
  private static PpoConfig lander(Map<String, String> changes) {
    Map<String, String> all = new LinkedHashMap<>(changes);
    all.putAll(
        Map.ofEntries(
            Map.entry("envs", "16"),
            Map.entry("batch_steps", "4096"),
            Map.entry("minibatch", "128"),
            Map.entry("gamma", "0.999"),
            Map.entry("lambda", "0.98"),
            Map.entry("anneal", "true"),
            Map.entry("normalize_rewards", "true")));
    return stableBaselines(all);
  }

  /// For a robot.
  private static PpoConfig robot(Map<String, String> changes) {
    Map<String, String> all = new LinkedHashMap<>(changes);
    all.putAll(
        Map.ofEntries(
            Map.entry("envs", "8"),
            Map.entry("value_weight", "0.5"),
            Map.entry("anneal", "true"),
            Map.entry("normalize_observations", "true"),
            Map.entry("normalize_rewards", "true")));
    return stableBaselines(all);
  }

  /// For a car in a valley.
  private static PpoConfig valley(Map<String, String> changes) {
    Map<String, String> all = new LinkedHashMap<>(changes);
    all.putAll(
        Map.ofEntries(
            Map.entry("batch_steps", "4096"),
            Map.entry("minibatch", "256"),
            Map.entry("epochs", "10"),
            Map.entry("learning_rate", "0.001"),
            Map.entry("value_clip", "0"),
            Map.entry("entropy_weight", "0"),
            Map.entry("normalize_observations", "true"),
            Map.entry("normalize_rewards", "true")));
    return Settings.with(PpoConfig.cleanRl(), all);
  }

  private static PpoConfig stableBaselines(Map<String, String> changes) {
    return Settings.with(PpoConfig.stableBaselines(), changes);
  }
}
