package uphill.lab.training;

import java.util.Optional;
import uphill.rl.AgentConfig;
import uphill.rl.setting.Settings;

/// What settings do against numbers of a world that are too large, where an algorithm has them
/// ([uphill.rl.Normalization]).
public enum Remedy {
  /// For observations.
  NORMALIZE_OBSERVATIONS,
  /// For rewards.
  NORMALIZE_REWARDS;

  /// Whether these settings have it on.
  public boolean isTaken(AgentConfig settings) {
    return Boolean.TRUE.equals(Settings.values(settings).get(Settings.word(this)));
  }

  /// What to set, where there is such a setting and it is off.
  public Optional<String> advice(AgentConfig settings) {
    return Boolean.FALSE.equals(Settings.values(settings).get(Settings.word(this)))
        ? Optional.of("set " + Settings.word(this) + "=true")
        : Optional.empty();
  }
}
