package uphill.lab.training;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import uphill.records.Bits;
import uphill.records.Json;
import uphill.rl.Agent;
import uphill.rl.State;

/// The numbers of an agent's own, which it names in [Agent#state(State)]: written down, read back,
/// and put back as they were.
final class AgentState {

  private AgentState() {}

  /// They, as they are written down.
  static Map<String, Object> json(Agent agent) {
    Map<String, Object> json = new LinkedHashMap<>();
    agent.state(new Written(json));
    return json;
  }

  /// Reads them back.
  ///
  /// @param source of the state, for errors
  /// @throws IllegalArgumentException if these are not the agent's
  static void restore(Agent agent, Map<String, Object> json, String source) {
    Set<String> seen = new HashSet<>();
    agent.state(new Read(json, source, seen));
    TrainingState.requireAll(json, seen, source);
  }

  /// Gives a part of an agent the numbers that a checkpoint has of it.
  ///
  /// @param part names them
  static void give(Consumer<State> part, Map<String, String> saved, String source) {
    part.accept(new Read(new LinkedHashMap<>(saved), source, new HashSet<>()));
  }

  /// What a checkpoint's state has of an agent's numbers whose names begin so.
  static Map<String, String> saved(String beginning, Map<String, Object> state, String source) {
    Map<String, String> saved = new LinkedHashMap<>();
    if (state.containsKey(TrainingState.AGENT)) {
      Json.objectField(state, TrainingState.AGENT, source)
          .forEach(
              (name, words) -> {
                if (name.startsWith(beginning)) {
                  saved.put(name, words.toString());
                }
              });
    }
    return saved;
  }

  /// Adds what puts them back.
  static void wayBack(Agent agent, List<Runnable> back) {
    agent.state(new Kept(back));
  }

  /// As they are written down.
  private record Written(Map<String, Object> json) implements State {
    @Override
    public void longs(String name, long[] values) {
      put(name, values.clone());
    }

    @Override
    public void floats(String name, float[] values) {
      put(name, bits(values));
    }

    private void put(String name, long[] words) {
      if (json.putIfAbsent(name, Bits.hex(words)) != null) {
        throw new IllegalStateException("the agent's state names \"%s\" twice".formatted(name));
      }
    }
  }

  private static long[] bits(float[] values) {
    long[] words = new long[values.length];
    Arrays.setAll(words, i -> Float.floatToRawIntBits(values[i]) & 0xFFFF_FFFFL);
    return words;
  }

  /// As they are read.
  private record Read(Map<String, Object> json, String source, Set<String> seen) implements State {
    @Override
    public void longs(String name, long[] values) {
      System.arraycopy(words(name, values.length), 0, values, 0, values.length);
    }

    @Override
    public void floats(String name, float[] values) {
      long[] words = words(name, values.length);
      for (int i = 0; i < values.length; i++) {
        values[i] = Float.intBitsToFloat((int) words[i]);
      }
    }

    private long[] words(String name, int count) {
      seen.add(name);
      long[] words = Bits.words(Json.field(json, name, String.class, source));
      if (words.length != count) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "%s: %s has %d numbers, not %d", source, name, words.length, count));
      }
      return words;
    }
  }

  /// As they are put back: an explorer may change some.
  private record Kept(List<Runnable> back) implements State {
    @Override
    public void longs(String name, long[] values) {
      long[] then = values.clone();
      back.add(() -> System.arraycopy(then, 0, values, 0, then.length));
    }

    @Override
    public void floats(String name, float[] values) {
      float[] then = values.clone();
      back.add(() -> System.arraycopy(then, 0, values, 0, then.length));
    }
  }
}
