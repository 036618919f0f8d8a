package uphill.lab.config;

import java.util.LinkedHashMap;
import java.util.Map;
import uphill.rl.algorithms.A2cConfig;

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
    return new Algorithm(
        "a2c",
        "advantage actor-critic",
        "Mnih et al. 2016, arXiv:1602.01783; presets: Stable-Baselines3 and its Zoo",
        presets);
  }
}
