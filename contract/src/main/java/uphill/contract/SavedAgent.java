package uphill.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import uphill.kernel.Rng;
import uphill.nn.Descent;
import uphill.rl.Learner;
import uphill.rl.Setup;
import uphill.rl.State;
import uphill.rl.data.Metrics;
import uphill.rl.data.Rollout;
import uphill.rl.data.RowLog;

/// The bits of everything that an agent's future depends on, by name: what its [Setup] handed out,
/// what it names in its state, its environments.
record SavedAgent(SequencedMap<String, long[]> bits) {

  /// Something by name: one listing saves and restores it.
  private record Entry(String name, Supplier<long[]> get, Consumer<long[]> put) {}

  private static List<Entry> entries(Learner learner) {
    List<Entry> all = new ArrayList<>();
    Setup setup = learner.setup();
    learner.agent().state(new Named(all));
    setup
        .streams()
        .forEach(
            (purpose, streams) -> {
              for (int n = 0; n < streams.length; n++) {
                Rng stream = streams[n];
                String of = purpose.ofEachEnvironment() ? " of environment " + n : "";
                all.add(new Entry("the stream " + purpose + of, stream::state, stream::restore));
              }
            });
    setup
        .parameters()
        .forEach((name, set) -> all.add(floats("the parameters \"" + name + "\"", set.values())));
    for (Descent descent : setup.descents()) {
      for (int k = 0; k < descent.optimizer().memory().length; k++) {
        String memory = descent.optimizer().memoryNames().get(k);
        all.add(
            floats(
                "the optimizer's %s of \"%s\"".formatted(memory, descent.name()),
                descent.optimizer().memory()[k]));
      }
      all.add(
          new Entry(
              "the optimizer's steps of \"%s\"".formatted(descent.name()),
              () -> new long[] {descent.optimizer().steps()},
              then -> descent.optimizer().restoreSteps(then[0])));
    }
    setup
        .logs()
        .forEach(
            (name, log) ->
                all.add(
                    new Entry(
                        "the log \"%s\"".formatted(name),
                        () -> rows(log),
                        then -> fill(log, then))));
    if (learner.environments().savesState()) {
      all.add(
          new Entry(
              "the environments", learner.environments()::state, learner.environments()::restore));
    }
    return all;
  }

  /// Numbers of the agent's own.
  private record Named(List<Entry> all) implements State {
    @Override
    public void longs(String name, long[] values) {
      all.add(
          new Entry(
              "\"%s\" of its state".formatted(name),
              values::clone,
              then -> System.arraycopy(then, 0, values, 0, values.length)));
    }

    @Override
    public void floats(String name, float[] values) {
      all.add(SavedAgent.floats("\"%s\" of its state".formatted(name), values));
    }
  }

  private static Entry floats(String name, float[] values) {
    return new Entry(
        name,
        () -> bits(values, values.length),
        then -> {
          for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat((int) then[i]);
          }
        });
  }

  private static long[] bits(float[] values, int count) {
    long[] bits = new long[count];
    Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
    return bits;
  }

  /// How many rows were ever added, and those that are held, in order.
  private static long[] rows(RowLog log) {
    int width = log.floats();
    long[] bits = new long[1 + log.held() * width];
    bits[0] = log.added();
    long first = log.added() - log.held();
    for (int k = 0; k < log.held(); k++) {
      for (int j = 0; j < width; j++) {
        bits[1 + k * width + j] = Float.floatToRawIntBits(log.rows()[log.at(first + k) + j]);
      }
    }
    return bits;
  }

  private static void fill(RowLog log, long[] then) {
    int width = log.floats();
    int held = (then.length - 1) / width;
    log.goBackTo(then[0] - held);
    float[] row = new float[width];
    for (int k = 0; k < held; k++) {
      for (int j = 0; j < width; j++) {
        row[j] = Float.intBitsToFloat((int) then[1 + k * width + j]);
      }
      log.add(row, 0);
    }
  }

  /// What an agent is now.
  static SavedAgent of(Learner learner) {
    SequencedMap<String, long[]> bits = new LinkedHashMap<>();
    entries(learner).forEach(entry -> bits.put(entry.name(), entry.get().get()));
    return new SavedAgent(bits);
  }

  /// The same, and what it did and measured in the last round.
  static SavedAgent withRound(Learner learner) {
    SavedAgent now = of(learner);
    Rollout rollout = learner.agent().rollout();
    now.bits.put("what was done", bits(rollout.action, rollout.rows() * rollout.actionSize()));
    now.bits.put("what was earned", bits(rollout.reward, rollout.rows()));
    Metrics metrics = learner.agent().metrics();
    for (String name : metrics.names()) {
      now.bits.put(
          "the metric " + name, new long[] {Double.doubleToRawLongBits(metrics.get(name))});
    }
    return now;
  }

  /// Puts it into an agent that is at its beginning.
  void restore(Learner learner) {
    for (Entry entry : entries(learner)) {
      long[] then = bits.get(entry.name());
      if (then != null) {
        entry.put().accept(then);
      }
    }
  }

  /// The names of what is not the same to the bit in another.
  List<String> differences(SavedAgent other) {
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, long[]> entry : bits.entrySet()) {
      if (!Arrays.equals(entry.getValue(), other.bits.get(entry.getKey()))) {
        names.add(entry.getKey());
      }
    }
    other.bits.keySet().stream().filter(name -> !bits.containsKey(name)).forEach(names::add);
    return names;
  }
}
