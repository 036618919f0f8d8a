package uphill.lab.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import uphill.rl.algorithms.VpgConfig;
import uphill.rl.setting.Settings;

/// The policy gradient as the laboratory knows it.
final class VpgPresets {

  private VpgPresets() {}

  static Algorithm algorithm() {
    Map<String, Algorithm.Preset> presets = new LinkedHashMap<>();
    presets.put(
        "classic-control",
        new Algorithm.Preset(
            "solves CartPole on every seed; the default elsewhere",
            VpgConfig.classicControl(),
            200_000));
    presets.put(
        "acrobot",
        new Algorithm.Preset(
            "the same with an entropy bonus and standardized weights: rewards are far away",
            classicControl(Map.of("entropy_weight", "0.01", "standardize", "true")),
            500_000,
            List.of("Acrobot-v1")));
    presets.put(
        "pendulum",
        new Algorithm.Preset(
            "the same with a short horizon, a smaller learning rate, small batches and a critic"
                + " that learns more from each",
            classicControl(
                Map.of(
                    "gamma", "0.9",
                    "learning_rate", "0.003",
                    "value_epochs", "10",
                    "batch_steps", "512")),
            1_000_000,
            List.of("Pendulum-v1")));
    presets.put(
        "mountain-car-continuous",
        new Algorithm.Preset(
            "the same with batches as long as its episodes, a long horizon and a wide Gaussian",
            classicControl(
                Map.of(
                    "gamma", "0.999",
                    "lambda", "0.99",
                    "standardize", "true",
                    "envs", "32",
                    "batch_steps", "32000",
                    "log_std", "0.5")),
            3_000_000,
            List.of("MountainCarContinuous-v0")));
    presets.put(
        "frozen-lake-8x8",
        new Algorithm.Preset(
            "as tabular, with a longer horizon and more entropy: the goal is far",
            classicControl(
                Map.of(
                    "hidden", "none",
                    "standardize", "true",
                    "gamma", "0.999",
                    "entropy_weight", "0.05",
                    "learning_rate", "0.05",
                    "value_learning_rate", "0.02")),
            1_000_000,
            List.of("FrozenLake8x8-v1")));
    presets.put(
        "tabular",
        new Algorithm.Preset(
            "for numbered states: no hidden layer, so logits W[s, a] + b[a], a table and a bias"
                + " that all states share; entropy until a goal is found",
            classicControl(
                Map.of(
                    "hidden", "none",
                    "standardize", "true",
                    "entropy_weight", "0.03",
                    "learning_rate", "0.05",
                    "value_learning_rate", "0.02")),
            500_000,
            List.of(Algorithm.NUMBERED)));
    presets.put(
        "simple",
        new Algorithm.Preset(
            "Spinning Up's first script, examples/pg_math/1_simple_pg.py: the plain expression",
            VpgConfig.simple(),
            250_000));
    presets.put(
        "spinningup",
        new Algorithm.Preset("the defaults of Spinning Up's VPG", VpgConfig.spinningUp(), 200_000));
    return new Algorithm(
        "vpg",
        "the policy gradient (vanilla policy gradient)",
        "Sutton et al. 2000; weights: Schulman et al. 2016, arXiv:1506.02438; presets: Spinning Up",
        presets);
  }

  private static VpgConfig classicControl(Map<String, String> changes) {
    return Settings.with(VpgConfig.classicControl(), changes);
  }
}
