package uphill.lab.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import uphill.rl.algorithms.Td3Config;
import uphill.rl.setting.Settings;

/// Twin delayed deep deterministic policy gradient as the laboratory knows it.
final class Td3Presets {

  private Td3Presets() {}

  static Algorithm algorithm() {
    Map<String, Algorithm.Preset> presets = new LinkedHashMap<>();
    presets.put(
        "sb3",
        new Algorithm.Preset(
            "the defaults of Stable-Baselines3's TD3, with its Zoo's noise",
            Td3Config.stableBaselines(),
            1_000_000));
    presets.put(
        "pendulum",
        new Algorithm.Preset(
            "RL Baselines3 Zoo's for Pendulum-v1, which learns after 1,000 steps and not after"
                + " 10,000",
            Settings.with(
                Td3Config.stableBaselines(),
                Map.of(
                    "gamma", "0.98",
                    "random_steps", "1000",
                    "learning_starts", "1000",
                    "buffer_size", "20000")),
            20_000,
            List.of("Pendulum-v1")));
    presets.put(
        "cleanrl",
        new Algorithm.Preset(
            "the defaults of CleanRL's td3_continuous_action.py", Td3Config.cleanRl(), 1_000_000));
    presets.put(
        "spinningup",
        new Algorithm.Preset("the defaults of Spinning Up's TD3", Td3Config.spinningUp(), 400_000));
    return new Algorithm(
        "td3",
        "twin delayed deep deterministic policy gradient",
        "Fujimoto et al. 2018, arXiv:1802.09477; presets: CleanRL, Stable-Baselines3 and its Zoo,"
            + " Spinning Up",
        presets);
  }
}
