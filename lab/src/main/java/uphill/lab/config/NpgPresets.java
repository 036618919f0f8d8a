package uphill.lab.config;

import java.util.LinkedHashMap;
import java.util.Map;
import uphill.rl.algorithms.NpgConfig;

/// The natural policy gradient as the laboratory knows it.
final class NpgPresets {

  private NpgPresets() {}

  static Algorithm algorithm() {
    Map<String, Algorithm.Preset> presets = new LinkedHashMap<>();
    presets.put(
        "spinningup",
        new Algorithm.Preset("the defaults of Spinning Up's NPG", NpgConfig.spinningUp(), 200_000));
    return new Algorithm(
        "npg", "the natural policy gradient", "Kakade 2001; presets: Spinning Up", presets);
  }
}
