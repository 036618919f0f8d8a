package uphill.lab.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import uphill.rl.algorithms.DdpgConfig;
import uphill.rl.setting.Settings;

/// Deep deterministic policy gradient as the laboratory knows it.
final class DdpgPresets {

  private DdpgPresets() {}

  static Algorithm algorithm() {
    Map<String, Algorithm.Preset> presets = new LinkedHashMap<>();
    presets.put(
        "sb3",
        new Algorithm.Preset(
            "the defaults of Stable-Baselines3's DDPG, with its Zoo's noise",
            DdpgConfig.stableBaselines(),
            1_000_000));
    presets.put(
        "pendulum",
        new Algorithm.Preset(
            "RL Baselines3 Zoo's for Pendulum-v1, which learns after 1,000 steps and not after"
                + " 10,000",
            Settings.with(
                DdpgConfig.stableBaselines(),
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
            "the defaults of CleanRL's ddpg_continuous_action.py",
            DdpgConfig.cleanRl(),
            1_000_000));
    presets.put(
        "spinningup",
        new Algorithm.Preset(
            "the defaults of Spinning Up's DDPG", DdpgConfig.spinningUp(), 400_000));
    return new Algorithm(
        "ddpg",
        "deep deterministic policy gradient",
        "Lillicrap et al. 2016, arXiv:1509.02971; presets: CleanRL, Stable-Baselines3 and its Zoo,"
            + " Spinning Up",
        presets);
  }
}
