package uphill.rl.setting;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import uphill.env.Space;

/// Where settings have an effect, as their records say it ([Conditional]): what is set and has none
/// is warned of, and whoever lists settings lists what they need.
///
/// ```java
/// conditions.only("lambda", weights == Weights.GAE, "weights=gae");
/// conditions.only("valueFit", weights.needsCritic(), "weights=baseline or gae");
/// ```
public final class Conditions {

  private static final String OF_ACTIONS = "actions in a Box";
  private static final String OF_OBSERVATIONS = "observations in a Box";
  private static final String OF_START = "a policy whose first parameters are drawn";
  private static final Pattern WORD = Pattern.compile("[a-z][a-z_]*");

  private record Condition(boolean holds, String when) {}

  private final Map<String, Object> values;
  private final Optional<Space> observations;
  private final Optional<Space> actions;
  private final boolean drawn;
  private final SequencedMap<String, List<Condition>> all = new LinkedHashMap<>();
  private Class<?> type;

  private Conditions(
      Object config, Optional<Space> observations, Optional<Space> actions, boolean drawn) {
    values = Settings.values(config);
    this.observations = observations;
    this.actions = actions;
    this.drawn = drawn;
    type = config.getClass();
    ask(config);
  }

  /// Those of a config in any world.
  public static Conditions of(Object config) {
    return new Conditions(config, Optional.empty(), Optional.empty(), /* drawn= */ true);
  }

  /// Those of a config in a world.
  ///
  /// @param drawn whether the policy's first parameters are drawn, not another run's
  public static Conditions of(Object config, Space observations, Space actions, boolean drawn) {
    return new Conditions(config, Optional.of(observations), Optional.of(actions), drawn);
  }

  private void ask(Object config) {
    for (RecordComponent component : config.getClass().getRecordComponents()) {
      if (component.getType().isRecord()) {
        ask(Settings.read(component, config));
      }
    }
    if (config instanceof Conditional conditional) {
      type = config.getClass();
      conditional.conditions(this);
    }
  }

  /// A setting has an effect only under a condition.
  ///
  /// @param component of the record that says so, or of one within it; one that is a record stands
  ///   for all its settings
  /// @param holds whether it is met
  /// @param when the condition in words that complete "only with …"; settings by their names
  public void only(String component, boolean holds, String when) {
    List<String> names = Settings.named(type, component);
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no component %s, so nothing can be said of it".formatted(type, component));
    }
    for (String name : names) {
      all.computeIfAbsent(name, _ -> new ArrayList<>()).add(new Condition(holds, when));
    }
  }

  /// A setting has an effect only where actions are in a Box.
  public void onlyInBox(String component) {
    only(component, actions.isEmpty() || actions.get() instanceof Space.Box _, OF_ACTIONS);
  }

  /// A setting has an effect only where observations are in a Box.
  public void onlySeenInBox(String component) {
    only(
        component,
        observations.isEmpty() || observations.get() instanceof Space.Box _,
        OF_OBSERVATIONS);
  }

  /// A setting has an effect only where the policy's first parameters are drawn.
  public void onlyAtFirst(String component) {
    only(component, drawn, OF_START);
  }

  /// What a setting needs to have an effect, in words that complete "only with …"; empty: nothing.
  public String needs(String setting) {
    return all.getOrDefault(setting, List.of()).stream()
        .map(Condition::when)
        .filter(when -> !when.equals(OF_START)) // so it is in every run that has none
        .distinct()
        .collect(Collectors.joining(" and "));
  }

  /// Why a setting has no effect, and what would give it one; empty if it has.
  public Optional<String> idle(String setting) {
    List<String> broken =
        all.getOrDefault(setting, List.of()).stream()
            .filter(condition -> !condition.holds())
            .map(Condition::when)
            .distinct()
            .toList();
    return broken.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s has no effect: it has one only with %s%s"
                .formatted(setting, String.join(" and ", broken), here(broken)));
  }

  /// What the settings are that conditions name.
  private String here(List<String> broken) {
    List<String> here = new ArrayList<>();
    for (String when : broken) {
      if (when.equals(OF_ACTIONS)) {
        actions.ifPresent(space -> here.add("actions are in " + space));
      } else if (when.equals(OF_OBSERVATIONS)) {
        observations.ifPresent(space -> here.add("observations are in " + space));
      } else if (when.equals(OF_START)) {
        here.add("they are another run's");
      } else {
        WORD.matcher(when)
            .results()
            .map(found -> found.group())
            .forEach(
                name ->
                    Optional.ofNullable(values.get(name))
                        .ifPresent(value -> here.add(name + "=" + Settings.text(value))));
      }
    }
    return here.isEmpty() ? "" : ", and here " + String.join(", ", here);
  }
}
