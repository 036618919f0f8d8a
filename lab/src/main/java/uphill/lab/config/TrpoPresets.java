package uphill.lab.config;

import java.util.LinkedHashMap;
import java.util.Map;
import uphill.rl.algorithms.TrpoConfig;
import uphill.rl.setting.Settings;

/// Trust region policy optimization as the laboratory knows it.
final class TrpoPresets {

  private TrpoPresets() {}

  static Algorithm algorithm() {
    Map<String, Algorithm.Preset> presets = new LinkedHashMap<>();
    presets.put(
        "cartpole",
        new Algorithm.Preset(
            "RL Baselines3 Zoo's for CartPole-v1; the default elsewhere",
            Settings.with(
                TrpoConfig.stableBaselines(),
                Map.ofEntries(
                    Map.entry("envs", "2"),
                    Map.entry("batch_steps", "1024"),
                    Map.entry("damping", "0.001"),
                    Map.entry("lambda", "0.98"),
                    Map.entry("value_epochs", "20"),
                    Map.entry("value_minibatch", "512"))),
            100_000));
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
}
