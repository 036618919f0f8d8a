package uphill.lab.golden;

import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import uphill.env.Space;

/// An episode as it was recorded. Row t of every column belongs to the step with `actions[t]`.
///
/// @param line its number in the file
/// @param seed of the reset that it began with, where it was recorded
/// @param initialState the state before the first step
/// @param actions what was done
/// @param states the state after it
/// @param observations what was seen after it
/// @param rewards what was earned by it
/// @param terminated whether the last step ended the world; no earlier one does
/// @param truncated whether the last step reached the time limit; no earlier one does
record GoldenEpisode(
    GoldenLine line,
    OptionalLong seed,
    double[] initialState,
    float[][] actions,
    double[][] states,
    float[][] observations,
    double[] rewards,
    boolean terminated,
    boolean truncated) {

  /// The episode on this line, whose states and observations must have these sizes.
  ///
  /// @throws IllegalArgumentException if it is none
  static GoldenEpisode of(
      GoldenLine line, GoldenHeader header, int stateSize, int observationSize, Space actionSpace) {
    if (!"episode".equals(line.fields().get("type"))) {
      throw line.error("expected an episode, which has \"type\": \"episode\"");
    }
    List<?> did = line.list("actions");
    int steps = did.size();
    if (steps == 0) {
      throw line.error("an episode without steps");
    }
    List<?> states = rows(line, header.table() ? "obs" : "states", steps);
    List<?> observations = rows(line, "obs", steps);
    GoldenEpisode episode =
        new GoldenEpisode(
            line,
            header.table() ? OptionalLong.of(seed(line)) : OptionalLong.empty(),
            state(
                line,
                "initial_state",
                row(line.value("initial_state"), header),
                stateSize,
                header.singleAtFirst()),
            new float[steps][],
            new double[steps][],
            new float[steps][],
            line.numbers("rewards", rows(line, "rewards", steps), steps),
            line.flag("terminated"),
            line.flag("truncated"));
    for (int t = 0; t < steps; t++) {
      String row = "[" + t + "]";
      episode.actions[t] = action(line, "actions" + row, did.get(t), actionSpace);
      episode.states[t] =
          state(
              line,
              (header.table() ? "obs" : "states") + row,
              row(states.get(t), header),
              stateSize,
              header.singleAfter());
      episode.observations[t] =
          line.floats("obs" + row, row(observations.get(t), header), observationSize);
    }
    return episode;
  }

  /// Of a table's recordings, states are bare numbers.
  private static Object row(Object value, GoldenHeader header) {
    return header.table() && value instanceof Number ? List.of(value) : value;
  }

  private static long seed(GoldenLine line) {
    return switch (line.value("seed")) {
      case Long seed when seed >= 0 -> seed;
      case Object other -> throw line.wrong("seed", "a whole number from 0 on", other);
    };
  }

  int steps() {
    return actions.length;
  }

  /// The state before step t.
  double[] stateBefore(int t) {
    return t == 0 ? initialState : states[t - 1];
  }

  private static List<?> rows(GoldenLine line, String name, int steps) {
    List<?> rows = line.list(name);
    if (rows.size() != steps) {
      throw line.error(
          String.format(
              Locale.ROOT,
              "\"%s\" has %d entries, \"actions\" has %d; they must be equally many",
              name,
              rows.size(),
              steps));
    }
    return rows;
  }

  private static double[] state(
      GoldenLine line, String name, Object value, int size, boolean single) {
    double[] state = line.numbers(name, value, size);
    if (single) {
      float[] rounded = line.floats(name, value, size);
      for (int i = 0; i < size; i++) {
        state[i] = rounded[i];
      }
    }
    return state;
  }

  /// A number where actions are one of n, otherwise an array, which may leave a box.
  private static float[] action(GoldenLine line, String name, Object value, Space space) {
    float[] action;
    if (!(space instanceof Space.Discrete)) {
      action = line.floats(name, value, space.size());
    } else if (value instanceof Long index) {
      action = new float[] {index};
    } else {
      throw line.wrong(name, "in " + space, value);
    }
    if (!(space instanceof Space.Box) && !space.contains(action, 0)) {
      throw line.wrong(name, "in " + space, value);
    }
    return action;
  }
}
