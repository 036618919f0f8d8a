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
    presets.put(
        "cartpole",
        new Algorithm.Preset(
            "RL Baselines3 Zoo's for CartPole-v1; the default elsewhere",
            stableBaselines(
                Map.ofEntries(
                    Map.entry("envs", "8"),
                    Map.entry("batch_steps", "256"),
                    Map.entry("minibatch", "256"),
                    Map.entry("epochs", "20"),
                    Map.entry("gamma", "0.98"),
                    Map.entry("lambda", "0.8"),
                    Map.entry("learning_rate", "0.001"),
                    Map.entry("anneal", "true"),
                    Map.entry("anneal_clip", "true"))),
            100_000,
            List.of("CartPole-v1")));
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

  private static PpoConfig stableBaselines(Map<String, String> changes) {
    return Settings.with(PpoConfig.stableBaselines(), changes);
  }
}
