package uphill.lab.golden;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import uphill.env.Env;
import uphill.env.EnvSpec;
import uphill.env.Environments;
import uphill.env.Physical;
import uphill.env.Space;
import uphill.env.TimeLimit;
import uphill.kernel.Nearest;
import uphill.records.Json;

/// The first line of a recording: which world was recorded, and in which precision.
///
/// @param line where it stands
/// @param environment the world's id
/// @param arguments what it was made with: `kwargs`
/// @param maxSteps after which an episode was truncated, if ever
/// @param singleAtFirst whether the initial state is float32
/// @param singleAfter whether all later states are
/// @param table whether the world is a table, whose state is what it shows: the header has `P`
record GoldenHeader(
    GoldenLine line,
    String environment,
    Map<String, Object> arguments,
    OptionalInt maxSteps,
    boolean singleAtFirst,
    boolean singleAfter,
    boolean table) {

  private static final Pattern STATE_TYPE =
      Pattern.compile("(float32|float64)(?: before the first step, (float32|float64) after)?");

  /// The header on this line.
  ///
  /// @throws IllegalArgumentException if it is none, or its world is not one of those that the
  ///   class loader finds
  static GoldenHeader of(GoldenLine line, ClassLoader loader) {
    if (!"header".equals(line.fields().get("type"))) {
      throw line.error("expected a header, which has \"type\": \"header\"");
    }
    if (!line.has("env")) {
      throw line.error(
          "the header has no \"env\", so this is not a recording of steps in one environment");
    }
    String environment = line.text("env");
    requireKnown(environment, line, loader);
    boolean table = line.has("P");
    Matcher type = STATE_TYPE.matcher(table ? "float64" : line.text("state_dtype"));
    if (!type.matches()) {
      throw line.wrong(
          "state_dtype",
          "float32, float64, or \"… before the first step, … after\"",
          line.value("state_dtype"));
    }
    String after = type.group(2) == null ? type.group(1) : type.group(2);
    return new GoldenHeader(
        line,
        environment,
        arguments(line),
        maxSteps(line),
        type.group(1).equals("float32"),
        after.equals("float32"),
        table);
  }

  /// What the world was made with, but for how it was shown, which changes no step.
  static Map<String, Object> arguments(GoldenLine line) {
    Map<String, Object> arguments =
        new LinkedHashMap<>(line.has("kwargs") ? line.object("kwargs") : Map.of());
    arguments.remove("render_mode");
    return arguments;
  }

  private static OptionalInt maxSteps(GoldenLine line) {
    Object value = line.value("max_episode_steps");
    if (value.equals(Json.NULL)) {
      return OptionalInt.empty();
    }
    if (!(value instanceof Long n) || n < 1 || n > Integer.MAX_VALUE) {
      throw line.wrong("max_episode_steps", "a positive whole number or null", value);
    }
    return OptionalInt.of(n.intValue());
  }

  private static void requireKnown(String environment, GoldenLine line, ClassLoader loader) {
    List<String> known = Environments.all(loader).stream().map(EnvSpec::id).toList();
    if (!known.contains(environment)) {
      String start = environment.substring(0, Math.min(environment.length(), 100));
      throw line.error(
          "unknown environment %s.%s \"uphill envs\" lists all."
              .formatted(Json.shown(environment), Nearest.hint(start, known)));
    }
  }

  /// The world that was recorded, with its time limit.
  ///
  /// @throws IllegalArgumentException if it does not take the arguments, or has no state to set
  Env env(ClassLoader loader) {
    Env world;
    try {
      world = Environments.world(environment, arguments, loader);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(line.place() + ": " + e.getMessage(), e);
    }
    if (!(world instanceof Physical)) {
      world.close();
      throw line.error(
          "%s is not uphill.env.Physical: its state cannot be set".formatted(environment));
    }
    if (table && !(world.observationSpace() instanceof Space.Discrete)) {
      world.close();
      throw line.error("\"P\" is a table, but %s is none".formatted(environment));
    }
    return maxSteps.isPresent() ? new TimeLimit(world, maxSteps.getAsInt()) : world;
  }
}
