package uphill.lab.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import uphill.rl.algorithms.SacConfig;
import uphill.rl.setting.Settings;

/// Soft actor-critic as the laboratory knows it.
final class SacPresets {

  private SacPresets() {}

  static Algorithm algorithm() {
    Map<String, Algorithm.Preset> presets = new LinkedHashMap<>();
    presets.put(
        "sb3",
        new Algorithm.Preset(
            "the defaults of Stable-Baselines3's SAC", SacConfig.stableBaselines(), 1_000_000));
    presets.put(
        "pendulum",
        new Algorithm.Preset(
            "RL Baselines3 Zoo's for Pendulum-v1",
            Settings.with(
                SacConfig.stableBaselines(),
                Map.of(
                    "learning_rate", "0.001",
                    "critic_learning_rate", "0.001",
                    "temperature_learning_rate", "0.001",
                    "buffer_size", "20000")),
            20_000,
            List.of("Pendulum-v1")));
    presets.put(
        "cleanrl",
        new Algorithm.Preset(
            "the defaults of CleanRL's sac_continuous_action.py", SacConfig.cleanRl(), 1_000_000));
    presets.put(
        "spinningup",
        new Algorithm.Preset("the defaults of Spinning Up's SAC", SacConfig.spinningUp(), 400_000));
    return new Algorithm(
        "sac",
        "soft actor-critic",
        "Haarnoja et al. 2018, arXiv:1812.05905; presets: CleanRL, Stable-Baselines3 and its Zoo,"
            + " Spinning Up",
        presets);
  }
}
