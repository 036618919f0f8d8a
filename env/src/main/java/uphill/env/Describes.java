package uphill.env;

import java.util.StringJoiner;

/// Says in words what an observation shows and what an action does: for people, in explanations.
///
/// A world that does not implement it is described by its numbers: ask [#of(Env)].
public interface Describes {

  /// What the observation that begins at `observation[at]` shows, as a clause: `cart left of the
  /// centre, moving right, pole falling right`.
  String describeObservation(float[] observation, int at);

  /// What the action that begins at `action[at]` does: `push left`.
  String describeAction(float[] action, int at);

  /// The same observation as lines of text that end in line breaks; empty where there is nothing to
  /// draw.
  default String picture(float[] observation, int at) {
    return "";
  }

  /// What describes this world: the world itself, inside wrappers that change no meaning; its
  /// numbers where it does not say.
  static Describes of(Env env) {
    Env world = env;
    while (world instanceof Wrapper wrapper && wrapper.keepsMeaning()) {
      world = wrapper.world();
    }
    return world instanceof Describes describes
        ? describes
        : new Numbers(env.observationSpace().size(), env.actionSpace().size());
  }

  /// Describes by numbers, to three digits.
  ///
  /// @param observationSize how many an observation has
  /// @param actionSize how many an action has
  record Numbers(int observationSize, int actionSize) implements Describes {

    @Override
    public String describeObservation(float[] observation, int at) {
      return "state " + row(observation, at, observationSize);
    }

    @Override
    public String describeAction(float[] action, int at) {
      return "action " + row(action, at, actionSize);
    }

    private static String row(float[] values, int at, int size) {
      StringJoiner row = new StringJoiner(", ");
      for (int j = 0; j < size; j++) {
        float value = values[at + j];
        row.add(
            value == (int) value
                ? Integer.toString((int) value)
                : String.format(java.util.Locale.ROOT, "%.3g", value));
      }
      return size == 1 ? row.toString() : "(" + row + ")";
    }
  }
}
