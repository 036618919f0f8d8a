package uphill.env.wrap;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import uphill.env.Env;
import uphill.kernel.Shown;

/// Wrappers by name, as arguments of any environment:
/// `Pendulum-v1:rescale_action=true,frame_stack=4`. They are put around the world, outside its time
/// limit, in the order in which they are given.
public final class Wrappers {

  /// A wrapper by name.
  ///
  /// @param takes what its value may be
  /// @param does in a clause
  /// @param put around a world
  private record Named(String takes, String does, Put put) {}

  @FunctionalInterface
  private interface Put {
    Env around(Env world, Value value);
  }

  private static final SequencedMap<String, Named> ALL = new LinkedHashMap<>();

  static {
    add(
        "clip_action",
        "true",
        "clips any real numbers to the actions' bounds",
        (world, value) -> {
          value.requireTrue();
          return new ClipAction(world);
        });
    add(
        "rescale_action",
        "true (-1 to 1), or MIN/MAX",
        "stretches this interval to the actions' bounds",
        (world, value) -> {
          double[] bounds = value.isTrue() ? new double[] {-1, 1} : value.two();
          return new RescaleAction(world, bounds[0], bounds[1]);
        });
    add(
        "sticky",
        "a probability, 0.25 say",
        "takes the last action again",
        (world, value) -> new StickyActions(world, value.number()));
    add(
        "action_repeat",
        "a whole number",
        "takes every action so often",
        (world, value) -> new ActionRepeat(world, value.whole()));
    add(
        "scale_reward",
        "a factor",
        "multiplies rewards",
        (world, value) -> TransformReward.scaled(world, value.number()));
    add(
        "clip_reward",
        "true (-1 to 1), or LOW/HIGH",
        "clips rewards",
        (world, value) -> {
          double[] bounds = value.isTrue() ? new double[] {-1, 1} : value.two();
          return TransformReward.clipped(world, bounds[0], bounds[1]);
        });
    add(
        "frame_stack",
        "a whole number",
        "shows so many of the last observations",
        (world, value) -> new FrameStack(world, value.whole()));
    add(
        "time_aware",
        "true",
        "shows the share of the time limit that has passed",
        (world, value) -> {
          value.requireTrue();
          return new TimeAware(world);
        });
  }

  private Wrappers() {}

  private static void add(String name, String takes, String does, Put put) {
    ALL.put(name, new Named(takes, does, put));
  }

  /// Takes what names a wrapper out of arguments; their order is kept.
  public static SequencedMap<String, Object> taken(Map<String, Object> arguments) {
    SequencedMap<String, Object> taken = new LinkedHashMap<>();
    for (Map.Entry<String, Object> argument : arguments.entrySet()) {
      if (ALL.containsKey(argument.getKey())) {
        taken.put(argument.getKey(), argument.getValue());
      }
    }
    arguments.keySet().removeAll(taken.keySet());
    return taken;
  }

  /// Puts wrappers around a world, the first innermost.
  ///
  /// @throws IllegalArgumentException for a value that one cannot have, or a world that one does
  ///   not fit
  public static Env around(Env world, String name, SequencedMap<String, Object> wrappers) {
    Env wrapped = world;
    for (Map.Entry<String, Object> wrapper : wrappers.entrySet()) {
      Named named = ALL.get(wrapper.getKey());
      if (named == null) {
        throw new IllegalArgumentException("no wrapper " + wrapper.getKey());
      }
      try {
        wrapped =
            named
                .put()
                .around(wrapped, new Value(wrapper.getKey(), named.takes(), wrapper.getValue()));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("%s: %s".formatted(Shown.text(name), e.getMessage()), e);
      }
    }
    return wrapped;
  }

  /// Their names, each with what it takes and does.
  public static Stream<String> list() {
    return ALL.entrySet().stream()
        .map(
            entry ->
                "%s=%s: %s"
                    .formatted(entry.getKey(), entry.getValue().takes(), entry.getValue().does()));
  }

  /// Their names.
  public static Iterable<String> names() {
    return ALL.sequencedKeySet();
  }

  /// What a wrapper is given.
  private record Value(String wrapper, String takes, Object given) {

    boolean isTrue() {
      return Boolean.TRUE.equals(given);
    }

    void requireTrue() {
      if (!isTrue()) {
        throw wrong();
      }
    }

    double number() {
      if (given instanceof Number number && Double.isFinite(number.doubleValue())) {
        return number.doubleValue();
      }
      throw wrong();
    }

    int whole() {
      double number = number();
      if (number != Math.rint(number) || Math.abs(number) > 1e6) {
        throw wrong();
      }
      return (int) number;
    }

    double[] two() {
      if (given instanceof String text) {
        String[] parts = text.split("/", -1);
        if (parts.length == 2) {
          try {
            double[] two = {Double.parseDouble(parts[0]), Double.parseDouble(parts[1])};
            if (DoubleStream.of(two).allMatch(Double::isFinite)) {
              return two;
            }
          } catch (NumberFormatException _) {
            throw wrong();
          }
        }
      }
      throw wrong();
    }

    private IllegalArgumentException wrong() {
      return new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s takes %s, got %s",
              wrapper,
              takes,
              Shown.text(String.valueOf(given))));
    }
  }
}
