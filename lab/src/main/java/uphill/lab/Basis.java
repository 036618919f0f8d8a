package uphill.lab;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import uphill.lab.config.Algorithm;
import uphill.lab.config.RunConfig;
import uphill.lab.world.World;
import uphill.rl.AgentConfig;
import uphill.rl.setting.Settings;

/// What the config of a run begins with, before anything is changed: a preset, or an earlier run.
///
/// @param preset its name
record Basis(String preset, AgentConfig settings, long steps) {

  /// @param preset empty where none was asked for: the earlier run's, if that has this algorithm,
  ///   else the one that the world begins with
  static Basis of(World world, Algorithm algorithm, String preset, Optional<RunConfig> earlier) {
    Optional<RunConfig> same = earlier.filter(run -> run.algorithm().equals(algorithm.name()));
    String asEarlier = same.map(RunConfig::preset).orElse("");
    String name = !preset.isEmpty() ? preset : asEarlier;
    if (name.isEmpty()) {
      name = algorithm.defaultPreset(world);
    }
    if (preset.isEmpty() && same.isPresent()) {
      // There may be no such preset any more.
      return new Basis(name, same.get().settings(), same.get().steps());
    }
    Algorithm.Preset chosen = algorithm.preset(name);
    if (earlier.isEmpty()) {
      return new Basis(name, chosen.config(), chosen.steps());
    }
    AgentConfig settings =
        preset.isEmpty()
            ? Settings.with(chosen.config(), common(chosen.config(), earlier.get()))
            : chosen.config();
    return new Basis(name, settings, earlier.get().steps());
  }

  /// The settings that an earlier run of another algorithm shares with this one's.
  private static Map<String, String> common(AgentConfig begun, RunConfig earlier) {
    Map<String, String> common = new LinkedHashMap<>();
    Set<String> known = Settings.values(begun).keySet();
    Settings.values(earlier.settings())
        .forEach(
            (name, value) -> {
              if (known.contains(name)) {
                common.put(name, value.toString());
              }
            });
    return common;
  }
}
