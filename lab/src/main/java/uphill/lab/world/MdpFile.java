package uphill.lab.world;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import uphill.env.mdp.FiniteMdp;
import uphill.env.mdp.MdpBuilder;
import uphill.kernel.Nearest;
import uphill.kernel.Shown;
import uphill.records.BoundedFiles;
import uphill.records.Json;
import uphill.records.WholeFiles;

/// Reads a [FiniteMdp] from a few lines of JSON, and writes it: `docs/mdp.md` has the format.
///
/// Whatever is wrong is an [IllegalArgumentException] that names the file and the place in it.
public final class MdpFile {

  private static final Set<String> FIELDS =
      Set.of("name", "states", "actions", "start", "max_steps", "transitions");
  private static final Set<String> TRANSITION_FIELDS =
      Set.of("from", "action", "to", "probability", "reward", "terminated");

  private static final int MOST_PAIRS = 1_000_000; // memory that a short file can ask for

  private final String source;
  private final Map<String, Integer> states;
  private final Map<String, Integer> actions;

  private MdpFile(String source, Map<String, Integer> states, Map<String, Integer> actions) {
    this.source = source;
    this.states = states;
    this.actions = actions;
  }

  /// The process that a file holds.
  ///
  /// @throws IllegalArgumentException if there is no such file, or it holds something else
  public static FiniteMdp read(Path file) throws IOException {
    return parse(text(file), file.toString());
  }

  /// What a file holds, as text.
  static String text(Path file) throws IOException {
    return BoundedFiles.text(file, BoundedFiles.MOST_STATE);
  }

  /// The process that a text holds.
  ///
  /// @param source where the text is from, for errors; and what it is called if it has no name
  public static FiniteMdp parse(String text, String source) {
    return parse(text, source, source);
  }

  /// The process that a text holds.
  ///
  /// @param source where the text is from, for errors
  /// @param otherwise what it is called if it has no name
  static FiniteMdp parse(String text, String source, String otherwise) {
    Map<String, Object> json = Json.parseObject(text, source);
    try {
      requireKnown(json, FIELDS, source);
      String name = json.containsKey("name") ? text(json.get("name"), source, "name") : otherwise;
      MdpFile file =
          new MdpFile(
              source,
              names(required(json, "states", source), "state", source),
              names(required(json, "actions", source), "action", source));
      return file.build(name, json);
    } catch (IllegalArgumentException e) {
      String message = e.getMessage() + "";
      throw new IllegalArgumentException(
          Shown.sentence(message.startsWith(source) ? message : source + ": " + message), e);
    }
  }

  private FiniteMdp build(String name, Map<String, Object> json) {
    long pairs = (long) states.size() * actions.size();
    if (pairs > MOST_PAIRS) {
      throw error(
          String.format(
              Locale.ROOT,
              "%d states with %d actions are too many; a file may have %d pairs of them",
              states.size(),
              actions.size(),
              MOST_PAIRS));
    }
    MdpBuilder table = FiniteMdp.builder(name, states.size(), actions.size());
    table.stateNames(List.copyOf(states.keySet())).actionNames(List.copyOf(actions.keySet()));
    if (json.containsKey("max_steps")) {
      if (!(json.get("max_steps") instanceof Long steps) || steps < 1 || steps >= 1L << 31) {
        throw wrong(
            "max_steps",
            String.format(
                Locale.ROOT, "a whole number from 1 to %d, without a point", Integer.MAX_VALUE),
            json.get("max_steps"));
      }
      table.maxSteps(steps.intValue());
    }
    start(table, required(json, "start", source));
    Object transitions = required(json, "transitions", source);
    if (!(transitions instanceof List<?> list)) {
      throw wrong("transitions", "an array", transitions);
    }
    for (int k = 0; k < list.size(); k++) {
      transition(table, list.get(k), String.format(Locale.ROOT, "transitions[%d]", k));
    }
    return table.build();
  }

  /// A state; or an object of probabilities by state; or an array of them.
  private void start(MdpBuilder table, Object start) {
    switch (start) {
      case Map<?, ?> shares ->
          shares.forEach(
              (state, share) ->
                  table.start(index(state, states, "state", "start"), number(share, "start")));
      case List<?> shares when shares.size() == states.size() -> {
        for (int s = 0; s < shares.size(); s++) {
          table.start(s, number(shares.get(s), String.format(Locale.ROOT, "start[%d]", s)));
        }
      }
      case List<?> shares ->
          throw error(
              String.format(
                  Locale.ROOT,
                  "\"start\" has %d probabilities, expected one for each of %d states",
                  shares.size(),
                  states.size()));
      default -> table.start(index(start, states, "state", "start"), 1);
    }
  }

  /// Without an action: after every one.
  private void transition(MdpBuilder table, Object value, String place) {
    if (!(value instanceof Map<?, ?>)) {
      throw wrong(place, "an object", value);
    }
    String where = source + ": " + place;
    Map<String, Object> fields = Json.object(value, where);
    requireKnown(fields, TRANSITION_FIELDS, where);
    int from = index(required(fields, "from", where), states, "state", place);
    int to = index(required(fields, "to", where), states, "state", place);
    double probability = number(fields.getOrDefault("probability", 1L), place + ".probability");
    double reward = number(fields.getOrDefault("reward", 0L), place + ".reward");
    if (!(fields.getOrDefault("terminated", false) instanceof Boolean terminated)) {
      throw wrong(place + ".terminated", "true or false", fields.get("terminated"));
    }
    int action =
        fields.containsKey("action") ? index(fields.get("action"), actions, "action", place) : -1;
    for (int a = 0; a < actions.size(); a++) {
      if (action < 0 || action == a) {
        table.add(from, a, probability, to, reward, terminated);
      }
    }
  }

  /// Names, or how many there are: each with its number, in their order.
  private static Map<String, Integer> names(Object value, String kind, String source) {
    List<String> names = new ArrayList<>();
    switch (value) {
      case Long n when n >= 1 && n <= MOST_PAIRS -> {
        for (int i = 0; i < n; i++) {
          names.add(kind + " " + i);
        }
      }
      case List<?> list when !list.isEmpty() ->
          list.forEach(
              name ->
                  names.add(
                      text(
                          name,
                          source,
                          String.format(Locale.ROOT, "%ss[%d]", kind, names.size()))));
      default ->
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "%s: \"%ss\" must be an array of names, or how many there are, from 1 to %d, got"
                      + " %s",
                  source,
                  kind,
                  MOST_PAIRS,
                  Json.shown(value)));
    }
    Map<String, Integer> numbered = new LinkedHashMap<>();
    for (String name : names) {
      if (numbered.putIfAbsent(name, numbered.size()) != null) {
        throw new IllegalArgumentException(
            "%s: two %ss are called \"%s\"; names must differ".formatted(source, kind, name));
      }
    }
    return numbered;
  }

  /// A name, or its number.
  private int index(Object value, Map<String, Integer> numbered, String kind, String place) {
    int index =
        switch (value) {
          case Long n when n >= 0 && n < numbered.size() -> n.intValue();
          case String name -> numbered.getOrDefault(name, -1);
          default -> -1;
        };
    if (index < 0) {
      String name = value instanceof String text ? text : "";
      List<String> names = List.copyOf(numbered.keySet());
      throw error(
          String.format(
              Locale.ROOT,
              "%s: there is no %s %s.%s There are %d, from %s to %s",
              place,
              kind,
              Json.shown(value),
              name.isEmpty() ? "" : Nearest.hint(name, names),
              names.size(),
              Json.shown(names.getFirst()),
              Json.shown(names.getLast())));
    }
    return index;
  }

  private double number(Object value, String place) {
    if (!(value instanceof Number number)) {
      throw wrong(place, "a number", value);
    }
    return number.doubleValue();
  }

  private static String text(
      @org.jspecify.annotations.Nullable Object value, String source, String place) {
    if (!(value instanceof String text)) {
      throw new IllegalArgumentException(
          "%s: \"%s\" must be text, got %s"
              .formatted(source, place, value == null ? "nothing" : Json.shown(value)));
    }
    return text;
  }

  private static Object required(Map<String, Object> json, String field, String where) {
    Object value = json.get(field);
    if (value == null) {
      throw new IllegalArgumentException("%s: \"%s\" is missing".formatted(where, field));
    }
    return value;
  }

  private static void requireKnown(Map<String, Object> json, Set<String> known, String where) {
    for (String field : json.keySet()) {
      if (!known.contains(field)) {
        throw new IllegalArgumentException(
            "%s: unknown field \"%s\".%s There are %s."
                .formatted(
                    where,
                    field,
                    Nearest.hint(field, known),
                    String.join(", ", known.stream().sorted().toList())));
      }
    }
  }

  private IllegalArgumentException error(String sentence) {
    return new IllegalArgumentException(source + ": " + sentence);
  }

  private IllegalArgumentException wrong(
      String place, String expected, @org.jspecify.annotations.Nullable Object value) {
    return error(
        "\"%s\" must be %s, got %s"
            .formatted(place, expected, value == null ? "nothing" : Json.shown(value)));
  }

  /// As JSON, in the same format: what is read from it is equal.
  public static Map<String, Object> toJson(FiniteMdp mdp) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", mdp.name());
    List<String> stateNames = new ArrayList<>();
    List<Object> transitions = new ArrayList<>();
    Map<String, Object> start = new LinkedHashMap<>();
    for (int s = 0; s < mdp.states(); s++) {
      stateNames.add(mdp.stateName(s));
      if (mdp.start(s) > 0) {
        start.put(mdp.stateName(s), mdp.start(s));
      }
      for (int a = 0; a < mdp.actions(); a++) {
        for (FiniteMdp.Transition outcome : mdp.transitions(s, a)) {
          transitions.add(transition(mdp, s, a, outcome));
        }
      }
    }
    json.put("states", stateNames);
    List<String> actionNames = new ArrayList<>();
    for (int a = 0; a < mdp.actions(); a++) {
      actionNames.add(mdp.actionName(a));
    }
    json.put("actions", actionNames);
    json.put("start", start);
    mdp.maxSteps().ifPresent(steps -> json.put("max_steps", (long) steps));
    json.put("transitions", transitions);
    return json;
  }

  private static Map<String, Object> transition(
      FiniteMdp mdp, int s, int a, FiniteMdp.Transition outcome) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("from", mdp.stateName(s));
    json.put("action", mdp.actionName(a));
    json.put("to", mdp.stateName(outcome.next()));
    json.put("probability", outcome.probability());
    json.put("reward", outcome.reward());
    json.put("terminated", outcome.terminated());
    return json;
  }

  /// Writes the process as a file.
  public static void write(FiniteMdp mdp, Path file) throws IOException {
    WholeFiles.write(file, Json.pretty(toJson(mdp)));
  }
}
